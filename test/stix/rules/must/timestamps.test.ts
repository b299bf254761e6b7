import { describe, expect, it } from 'vitest';
import { contained, found, sco, sdo } from '../found.ts';

const pair = (created: unknown, modified: unknown) => sdo('tool', { name: 'a', created, modified });

describe('stix/modified-before-created', () => {
  it.each([
    ['2026-01-31T12:00:00.000Z', '2026-01-31T11:59:59.999Z'],
    ['2026-01-31T12:00:00.000Z', '2025-12-31T12:00:00.000Z'],
    // A fraction of a millisecond counts, whatever the length
    ['2026-01-31T12:00:00.123456Z', '2026-01-31T12:00:00.123Z'],
    ['2026-01-31T12:00:00.0001Z', '2026-01-31T12:00:00.000Z'],
  ])('%s, %s', (created, modified) => {
    expect(found('modified-before-created', pair(created, modified))).toEqual(['modified']);
  });

  it.each([
    ['2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00.000000Z'],
    ['2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00.0001Z'],
    // No timestamps, which the schema tells
    ['2026-01-31T12:00:00.000Z', '2025-02-30T12:00:00.000Z'],
    ['later', 'earlier'],
    [2, 1],
    ['2026-01-31T12:00:00.000Z', undefined],
  ])('not %s, %s', (created, modified) => {
    expect(found('modified-before-created', pair(created, modified))).toEqual([]);
  });

  it('holds for what has no versions', () => {
    const dates = { created: '2026-01-31T12:00:00Z', modified: '2025-01-31T12:00:00Z' };
    expect(found('modified-before-created', sco('mutex', { name: 'a', ...dates }))).toEqual(['modified']);
  });
});

describe('stix/last-before-first', () => {
  it.each([
    ['campaign', 'first_seen', 'last_seen'],
    ['infrastructure', 'first_seen', 'last_seen'],
    ['intrusion-set', 'first_seen', 'last_seen'],
    ['malware', 'first_seen', 'last_seen'],
    ['sighting', 'first_seen', 'last_seen'],
    ['threat-actor', 'first_seen', 'last_seen'],
    ['observed-data', 'first_observed', 'last_observed'],
    ['network-traffic', 'start', 'end'],
  ])('%s', (type, first, last) => {
    const at = (from: string, to: string) =>
      found('last-before-first', sdo(type, { [first]: from, [last]: to }));
    expect(at('2026-01-31T12:00:00Z', '2026-01-31T11:59:59Z')).toEqual([last]);
    expect(at('2026-01-31T12:00:00Z', '2026-01-31T12:00:00.0Z')).toEqual([]);
    expect(at('2026-01-31T12:00:00Z', '2026-02-31T12:00:00Z')).toEqual([]);
  });

  it('looks into the deprecated container', () => {
    const traffic = sco('network-traffic', { start: '2026-01-31T12:00:00Z', end: '2026-01-30T12:00:00Z' });
    expect(found('last-before-first', contained(traffic))).toEqual(['objects/0/end']);
  });
});

describe('stix/end-not-after-start', () => {
  it.each([
    ['indicator', 'valid_from', 'valid_until'],
    ['relationship', 'start_time', 'stop_time'],
  ])('%s', (type, first, last) => {
    const at = (from: string, to: string) =>
      found('end-not-after-start', sdo(type, { [first]: from, [last]: to }));
    expect(at('2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z')).toEqual([last]);
    expect(at('2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z')).toEqual([last]);
    expect(at('2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000001Z')).toEqual([]);
  });
});

describe('more digits than six', () => {
  it.each([
    // In order, but not as text
    ['2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00.0000000Z', ['order-as-text']],
    ['2026-01-31T12:00:00.1Z', '2026-01-31T12:00:00.1234567Z', ['order-as-text']],
    // The reverse
    ['2026-01-31T12:00:00.0000001Z', '2026-01-31T12:00:00.000Z', ['order-past-microseconds']],
    // Both agree
    ['2026-01-31T12:00:00.0000002Z', '2026-01-31T12:00:00.0000001Z', ['modified-before-created']],
    ['2026-01-31T12:00:00.0000001Z', '2026-01-31T12:00:00.0000002Z', []],
  ])('%s, %s', (created, modified, expected) => {
    const codes = ['order-as-text', 'order-past-microseconds', 'modified-before-created'];
    const object = pair(created, modified);
    expect(codes.filter((code) => found(code, object).length > 0)).toEqual(expected);
  });

  it('or days that there are not', () => {
    const traffic = (start: string) =>
      contained(sco('network-traffic', { start, end: '2026-02-28T12:00:00Z' }));
    expect(found('order-as-text', traffic('2026-02-30T12:00:00Z'))).toEqual(['objects/0/end']);
    expect(found('order-as-text', traffic('2026-01-32T12:00:00Z'))).toEqual([]);
  });
});

describe('stix/undefined-date', () => {
  it.each([
    [{ created: 7 }, ['created']],
    [{ created: '2026-02-30T12:00:00Z' }, ['created']],
    [{ modified: '2026-01-31T23:59:60Z' }, ['modified']],
    [{ created: 'b', modified: 'a' }, ['modified']],
    [{ created: 'a', modified: 'b' }, []],
    [{ created: '2026-01-31T12:00:00Z' }, []],
    [{}, []],
  ])('%j', (dates, expected) => {
    expect(found('undefined-date', sco('mutex', { name: 'a', ...dates }))).toEqual(expected);
  });

  it('is told of what is never modified', () => {
    expect(found('undefined-date', sdo('marking-definition', { modified: '2026-02-30T12:00:00Z' }))).toEqual([
      'modified',
    ]);
    expect(found('undefined-date', sdo('tool', { modified: '2026-02-30T12:00:00Z' }))).toEqual([]);
  });

  it('is told of what only PE files have', () => {
    const at = (key: string, time_date_stamp: unknown, type = 'file') =>
      found('undefined-date', sco(type, { extensions: { [key]: { time_date_stamp } } }));
    const path = (key: string) => [`extensions/${key}/time_date_stamp`];
    expect(at('acme-ext', '2026-02-30T12:00:00Z')).toEqual(path('acme-ext'));
    expect(at('acme-ext', 7)).toEqual(path('acme-ext'));
    expect(at('acme-ext', '2026-02-28T12:00:00Z')).toEqual([]);
    expect(at('acme-ext', 'lately')).toEqual([]);
    expect(at('acme-ext', 7, 'directory')).toEqual([]);
    // The schema tells
    expect(at('windows-pebinary-ext', 7)).toEqual([]);
  });
});
