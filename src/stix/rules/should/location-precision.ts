import { rule } from '../rule.ts';

export const locationPrecision = rule({
  code: 'stix/location-precision',
  level: 'should',
  basis: 'text',
  section: '§4.10',
  types: ['location'],
  message: () => 'The location has "latitude" and "longitude", but no "precision".',
  help: 'Say in metres how far from these coordinates the place may reach: a country and a house are alike without.',
  check({ latitude, longitude, precision }, report) {
    if (latitude !== undefined && longitude !== undefined && precision === undefined) report([], {});
  },
});
