import fc from 'fast-check';
import { expect, it } from 'vitest';
import { appliesTo } from '../../../../src/stix/rules/rule.ts';
import { shouldRules } from '../../../../src/stix/rules/should/index.ts';
import { definedProperties } from '../../../../src/stix/schemas/compiled.ts';

it('has every number of the OASIS validator', () => {
  const range = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const numbers = [
    101,
    102,
    103,
    111,
    121,
    141,
    142,
    143,
    149,
    150,
    201,
    202,
    203,
    ...range(211, 216),
    ...range(218, 223),
    ...range(225, 228),
    230,
    231,
    241,
    243,
    244,
    245,
    ...range(271, 277),
    ...range(301, 306),
    401,
  ];
  expect(shouldRules.flatMap(({ oasis }) => oasis?.[0] ?? [])).toEqual(numbers.map(String));
});

it('gives each rule a code of its own, and the level should', () => {
  expect(new Set(shouldRules.map(({ code }) => code)).size).toBe(shouldRules.length);
  expect(new Set(shouldRules.map(({ level }) => level))).toEqual(new Set(['should']));
});

it('never throws, whatever the object has', () => {
  const names = [
    ...new Set(Object.values(definedProperties).flat()),
    '__proto__',
    'foo-ext',
    'pdf-ext',
    'ntfs-ext',
    'windows-pebinary-ext',
    'windows-process-ext',
    'socket-ext',
    'http-request-ext',
    'hashes',
    'sections',
    'optional_header',
    '*',
  ];
  const key = fc.constantFrom(...names);
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.jsonValue({ maxDepth: 0 }),
      fc.constantFrom('toplevel-property-extension', 'file--', '--', 'X'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  const type = fc.constantFrom(...Object.keys(definedProperties), 'x-foo', '__proto__');
  const entries = fc.array(fc.tuple(key, value), { maxLength: 12 });
  fc.assert(
    fc.property(type, entries, (type, entries) => {
      const object = JSON.parse(JSON.stringify({ ...Object.fromEntries(entries), type }));
      for (const rule of shouldRules)
        if (appliesTo(rule, type))
          rule.check(object, (path, values) =>
            expect(rule.message(values as never) + path.join()).toBeTypeOf('string'),
          );
    }),
    { numRuns: 1000 },
  );
});
