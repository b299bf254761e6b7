import { minify } from '../json/minify.ts';
import { decodeSlice, JsonSyntaxError, scanMembers } from '../json/scan.ts';
import { documentOf, isObject, type Json, show } from './json-value.ts';
import { demand } from './verdict.ts';
import type { Exchange } from './wire.ts';

/** An object, or a record of a manifest, as one answer has it. */
export interface Entry {
  readonly id: string;
  readonly version: string | undefined;
  readonly value: Json;
  /** Without insignificant white space, and otherwise as it came. */
  readonly text: string;
}

/** One answer of a list endpoint. */
export interface Page {
  readonly exchange: Exchange;
  readonly body: Json;
  readonly entries: readonly Entry[];
  readonly more: boolean;
  readonly next: string | undefined;
}

/**
 * §3.7, §5.3.1
 * @throws Fault where the answer is no success, or no envelope or manifest
 */
export function readPage(exchange: Exchange): Page {
  const body = documentOf(exchange);
  const { more, next, objects } = body;
  demand(
    more === undefined || typeof more === 'boolean',
    exchange,
    `more: ${show(more)}`,
    'more: true or false',
  );
  demand(next === undefined || typeof next === 'string', exchange, `next: ${show(next)}`, 'next: a string');
  demand(
    objects === undefined || (Array.isArray(objects) && objects.every(isObject)),
    exchange,
    `objects: ${show(objects)}`,
    'objects: a list of JSON objects',
  );
  const texts = textsOf(exchange);
  const entries = ((objects ?? []) as Json[]).map((value, index) => entryOf(value, texts[index]!, exchange));
  return { exchange, body, entries, more: more === true, next };
}

function textsOf(exchange: Exchange): string[] {
  const { bytes } = exchange;
  try {
    const objects = scanMembers(bytes, new Set(['objects'])).findLast(({ key }) => key === 'objects');
    return (objects?.elements ?? []).map((slice) => {
      const text = minify(bytes, slice);
      return decodeSlice(text, { start: 0, end: text.length });
    });
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    demand(false, exchange, error.message, 'well-formed JSON');
  }
}

function entryOf(value: Json, text: string, exchange: Exchange): Entry {
  const { id } = value;
  demand(typeof id === 'string', exchange, `id: ${show(id)} in ${show(value)}`, 'an id in every entry');
  // §3.4.1: what counts as the version of an object; a record of a manifest, which has no type, names it.
  const versions = 'type' in value ? [value.modified, value.created] : [value.version];
  const version = versions.find((one) => typeof one === 'string');
  return { id, version, value, text };
}

/** §3.2 */
export const dateHeaders = ['X-TAXII-Date-Added-First', 'X-TAXII-Date-Added-Last'];

/** STIX 2.1 §2.9 */
export function typeOf({ id }: Entry): string {
  return id.slice(0, id.indexOf('--'));
}

export function idsOf(entries: readonly Entry[]): string[] {
  return entries.map(({ id }) => id);
}

/**
 * The standard sorts by `date_added` alone (§3.3), so objects of one date may come in any order, and in another one
 * each time.
 * @param manifest of the latest versions, whose dates count
 * @returns what brings lists of ids into one order where that is so, and leaves the others
 */
export function settleTies(manifest: readonly Entry[]): (ids: readonly string[]) => string[] {
  const dates = new Map(manifest.map(({ id, value }) => [id, value.date_added]));
  return (ids) => {
    const settled: string[] = [];
    for (let start = 0; start < ids.length; ) {
      const date = dates.get(ids[start]!);
      let end = start + 1;
      while (date !== undefined && end < ids.length && dates.get(ids[end]!) === date) end += 1;
      settled.push(...ids.slice(start, end).sort());
      start = end;
    }
    return settled;
  };
}

/** Where two lists first differ, in words; undefined where they do not. */
export function difference(seen: readonly string[], expected: readonly string[]): string | undefined {
  const at = seen.findIndex((id, index) => id !== expected[index]);
  if (at === -1)
    return seen.length < expected.length
      ? `${seen.length} of ${expected.length} entries: ${expected[seen.length]} is missing`
      : undefined;
  return `entry ${at + 1} of ${seen.length} is ${seen[at]} where ${expected[at] ?? 'the end'} belongs (${expected.length} entries)`;
}
