import { rule } from '../rule.ts';

export const deprecatedProperty = rule({
  code: 'stix/deprecated-property',
  level: 'should',
  oasis: ['304', 'deprecated-properties'],
  section: '§2.13, §4.14.1',
  types: ['observed-data'],
  message: () => '"objects" is deprecated, where "object_refs" is expected.',
  help: 'Publish the observables as objects of their own, each with an "id", and name them in "object_refs".',
  check({ objects }, report) {
    if (objects !== undefined) report(['objects'], {});
  },
});
