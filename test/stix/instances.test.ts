import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isValid } from '../../src/stix/finding.ts';
import { kindOf } from '../../src/stix/kinds.ts';
import { Validator } from '../../src/stix/validator.ts';
import { mutationsOfAll } from '../support/mutations.ts';

const folder = join(import.meta.dirname, 'instances');
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
const instances = names.map((name) => ({
  name,
  object: JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Record<string, unknown>,
}));
const validator = new Validator();

/** Instances that cannot be without a warning, and which. */
const warned: Readonly<Record<string, readonly string[]>> = {
  'custom-legacy.full': ['stix/extension-use'],
  'custom-sco.full': ['stix/recommended-uuid'],
  'extension-definition.min': ['stix/extension-description'],
  'indicator.min': ['stix/indicator-text'],
  'location-point.min': ['stix/location-precision'],
  'network-traffic.min': ['stix/missing-port'],
  'observed-data-objects.full': ['stix/deprecated-property'],
};

describe('sound instances', () => {
  test('there are of every type, of the least that it needs and of all that it can have', () => {
    const types = (size: string) => {
      const own = instances
        .filter(({ name }) => name.endsWith(size))
        .map(({ object }) => String(object.type));
      return [...new Set(own)].filter((type) => kindOf(type) !== 'custom').length;
    };
    expect([types('.min'), types('.full')]).toEqual([42, 42]);
  });

  test.each(instances)('$name', ({ name, object }) => {
    const found = validator.validate(object);
    expect(
      found.filter(({ severity }) => severity === 'error').map(({ code, path }) => [code, path]),
    ).toEqual([]);
    expect([...new Set(found.map(({ code }) => code))].sort()).toEqual(warned[name] ?? []);
  });
});

/** Deliberate departures from the record, each with its reason. */
const departures: readonly [name: RegExp, reason: string][] = [
  [
    /(?:url|external_id|source_name|cpe|_hex|_bin) .*(?:newline|\\n)/,
    'a last line feed, which Python’s `$` lets pass',
  ],
];

describe('the verdict of the OASIS validator on damaged instances', () => {
  const path = join(import.meta.dirname, '../fixtures/oasis-verdicts.json');
  const { verdicts } = JSON.parse(readFileSync(path, 'utf8')) as { verdicts: Record<string, boolean> };
  const compared = { cases: 0, departed: 0 };
  const differences: string[] = [];
  for (const { case: name, object } of mutationsOfAll(instances.map(({ name, object }) => [name, object]))) {
    const expected = verdicts[name];
    if (expected === undefined) throw new Error(`${name} is not in the record`);
    const isAgreed = isValid(validator.validate(object)) === expected;
    compared.cases += 1;
    if (isAgreed) continue;
    if (departures.some(([departed]) => departed.test(name))) compared.departed += 1;
    else differences.push(`${name}: ${expected ? 'valid' : 'invalid'} there`);
  }

  test('is ours in at least 999 of 1,000 cases', () => {
    expect(compared.cases).toBe(Object.keys(verdicts).length);
    expect(differences.length / compared.cases, differences.join('\n')).toBeLessThan(0.001);
  });

  test('is ours wherever identifiers, references or patterns are refused', () => {
    const grave = /(?:\/id|_refs?(?:\/\d+)?|pattern) .*: invalid there$/;
    expect(differences.filter((difference) => grave.test(difference))).toEqual([]);
  });

  test('is departed from for a reason that still matches something', () => {
    expect(compared.departed).toBeGreaterThan(0);
  });
});
