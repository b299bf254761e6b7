import { describe, expect, it } from 'vitest';
import { isValid } from '../../../../src/stix/finding.ts';
import { Validator } from '../../../../src/stix/validator.ts';
import { found, type Json, sco, sdo } from '../found.ts';

const bundle = (more: Json) => ({
  type: 'bundle',
  id: 'bundle--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
  ...more,
});

describe('stix/undefined-property', () => {
  it.each<[string, unknown, boolean]>([
    ['external_references', [{ source_name: 'a' }], true],
    ['external_references', ['a', [], {}], true],
    ['external_references', 'a', true],
    ['external_references', [7], false],
    ['external_references', [null], false],
    ['external_references', null, false],
    ['extensions', { a: {} }, true],
    ['extensions', { a: null }, false],
    ['extensions', null, false],
    ['extensions', [], false],
    ['granular_markings', [{ selectors: ['type'] }, {}, 'a'], true],
    ['granular_markings', [{ selectors: [7] }], false],
    ['granular_markings', [{ selectors: 'type' }], false],
    ['granular_markings', [7], false],
    ['granular_markings', 7, false],
    ['objects', 7, true],
  ])('a bundle with %s %j', (name, value, isFine) => {
    expect(found('undefined-property', bundle({ [name]: value }))).toEqual(isFine ? [] : [name]);
  });

  it.each<[string, unknown, boolean]>([
    ['external_references', {}, true],
    ['external_references', 7, false],
    ['objects', {}, true],
    ['objects', { a: { type: 'b', id: 7 } }, true],
    ['objects', { a: { type: 'b' } }, false],
    ['objects', [], false],
    // The schema tells
    ['extensions', 7, true],
    ['granular_markings', 7, true],
  ])('an SCO with %s %j', (name, value, isFine) => {
    expect(found('undefined-property', sco('mutex', { [name]: value }))).toEqual(isFine ? [] : [name]);
    expect(found('undefined-property', sdo('tool', { [name]: value }))).toEqual([]);
  });
});

const identity = {
  ...sdo('identity', { name: 'a', identity_class: 'individual' }),
  spec_version: undefined,
};

describe('stix/older-bundle', () => {
  it.each<[string, Json, boolean]>([
    ['an identity', identity, true],
    ['one that says otherwise', { ...identity, spec_version: '2.1' }, true],
    ['a custom object', { ...sdo('x-ship'), name: 'a' }, true],
    ['an identity without a class', { ...identity, identity_class: undefined }, false],
    ['another UUID', { ...identity, id: 'identity--8e2e2d2b-17d4-1cbf-938f-98ee46b3cd3f' }, false],
    ['microseconds', { ...identity, modified: '2026-01-31T12:00:00.000000Z' }, false],
    ['a name that was none', { ...identity, acmeFoo: 1 }, false],
    ['a reference to an SCO', { ...identity, object_refs: [sco('mutex').id] }, false],
    ['a custom reference', { ...identity, x_refs: ['a'] }, true],
    ['a type that was reserved', { ...sdo('infrastructure', { name: 'a' }) }, false],
    ['an SCO', sco('mutex', { name: 'a' }), false],
  ])('%s', (_, object, isFine) => {
    const given = JSON.parse(JSON.stringify({ objects: [object] }));
    expect(found('older-bundle', bundle({ ...given, spec_version: '2.0' }))).toEqual(
      isFine ? [] : ['objects/0'],
    );
    expect(found('older-bundle', bundle(given))).toEqual([]);
  });
});

describe('an object of STIX 2.0 in a bundle', () => {
  const validator = new Validator();
  const judge = (object: Json, more: Json = {}) => {
    const findings = validator.validate(JSON.parse(JSON.stringify(bundle({ objects: [object], ...more }))));
    return isValid(findings) ? 'valid' : 'invalid';
  };

  it('lacks what STIX 2.1 added', () => {
    const indicator = sdo('indicator', {
      labels: ['a'],
      pattern: "[url:value = 'a']",
      valid_from: '2026-01-31T12:00:00Z',
    });
    expect(judge({ ...indicator, spec_version: undefined })).toBe('valid');
    expect(judge({ ...sdo('malware', { name: 'a', labels: ['a'] }), spec_version: undefined })).toBe('valid');
    expect(judge(identity)).toBe('valid');
    expect(judge(identity, { spec_version: '2.0' })).toBe('valid');
    expect(judge(identity, { spec_version: '2.2' })).toBe('invalid');
  });

  it('has what STIX 2.0 demanded', () => {
    expect(judge({ ...identity, identity_class: undefined })).toBe('invalid');
    expect(judge({ ...identity, confidence: 7 })).toBe('invalid');
    expect(judge(sdo('malware', { name: 'a', labels: ['a'] }))).toBe('invalid');
  });

  it('may be a TLP marking without a name', () => {
    const white = {
      type: 'marking-definition',
      id: 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
      created: '2017-01-20T00:00:00.000Z',
      definition_type: 'tlp',
      definition: { tlp: 'white' },
    };
    expect(judge(white)).toBe('valid');
    expect(judge({ ...white, spec_version: '2.1' })).toBe('invalid');
  });
});
