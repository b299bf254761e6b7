import { isInstant } from '../../../json/instant.ts';
import { describe } from '../../describe.ts';
import { kindOf } from '../../kinds.ts';
import { rule } from '../rule.ts';

/** The form of a timestamp, whether or not there is such a day. */
const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

export const undefinedDate = rule({
  code: 'stix/undefined-date',
  level: 'must',
  basis: 'oasis',
  oasis: ['timestamp', 'timestamp_compare'],
  section: '§3.2, §3.6',
  message: (v: { name: string; found: string }) =>
    `"${v.name}" is ${v.found}: this type has no such date, and one that is there must be a timestamp, in order.`,
  help: 'Remove it: cyber observables and bundles have no versions, and marking definitions are never modified.',
  check(object, report) {
    for (const name of namesWithoutSchema(object.type)) {
      const value = object[name];
      if (value === undefined) continue;
      if (!isDateOrOther(value) || (name === 'modified' && isBefore(value, object.created)))
        report([name], { name, found: describe(value) });
    }
  },
});

/** A text that is a date, or nothing like one. Leap seconds are none to the OASIS validator. */
function isDateOrOther(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  return !FORM.test(value) || (isInstant(value) && !value.startsWith(':60', 16));
}

/** What the schema of a type says nothing of, since objects of that type do not have it. */
function namesWithoutSchema(type: unknown): readonly ('created' | 'modified')[] {
  if (type === 'marking-definition') return ['modified'];
  const hasNone = type === 'bundle' || (typeof type === 'string' && kindOf(type) === 'sco');
  return hasNone ? ['created', 'modified'] : [];
}

/** Of texts that are no timestamps, the order is that of text. */
function isBefore(modified: string, created: unknown): boolean {
  if (typeof created !== 'string' || (isInstant(modified) && isInstant(created))) return false;
  return modified < created;
}
