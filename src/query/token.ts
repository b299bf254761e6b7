import type { Filter } from './selection.ts';

/**
 * The `next` token (TAXII 2.1 §3.5): everything that the next page needs, because clients drop, add and
 * reorder the other parameters. It names the collection and a log number, neither of which ever changes its
 * meaning, so a token is good for as long as the collection exists.
 *
 *   1.<first 8 digits of the collection's id>.<log number, base 36>.<filter, base64url, or 0 for the default>
 */
export interface Token {
  readonly collection: string;
  readonly n: number;
  readonly filter: Filter;
}

const FORM = /^1\.([0-9a-f]{8})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]+)$/;
const DEFAULT = '0';

export function printToken(token: Token): string {
  return `1.${token.collection.slice(0, 8)}.${token.n.toString(36)}.${printFilter(token.filter)}`;
}

/** The token behind a text; undefined where it is none, or belongs to another collection. */
export function parseToken(text: string, collection: string): Token | undefined {
  const [, owner, n, filterText] = FORM.exec(text) ?? [];
  if (owner !== collection.slice(0, 8) || n === undefined || filterText === undefined) return undefined;
  const filter = parseFilter(filterText);
  const token = filter && { collection, n: Number.parseInt(n, 36), filter };
  // One spelling per token: whatever prints otherwise was not made here.
  return token && printToken(token) === text ? token : undefined;
}

function printFilter({ versions, types, ids, specVersions }: Filter): string {
  const isDefault = versions.length === 1 && versions[0] === 'last' && !types && !ids && !specVersions;
  if (isDefault) return DEFAULT;
  return toBase64Url(JSON.stringify([versions, types ?? 0, ids ?? 0, specVersions ?? 0]));
}

function parseFilter(text: string): Filter | undefined {
  if (text === DEFAULT) return { versions: ['last'] };
  try {
    const [versions, types, ids, specVersions] = JSON.parse(fromBase64Url(text)) as unknown[];
    if (versions !== 'all' && !isTexts(versions)) return undefined;
    if (![types, ids, specVersions].every((part) => part === 0 || isTexts(part))) return undefined;
    return {
      versions,
      ...(isTexts(types) ? { types } : {}),
      ...(isTexts(ids) ? { ids } : {}),
      ...(isTexts(specVersions) ? { specVersions } : {}),
    };
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((element) => typeof element === 'string');
}

function toBase64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
