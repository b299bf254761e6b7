import { expect, test } from 'vitest';
import { minify } from '../../src/json/minify.ts';
import { Ledger } from '../../src/release/ledger.ts';
import { newReading, readObjects } from '../../src/release/read-objects.ts';
import { planSite } from '../../src/site/plan-site.ts';
import {
  collection,
  createClient,
  MemoryStorage,
  objectsUrl,
  siteConfig,
  writeToMemory,
} from '../support/memory-site.ts';

const id = 'x-odd--11111111-1111-4111-8111-111111111111';
const odd = `{
  "type" : "x-odd",\t"id":"${id}",
  "one": 1.0, "exponent": 1e3, "capital": 1E+3, "long": 12345678901234567890, "tiny": 0.1000000000000000055511151231257827,
  "minus": -0, "separator": "a\u2028b", "escaped": "\\u2028 \\/ \\u00e9 \\ud83d\\ude80", "astral": "🚢 ⚓",
  "quote": "a\\"  b\\\\", "unknown": {"nested" : [ 1.50 , [ ] , { } ]}, "created": "2020-01-01T00:00:00.1234567Z"
}`;
const compact = odd.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

test('numbers, escapes, U+2028, astral characters and unknown properties arrive as they were', async () => {
  const bytes = new TextEncoder().encode(
    `{"type":"bundle","id":"bundle--${id.slice(7)}","objects":[\n${odd}\n]}`,
  );
  const { objects, diagnostics } = readObjects({ number: 0, name: 'odd.json', bytes }, newReading());
  expect(diagnostics).toEqual([]);
  const read = (text: { start: number; end: number; length: number }) => minify(bytes, text);
  const ledger = new Ledger(read);
  ledger.apply({ version: '1', date: '2024-01-01T00:00:00Z', objects, removed: 'absent' });
  const site = planSite(siteConfig(10), [{ config: collection, ledger }], new Set([1, 3]), read);
  const files = writeToMemory(site.files);
  const ask = createClient(new MemoryStorage(files));
  const envelope = `{"more":false,"objects":[${compact}]}`;
  expect((await ask(objectsUrl)).text).toBe(envelope);
  expect((await ask(`${objectsUrl}${id}/`)).text).toBe(envelope);
  const whole = [...files]
    .filter(([path]) => /whole\/objects/.test(path))
    .map(([, content]) => Buffer.from(content).toString());
  expect(whole).toEqual([envelope, envelope]);
});
