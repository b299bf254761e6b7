import { schemaNameOf } from '../../schemas/schema-name.ts';
import { rule } from '../rule.ts';
import { withContained } from '../shared/observables.ts';

/** Parts of STIX of which the OASIS validator has schemas of their own, which objects do not meet. */
const parts: ReadonlySet<unknown> = new Set([
  'binary',
  'extension',
  'external-reference',
  'granular-marking',
  'hashes-type',
  'hex',
  'identifier',
  'kill-chain-phase',
  'timestamp',
  'url-regex',
]);

export const schemaType = rule({
  code: 'stix/schema-type',
  level: 'must',
  basis: 'oasis',
  section: '§11.2.1',
  message: (v: { type: unknown }) =>
    `"type" is "${v.type}", which the OASIS validator takes for another part of STIX.`,
  help: 'It looks its schemas up by the type, and finds one that is not meant for objects. Rename the type, best with "x-" before it.',
  check: withContained((object, report) => {
    const { type } = object;
    const isOdd = parts.has(type) || (type === 'core' && schemaNameOf(object) === 'custom-observable');
    if (isOdd) report(['type'], { type });
  }),
});
