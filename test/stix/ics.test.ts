import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isValid } from '../../src/stix/finding.ts';
import { Validator } from '../../src/stix/validator.ts';
import { hasIcs, icsFolder, icsVersions } from '../support/shared.ts';

/** What the OASIS validator 3.2.1 calls valid of them. */
const valid = new Set([
  ...['10.0', '10.1', '13.0', '13.1', '14.0', '14.1', '15.0', '15.1', '16.0', '16.1', '17.0', '17.1'],
]);

/** How often each release breaks what both the standard and that validator demand. */
const errors: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '8.0': { 'stix/url': 4 },
  '8.1': { 'stix/url': 4 },
  '8.2': { 'stix/url': 4 },
  '9.0': { 'stix/url': 2 },
  '11.0': {
    'stix/empty-custom-property': 22,
    'stix/empty-value': 29,
    'stix/modified-before-created': 203,
    'stix/url': 6,
  },
  '11.1': {
    'stix/empty-custom-property': 2,
    'stix/empty-value': 31,
    'stix/modified-before-created': 205,
    'stix/url': 6,
  },
  '11.2': { 'stix/empty-custom-property': 1, 'stix/url': 1 },
  '11.3': { 'stix/empty-custom-property': 1, 'stix/url': 1 },
  '12.0': { 'stix/url': 1 },
  '12.1': { 'stix/url': 1 },
};

describe.skipIf(!hasIcs)('real ATT&CK', () => {
  const validator = new Validator();

  test.each(icsVersions)('ICS %s has the verdict of the OASIS validator', (version) => {
    const bundle = JSON.parse(readFileSync(join(icsFolder, `ics-attack-${version}.json`), 'utf8'));
    const found = validator.validate(bundle);
    expect(isValid(found)).toBe(valid.has(version));
    const counts: Record<string, number> = {};
    for (const { code, severity } of found) if (severity === 'error') counts[code] = (counts[code] ?? 0) + 1;
    expect(counts).toEqual(errors[version] ?? {});
  });
});
