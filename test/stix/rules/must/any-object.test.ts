import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mustRules } from '../../../../src/stix/rules/must/index.ts';
import { appliesTo } from '../../../../src/stix/rules/rule.ts';
import { definedProperties } from '../../../../src/stix/schemas/compiled.ts';

const types = [...Object.keys(definedProperties), 'x-thing'];
const names = [
  ...new Set(Object.values(definedProperties).flat()),
  ...[
    'objects',
    'archive-ext',
    'extension-definition--a',
    'lang',
    'cpe',
    'selectors',
    'marking_ref',
    'url',
    'tlp',
  ],
  ...['x_hex', 'x_bin', 'x_enc', '__proto__', 'constructor', 'external_id', 'source_name', 'de', '0'],
];

const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...types,
    '0',
    'cve',
    'tlp',
    'x.[0].y',
    'xn--a',
    'https://[',
    '2026-01-31T12:00:00.000Z',
    '[0]',
  ),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, fc.constant(null), fc.integer(), fc.double(), fc.boolean()),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('value'), { maxKeys: 5 }),
  ),
}));
const object = fc.tuple(
  fc.constantFrom(...types),
  fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 }),
);

it('a rule takes any object, and tells of places that are there', () => {
  fc.assert(
    fc.property(object, ([type, properties]) => {
      const given = { ...properties, type };
      for (const rule of mustRules)
        if (appliesTo(rule, type))
          rule.check(given, (path, values) => {
            expect(typeof rule.message(values)).toBe('string');
            let at: unknown = given;
            for (const step of path) {
              expect(Object.hasOwn(at as object, step)).toBe(true);
              at = (at as Record<string, unknown>)[step];
            }
          });
    }),
    { numRuns: 3000 },
  );
});
