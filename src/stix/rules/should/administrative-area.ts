import { describe } from '../../describe.ts';
import { countryCodes } from '../../vocabularies/countries.ts';
import { rule } from '../rule.ts';

/** ISO 3166-2: the code of the country, and up to three letters and digits that it gives. */
const FORM = /^([A-Z]{2})-[A-Z0-9]{1,3}$/;

export const administrativeArea = rule({
  code: 'stix/administrative-area',
  level: 'should',
  basis: 'text',
  section: '§4.10.1',
  types: ['location'],
  message: (v: { area: string }) =>
    `"administrative_area" is ${describe(v.area)}, where a code of ISO 3166-2, such as FR-75, is expected.`,
  help: 'Write the code that ISO 3166-2 has for the area; its name has room in "name".',
  check({ administrative_area: area }, report) {
    if (typeof area !== 'string') return;
    const country = FORM.exec(area)?.[1];
    if (country === undefined || !countryCodes().has(country)) report(['administrative_area'], { area });
  },
});
