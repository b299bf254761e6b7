import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deterministicId } from '../../src/stix/deterministic-id.ts';

describe('the id that follows from what an SCO says (STIX 2.1 §2.9)', () => {
  // Examples of the standard, §2.9 and §6
  test.each([
    ['ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4', { type: 'ipv4-addr', value: '198.51.100.3' }],
    ['domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7', { type: 'domain-name', value: 'example.com' }],
    ['mutex--f93fe911-e545-5239-b9b0-597840d0c871', { type: 'mutex', name: '__CLEANSWEEP__' }],
  ])('%s', (id, object) => expect(deterministicId(object)).toBe(id));

  const file = { type: 'file', name: 'a', size: 1 };

  test('does not depend on the order of properties, nor on those that do not contribute', () => {
    const id = deterministicId({ type: 'file', name: 'a', extensions: { b: { y: 1, x: [2] }, a: {} } });
    expect(
      deterministicId({ extensions: { a: {}, b: { x: [2], y: 1 } }, name: 'a', type: 'file', size: 7 }),
    ).toBe(id);
    expect(deterministicId({ ...file, size: 2 })).toBe(deterministicId(file));
    expect(deterministicId({ ...file, name: 'b' })).not.toBe(deterministicId(file));
  });

  test('takes one hash, the best known', () => {
    const [md5, sha] = ['0'.repeat(32), '1'.repeat(64)];
    const both = deterministicId({ type: 'file', hashes: { 'SHA-256': sha, MD5: md5 } });
    expect(both).toBe(deterministicId({ type: 'file', hashes: { MD5: md5 } }));
    expect(both).not.toBe(deterministicId({ type: 'file', hashes: { 'SHA-256': sha } }));
    const odd = deterministicId({ type: 'file', hashes: { zzz: '1', aaa: '2' } });
    expect(odd).toBe(deterministicId({ type: 'file', hashes: { aaa: '2' } }));
  });

  test.each([
    ['a type without such properties', { type: 'process', pid: 1 }],
    ['an object without them', { type: 'user-account', display_name: 'x' }],
    ['a type that there is not', { type: 'constructor', value: 'x' }],
    ['no type', {}],
  ])('there is none for %s', (_, object) => expect(deterministicId(object)).toBeUndefined());

  test('nor for a value that nests without end', () => {
    let deep: unknown = 1;
    for (let n = 0; n < 10_000; n += 1) deep = [deep];
    expect(deterministicId({ type: 'file', name: 'a', extensions: { x: deep } })).toBeUndefined();
  });

  test('is that of all sound instances with an id of version 5', () => {
    const folder = join(import.meta.dirname, 'instances');
    const objects = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    const compared = objects.filter(
      ({ id }) => /--.{14}5/.test(id) && deterministicId({ type: id.split('--')[0] }) === undefined,
    );
    const own = compared.filter((object) => deterministicId(object) !== undefined);
    expect(own.length).toBeGreaterThan(20);
    for (const object of own) expect(deterministicId(object)).toBe(object.id);
  });
});
