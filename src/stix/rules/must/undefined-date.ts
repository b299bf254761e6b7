import { isInstant } from '../../../json/instant.ts';
import { describe } from '../../describe.ts';
import { extensionsOf, kindOf } from '../../kinds.ts';
import { isObject, members, rule } from '../rule.ts';

/** The form of a timestamp, whether or not there is such a day. */
const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

export const undefinedDate = rule({
  code: 'stix/undefined-date',
  level: 'must',
  basis: 'oasis',
  oasis: ['timestamp', 'timestamp_compare'],
  section: '§3.2, §3.6',
  message: (v: { name: string; found: string }) =>
    `"${v.name}" is ${v.found}: the standard has no such date here, and one that is there must be a timestamp, in order.`,
  help: 'Remove it, or rename it: cyber observables and bundles have no versions, marking definitions are never modified, and only PE files have a time_date_stamp.',
  check(object, report) {
    for (const name of namesWithoutSchema(object.type)) {
      const value = object[name];
      if (value === undefined) continue;
      if (!isDateOrOther(value) || (name === 'modified' && isBefore(value, object.created)))
        report([name], { name, found: describe(value) });
    }
    if (object.type !== 'file' || object.extensions === undefined) return;
    for (const [key, extension] of members(object.extensions)) {
      if (!isObject(extension) || extensionsOf('file').includes(key)) continue;
      const { [STAMP]: value } = extension;
      if (value !== undefined && !isDateOrOther(value))
        report(['extensions', key, STAMP], { name: STAMP, found: describe(value) });
    }
  },
});

/** What the OASIS validator takes for that of a PE file, in whatever extension of a file. */
const STAMP = 'time_date_stamp';

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
