import { describe, expect, it } from 'vitest';
import { isValid } from '../../src/stix/finding.ts';
import { Validator } from '../../src/stix/validator.ts';
import { contained, type Json, sco, sdo } from './rules/found.ts';

const validator = new Validator();
/** Of an observable on its own, and within the deprecated container. */
const codes = (observable: Json) =>
  [observable, contained(observable)].map((object) =>
    validator
      .validate(object)
      .filter(({ level, basis }) => level === 'must' && basis !== 'text')
      .map(({ code, path }) => `${code} ${path.join('/')}`),
  );

describe('what observed data contains is judged by its own schema', () => {
  it('a file', () => {
    expect(codes(sco('file', { name: 'a', size: -1 }))).toEqual([
      ['stix/wrong-property size'],
      ['stix/wrong-property objects/0/size'],
    ]);
    expect(codes({ type: 'file', name: 'a' })[1]).toEqual(['stix/missing-property objects/0']);
  });

  it.each(['bundle', 'marking-definition'])('a %s', (type) => {
    expect(isValid(validator.validate(contained(sco(type))))).toBe(type === 'bundle');
  });

  it('a custom type is that of an observable, whatever dates it has', () => {
    const [alone, within] = codes(sco('x-ship', { created: 'lately' }));
    expect(alone).not.toEqual([]);
    expect(within).toEqual([]);
  });

  it('something without a type, or nothing like an object', () => {
    expect(codes({ id: 'file--ff26c055-6336-5bc5-b98d-13d6226742dd' })[1]).toEqual([
      'stix/missing-property objects/0',
    ]);
    expect(isValid(validator.validate({ ...contained({}), objects: { '0': 7 } }))).toBe(false);
  });

  it('but its references are keys, and its days may be none of the calendar', () => {
    const file = sco('file', { name: 'a', parent_directory_ref: '0', ctime: '2026-02-30T12:00:00Z' });
    const directory = sco('directory', { path: 'a', ctime: '2026-02-30T12:00:00Z', mtime: 'lately' });
    const findings = validator.validate({ ...contained({}), objects: { '0': directory, '1': file } });
    expect(findings.filter(({ code }) => code.startsWith('stix/reference-'))).toEqual([]);
    expect(
      findings
        .filter(({ code }) => code === 'stix/timestamp')
        .map(({ basis, path }) => `${basis} ${path.join('/')}`)
        .sort(),
    ).toEqual(['both objects/0/mtime', 'text objects/0/ctime', 'text objects/1/ctime']);
    expect(codes(file)[0]).toEqual(['stix/timestamp ctime']);
  });

  it('a line feed at the end of an id counts where ids are read, and not only matched', () => {
    const id = (type: string) => sco(type, { id: `${type}--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f\n` });
    expect(codes({ ...id('process'), pid: 1 })).toEqual([['stix/identifier id'], []]);
    expect(codes({ ...id('mutex'), name: 'a' })).toEqual([[], []]);
  });

  it('is told once of each', () => {
    const identity = contained(sdo('identity', { name: 7 }));
    const places = validator.validate(identity).map(({ code, path }) => code + path.join());
    expect(places.length).toBe(new Set(places).size);
  });
});
