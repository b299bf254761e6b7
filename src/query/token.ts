import type { Filter } from './selection.ts';

/**
 * The `next` token (TAXII 2.1 §3.5): everything that the next page needs, because clients drop, add and
 * reorder the other parameters. It names the collection and a log number, neither of which ever changes its
 * meaning, so a token is good for as long as the collection exists.
 *
 *   1.<the collection's id>.<log number, base 36>.<filter, base64url, or 0 for the default>
 */
export interface Token {
  readonly collection: string;
  readonly n: number;
  readonly filter: Filter;
}

const FORM = /^1\.([0-9a-f-]{36})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]+)$/;
const DEFAULT = '0';

export function printToken(token: Token): string {
  return `1.${token.collection}.${token.n.toString(36)}.${printFilter(token.filter)}`;
}

/** The token behind a text; undefined where it is none, or belongs to another collection. */
export function parseToken(text: string, collection: string): Token | undefined {
  const [, owner, n, filterText] = FORM.exec(text) ?? [];
  if (owner !== collection || n === undefined || filterText === undefined) return undefined;
  const filter = parseFilter(filterText);
  const token = filter && { collection, n: Number.parseInt(n, 36), filter };
  // One spelling per token: whatever prints otherwise was not made here.
  return token && printToken(token) === text ? token : undefined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A filter as JSON and, behind a NUL, the UUIDs of its ids as bytes: a list of ids is long enough as it is. */
function printFilter({ versions, types, ids, specVersions }: Filter): string {
  const isDefault = versions.length === 1 && versions[0] === 'last' && !types && !ids && !specVersions;
  if (isDefault) return DEFAULT;
  const packed = ids?.map(packId);
  const texts = packed ? mergeRuns(packed) : 0;
  const head = encoder.encode(`${JSON.stringify([versions, types ?? 0, texts, specVersions ?? 0])}\0`);
  return toBase64Url([...head, ...(packed ?? []).flatMap(({ uuid }) => uuid)]);
}

function parseFilter(text: string): Filter | undefined {
  if (text === DEFAULT) return { versions: ['last'] };
  try {
    const bytes = fromBase64Url(text);
    const end = bytes.indexOf(0);
    const head = JSON.parse(decoder.decode(bytes.subarray(0, end))) as unknown[];
    const [versions, types, texts, specVersions] = head;
    if (versions !== 'all' && !isTexts(versions)) return undefined;
    if (![types, specVersions].every((part) => part === 0 || isTexts(part))) return undefined;
    const ids = texts === 0 ? undefined : unpackIds(texts as Run[], bytes.subarray(end + 1));
    return {
      versions,
      ...(isTexts(types) ? { types } : {}),
      ...(ids ? { ids } : {}),
      ...(isTexts(specVersions) ? { specVersions } : {}),
    };
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((element) => typeof element === 'string');
}

const ID = /^(.*--)([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/s;
const UUID_BYTES = 16;

/** An id as its type with "--" and 16 bytes; what is no id stays text. */
function packId(id: string): { text: string; uuid: number[] } {
  const [, type, ...parts] = ID.exec(id) ?? [];
  if (type === undefined) return { text: id, uuid: [] };
  return {
    text: type,
    uuid: parts
      .join('')
      .match(/../g)!
      .map((byte) => Number.parseInt(byte, 16)),
  };
}

/** A text, how many times it follows itself, and whether 16 bytes belong to each. */
type Run = [text: string, count: number, packed: 0 | 1];

function mergeRuns(ids: readonly { text: string; uuid: readonly number[] }[]): Run[] {
  const runs: Run[] = [];
  for (const { text, uuid } of ids) {
    const packed = uuid.length > 0 ? 1 : 0;
    const last = runs.at(-1);
    if (last?.[0] === text && last[2] === packed) last[1] += 1;
    else runs.push([text, 1, packed]);
  }
  return runs;
}

function unpackIds(runs: readonly Run[], bytes: Uint8Array): string[] {
  const ids: string[] = [];
  let at = 0;
  for (const [text, count, packed] of runs) {
    if (packed && at + count * UUID_BYTES > bytes.length) throw new RangeError('cut off');
    for (let index = 0; index < Math.min(count, MOST_IDS); index += 1) {
      ids.push(packed ? text + toUuid(bytes.subarray(at, at + UUID_BYTES)) : text);
      at += packed * UUID_BYTES;
    }
  }
  return ids;
}

/** A made-up token may claim any number. */
const MOST_IDS = 100_000;

function toUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function toBase64Url(bytes: readonly number[]): string {
  const binary = bytes.map((byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array {
  // Padded, because njs drops the last bytes otherwise.
  const padded = text.padEnd(Math.ceil(text.length / 4) * 4, '=');
  const binary = atob(padded.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
