import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newReading, readObjects } from '../../src/release/read-objects.ts';
import { linksOf } from '../../src/stix/collection/links.ts';
import { deterministicId } from '../../src/stix/deterministic-id.ts';
import { allFaultKinds } from '../../src/stix/fault-kinds.ts';
import { isObject } from '../../src/stix/rules/rule.ts';
import { Validator } from '../../src/stix/validator.ts';
import '../support/seed.ts';

const folder = join(import.meta.dirname, 'instances');
const instances = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
const codes = new Set<string>(allFaultKinds.map(({ code }) => code));
/** Each property is tried for so long, in milliseconds; what is slow is still whole. */
const bounded = { numRuns: 100_000, interruptAfterTimeLimit: 6000, markInterruptAsFailure: false };

/** Names and texts that mean something here, or to JavaScript. */
const word = fc.constantFrom(
  ...[
    'type',
    'id',
    'spec_version',
    'created',
    'modified',
    'extensions',
    'objects',
    'granular_markings',
    'selectors',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'length',
    '',
    'hashes',
    'x_hex',
    'x_bin',
    'a_ref',
  ],
  ...[
    'indicator',
    'file',
    'bundle',
    'observed-data',
    'marking-definition',
    'x-own',
    '2.1',
    'pattern',
    'stix',
    '\n',
  ],
  ...[
    'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
    '2024-02-30T00:00:00.000Z',
    '[',
    'labels.[99]',
  ],
);
const text = fc.oneof(word, fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 300 }));
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    text,
    fc.oneof(
      fc.integer(),
      fc.double(),
      fc.constantFrom(0, -1, 2 ** 53, 1e300),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(word, text), tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** Every place in a value. */
function* places(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield* places(inner, [...path, name]);
}

/** A sound instance with some of its parts replaced, or with something added. */
const damaged = fc
  .tuple(
    fc.constantFrom(...instances),
    fc.array(fc.tuple(fc.nat(), json, fc.boolean(), word), { maxLength: 4 }),
  )
  .map(([source, changes]) => {
    let value: unknown = JSON.parse(source);
    for (const [n, part, adds, name] of changes) {
      const all = [...places(value)];
      const path = all[n % all.length]!;
      const last = path.at(-1);
      let holder = value as Record<string | number, unknown>;
      for (const step of path.slice(0, -1)) holder = holder[step] as typeof holder;
      if (last === undefined) value = adds && isObject(value) ? { ...value, [name]: part } : value;
      else holder[last] = part;
    }
    return value;
  });

const validator = new Validator();

function check(value: unknown): void {
  const before = JSON.stringify(value);
  const found = validator.validate(value);
  expect(JSON.stringify(value)).toBe(before);
  const said = found.map(({ code, severity, message, help, path }) => ({
    code,
    severity,
    message,
    help,
    path,
  }));
  for (const { code, message, help, path } of said) {
    expect(codes.has(code), code).toBe(true);
    expect(message.length, code).toBeGreaterThan(10);
    expect(message.length, code).toBeLessThan(2000);
    expect(help.length, code).toBeGreaterThan(10);
    let at = value;
    for (const step of path.slice(0, -1)) {
      expect(typeof at === 'object' && at !== null && Object.hasOwn(at, step), `${code} ${path}`).toBe(true);
      at = (at as Record<string | number, unknown>)[step];
    }
  }
  // What was judged before leaves no trace.
  const again = new Validator().validate(structuredClone(value));
  expect(again.map(({ code, message, path }) => [code, message, path])).toEqual(
    said.map(({ code, message, path }) => [code, message, path]),
  );
  if (isObject(value)) {
    linksOf(value);
    deterministicId(value);
  }
}

describe('whatever is judged, a validator answers, and says the same again', () => {
  test('any JSON', () => fc.assert(fc.property(json, check), bounded));
  test('sound objects that have been damaged', () => fc.assert(fc.property(damaged, check), bounded));
});

test('any bytes in a file are read, or refused with a place', () => {
  const damage = fc.tuple(
    fc.constantFrom(...instances),
    fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0x22, 0x5c, 0x7b, 0x5b, 0x65))), {
      minLength: 1,
      maxLength: 5,
    }),
  );
  fc.assert(
    fc.property(damage, ([source, changes]) => {
      const bytes = new TextEncoder().encode(source);
      for (const [n, byte] of changes) bytes[n % bytes.length] = byte;
      const reading = newReading({ inspect: (value) => validator.validate(value) });
      const { objects, diagnostics } = readObjects({ number: 0, name: 'f.json', bytes }, reading);
      // Only a bundle may hold nothing
      if (objects.length + diagnostics.length === 0)
        expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ type: 'bundle' });
      for (const { at } of diagnostics)
        expect(at).toMatchObject({ file: 'f.json', line: expect.any(Number), column: expect.any(Number) });
    }),
    bounded,
  );
});
