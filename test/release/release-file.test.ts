import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/json/digest.ts';
import { minify } from '../../src/json/minify.ts';
import { newReading, readMembers } from '../../src/release/read-objects.ts';
import {
  OBJECT_LISTS,
  printReleaseFile,
  RELEASE_FORMAT,
  readReleaseFile,
} from '../../src/release/release-file.ts';
import { texts, tool, toolId, url } from './objects.ts';

const COLLECTION = '5794d046-c44f-44bb-b445-f608d7629c43';
const header = { collection: COLLECTION, version: '1.4.0', date: '2024-01-02T03:04:05.678Z' };

function read(text: string, collection = COLLECTION) {
  const bytes = new TextEncoder().encode(text);
  const { members, objects, diagnostics } = readMembers(
    { number: 0, name: '1.4.0.json', bytes },
    OBJECT_LISTS,
    newReading(),
  );
  expect(diagnostics).toEqual([]);
  const content = (slice: { start: number; end: number; length: number }) =>
    new TextDecoder().decode(minify(bytes, slice));
  return { material: readReleaseFile(members, objects, collection), content };
}

describe('a release file', () => {
  test('gives back what was printed, every object with its bytes', () => {
    const odd = texts.add({
      type: 'x-odd',
      id: 'x-odd--00000000-0000-4000-8000-000000000001',
      a: '\u2028 "\\ 🚢',
    });
    const plan = { added: [tool('a'), odd], changed: [url('x')], removed: [toolId('b'), toolId('c')] };
    const text = printReleaseFile({ ...header, description: 'First "one"\n' }, plan, texts.read);
    const { material, content } = read(text);
    expect(material).toMatchObject({
      ...{ version: '1.4.0', date: header.date },
      description: 'First "one"\n',
      removed: plan.removed,
    });
    if (typeof material === 'string') throw new Error(material);
    const original = [...plan.added, ...plan.changed];
    expect(material.objects.map(({ text: slice }) => content(slice))).toEqual(
      original.map(({ text: slice }) => new TextDecoder().decode(texts.read(slice))),
    );
    expect(material.objects.map(({ digest }) => digest)).toEqual(original.map(({ digest }) => digest));
  });

  test('has an object a line, and a line end at its end', () => {
    const text = printReleaseFile(
      header,
      { added: [tool('a'), tool('b')], changed: [], removed: [] },
      texts.read,
    );
    expect(text.split('\n').filter((line) => line.includes('"type":"tool"'))).toHaveLength(2);
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ format: RELEASE_FORMAT, ...header, removed: [], changed: [] });
    expect(Object.keys(JSON.parse(text) as object)).not.toContain('description');
  });

  test('is the same bytes for the same plan', () => {
    const print = () =>
      sha256(printReleaseFile(header, { added: [tool('a')], changed: [url('x')], removed: [] }, texts.read));
    expect(print()).toBe(print());
  });

  test('may be empty', () => {
    const { material } = read(printReleaseFile(header, { added: [], changed: [], removed: [] }, texts.read));
    expect(material).toMatchObject({ objects: [], removed: [] });
  });
});

describe('a file that is no release', () => {
  const sound = { format: RELEASE_FORMAT, ...header, removed: [], added: [], changed: [] };
  test('but this one is', () => expect(read(JSON.stringify(sound)).material).toBeTypeOf('object'));

  test.each<[string, object, RegExp]>([
    ['another format', { format: 'taxii-press/release/2' }, /"format"/],
    ['no format', { format: undefined }, /"format"/],
    ['another collection', { collection: 'x' }, /collection x/],
    ['no version', { version: 1 }, /"version"/],
    ['no date', { date: undefined }, /"date"/],
    ['a date that is none', { date: '2024-02-30T00:00:00Z' }, /"date"/],
    ['no list of what went', { removed: 'all' }, /"removed"/],
    ['ids that are none', { removed: [1] }, /"removed"/],
    ['no list of what came', { added: undefined }, /"added"/],
    ['a mapping of what changed', { changed: {} }, /"changed"/],
  ])('%s', (_, change, reason) => {
    expect(read(JSON.stringify({ ...sound, ...change })).material).toMatch(reason);
  });
});
