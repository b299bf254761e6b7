import { expect, test } from 'vitest';
import { countryCodes } from '../../../src/stix/vocabularies/countries.ts';
import { expectList } from './expect-list.ts';

test('country codes: assigned, reserved, withdrawn', () => {
  expectList(countryCodes(), 313, 'DE US SS EU UK AN YU CQ DD WV', 'de USA AA XX ZZ QM');
  expect([...countryCodes()].filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([]);
});
