import { type Child, decodeSlice, nextChild, parseKey, type Slice } from './scan.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const encoder = new TextEncoder();

/**
 * The byte at which the value behind a path begins, or the nearest value above it that exists.
 *
 * @param object a well-formed JSON object inside `bytes`, in which no name stands twice
 * @param offset where the value is a string: the place in it that is meant, in UTF-16 units of what it says
 */
export function locate(
  bytes: Uint8Array,
  object: Slice,
  path: readonly (string | number)[],
  offset?: number,
): number {
  let at = object;
  for (const [depth, step] of path.entries()) {
    const inner = childOf(bytes, at, step, depth);
    if (!inner) return at.start;
    at = inner;
  }
  return offset === undefined || bytes[at.start] !== QUOTE ? at.start : insideString(bytes, at, offset);
}

/** How far a container has been looked through. */
interface Search {
  readonly container: number;
  /** After the child that was found last, and how many children come before that place. */
  at: number;
  count: number;
}

/**
 * Of each text, by depth, the containers that were looked into last: findings tend to stand in the order of the
 * text, and then all of a container cost one pass over it together.
 */
const searches = new WeakMap<Uint8Array, Search[]>();

function childOf(bytes: Uint8Array, container: Slice, step: string | number, depth: number) {
  const isObject = bytes[container.start] === OPEN_OBJECT;
  if (!isObject && bytes[container.start] !== OPEN_LIST) return undefined;
  const search = searchAt(bytes, container.start, depth);
  const isWanted = isObject ? isNamed(bytes, String(step)) : isAt(Number(step));
  const isBehind = !isObject && Number(step) < search.count;
  return (
    (isBehind ? undefined : walk(bytes, search, isObject, isWanted)) ??
    walk(bytes, restart(search), isObject, isWanted)
  );
}

function searchAt(bytes: Uint8Array, container: number, depth: number): Search {
  const known = searches.get(bytes) ?? [];
  searches.set(bytes, known);
  if (known[depth]?.container !== container) known[depth] = restart({ container, at: 0, count: 0 });
  return known[depth]!;
}

function restart(search: Search): Search {
  search.at = search.container + 1;
  search.count = 0;
  return search;
}

type IsWanted = (child: Child, index: number) => boolean;

function walk(bytes: Uint8Array, search: Search, isObject: boolean, isWanted: IsWanted): Slice | undefined {
  for (;;) {
    const child = nextChild(bytes, search.at, isObject);
    if (!child) return undefined;
    search.at = child.value.end;
    search.count += 1;
    if (isWanted(child, search.count - 1)) return child.value;
  }
}

function isAt(wanted: number): IsWanted {
  return (_, index) => index === wanted;
}

function isNamed(bytes: Uint8Array, name: string): IsWanted {
  const plain = encoder.encode(JSON.stringify(name));
  return ({ key }) => {
    if (!key) return false;
    if (key.length === plain.length && plain.every((byte, index) => bytes[key.start + index] === byte))
      return true;
    // Escapes spell a name in many ways, none of them shorter.
    return key.length > name.length && hasBackslash(bytes, key) && parseKey(bytes, key) === name;
  };
}

function hasBackslash(bytes: Uint8Array, { start, end }: Slice): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === BACKSLASH) return true;
  return false;
}

/** The byte of a string's text at which a unit of what it says is written. */
function insideString(bytes: Uint8Array, string: Slice, offset: number): number {
  const text = decodeSlice(bytes, string);
  let at = 1;
  for (let unit = 0; unit < offset && at < text.length - 1; unit += 1)
    at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  return string.start + encoder.encode(text.slice(0, at)).length;
}

/** RFC 6901 pointer of a path of member names and list indexes. */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
