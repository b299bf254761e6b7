import { describe } from '../../describe.ts';
import { kindOf } from '../../kinds.ts';
import { isObject, members, rule } from '../rule.ts';
import { knownProperties } from '../shared/known-properties.ts';

/** What must be in a property that the type of an object does not have. */
interface Demand {
  readonly name: string;
  readonly isFine: (value: unknown) => boolean;
  readonly expected: string;
  readonly isMadeOf: (type: string) => boolean;
}

const demands: readonly Demand[] = [
  {
    name: 'external_references',
    isMadeOf: () => true,
    isFine: (value) => hasParts(value) && (!Array.isArray(value) || value.every(hasParts)),
    expected: 'a list of external references',
  },
  {
    name: 'objects',
    isMadeOf: (type) => kindOf(type) === 'sco',
    isFine: (value) => isObject(value) && members(value).every(([, held]) => isNamed(held)),
    expected: 'a dictionary of objects, each with "type" and "id"',
  },
  {
    name: 'extensions',
    isMadeOf: (type) => type === 'bundle',
    isFine: (value) => isObject(value) && members(value).every(([, extension]) => isObject(extension)),
    expected: 'a dictionary of extensions',
  },
  {
    name: 'granular_markings',
    isMadeOf: (type) => type === 'bundle',
    isFine: (value) => hasParts(value) && (!Array.isArray(value) || value.every(isMarking)),
    expected: 'a list of granular markings',
  },
];

export const undefinedProperty = rule({
  code: 'stix/undefined-property',
  level: 'must',
  basis: 'oasis',
  section: '§3.2, §8.1',
  message: (v: { name: string; found: string; expected: string }) =>
    `"${v.name}" is ${v.found}: the type has no such property, and one that is there must be ${v.expected}.`,
  help: 'Remove it. The OASIS validator reads properties of this name in any object, and fails over anything else.',
  check(object, report) {
    for (const { name, isMadeOf, isFine, expected } of demands) {
      const value = object[name];
      if (value === undefined || knownProperties(object).has(name)) continue;
      if (isMadeOf(typeof object.type === 'string' ? object.type : '') && !isFine(value))
        report([name], { name, found: describe(value), expected });
    }
  },
});

/** Texts have characters and objects keys, which do instead of elements. */
function hasParts(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null);
}

function isNamed(value: unknown): boolean {
  return isObject(value) && value.type !== undefined && value.id !== undefined;
}

/** Whether selectors that lead nowhere are for another rule to find. */
function isMarking(value: unknown): boolean {
  if (!isObject(value) || value.selectors === undefined) return hasParts(value);
  return Array.isArray(value.selectors) && value.selectors.every((one) => typeof one === 'string');
}
