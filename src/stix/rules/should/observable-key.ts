import { describe } from '../../describe.ts';
import { isObject, rule } from '../rule.ts';

export const observableKey = rule({
  code: 'stix/observable-key',
  level: 'should',
  oasis: ['141', 'observable-object-keys'],
  section: '§2.9, §2.13',
  types: ['observed-data'],
  message: (v: { key: string }) => `"objects" has the key ${describe(v.key)}, which is not a whole number.`,
  help: 'Number the observables from "0" on; or better, make them objects of their own and name them in "object_refs".',
  check({ objects }, report) {
    if (!isObject(objects)) return;
    for (const key of Object.keys(objects)) if (!/^\d+$/.test(key)) report(['objects', key], { key });
  },
});
