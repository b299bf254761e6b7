import { expect, it } from 'vitest';
import { Validator } from '../../../../src/stix/validator.ts';
import { found, sdo } from '../found.ts';

const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
const related = (source: string, relationship_type: unknown, target: string) =>
  sdo('relationship', {
    relationship_type,
    source_ref: `${source}--${UUID}`,
    target_ref: `${target}--${UUID}`,
  });

it.each([
  ['malware', 'uses', 'tool', true],
  ['malware', 'uses', 'identity', false],
  ['malware', 'admires', 'tool', false],
  ['tool', 'uses', 'malware', false],
  ['x-ship', 'uses', 'tool', false],
  ['x-ship', 'related-to', 'tool', true],
  ['infrastructure', 'consists-of', 'mac-addr', true],
  ['infrastructure', 'consists-of', 'x-ship', false],
  ['malware', 'admires', 'sighting', true],
  ['constructor', 'toString', 'tool', false],
])('%s %s %s', (source, type, target, isGood) => {
  expect(found('relationship-type', related(source, type, target))).toEqual(
    isGood ? [] : ['relationship_type'],
  );
});

it.each([7, null, {}])('leaves %j to the schema', (type) => {
  expect(found('relationship-type', related('malware', type, 'tool'))).toEqual([]);
});

it.each(['tool', '', '--', 7])('leaves a reference %j to the schema', (source_ref) => {
  expect(found('relationship-type', { ...related('malware', 'admires', 'tool'), source_ref })).toEqual([]);
});

it('says what there is between the two', () => {
  const messages = (object: unknown) =>
    new Validator()
      .validate(object)
      .filter(({ code }) => code === 'stix/relationship-type')
      .map(({ message }) => message);
  expect(messages(related('malware', 'admires', 'malware'))).toEqual([
    'STIX 2.1 has no relationship "admires" from "malware" to "malware"; between these it has controls, downloads, drops, uses, variant-of.',
  ]);
  expect(messages(related('__proto__', 'uses', 'malware'))).toEqual([
    'STIX 2.1 has no relationship "uses" from "__proto__" to "malware"; between these it has only derived-from, duplicate-of and related-to.',
  ]);
});
