import type { ValidationSettings } from '../../../src/stix/settings.ts';
import { Validator } from '../../../src/stix/validator.ts';

export type Json = Readonly<Record<string, unknown>>;

const UUID = '8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';
const AT = '2026-01-31T12:00:00.000Z';

/** An SDO, SRO or meta object with its common properties; what its type requires may be missing. */
export function sdo(type: string, more: Json = {}): Json {
  return { type, spec_version: '2.1', id: `${type}--${UUID}`, created: AT, modified: AT, ...more };
}

export function sco(type: string, more: Json = {}): Json {
  return { type, spec_version: '2.1', id: `${type}--ff26c055-6336-5bc5-b98d-13d6226742dd`, ...more };
}

/** Observed data with one observable in the deprecated container. */
export function contained(observable: Json): Json {
  const seen = { first_observed: AT, last_observed: AT, number_observed: 1 };
  return sdo('observed-data', { ...seen, objects: { '0': observable } });
}

/** Where a code is found, as texts such as `malware_types/0`. */
export function found(code: string, object: unknown, settings?: ValidationSettings): string[] {
  return new Validator(settings)
    .validate(object)
    .filter((finding) => finding.code === `stix/${code}`)
    .map(({ path }) => path.join('/'));
}
