/**
 * Says where a text stops being JSON. `JSON.parse` is fast but tells no dependable place; this strict reader
 * is slow and runs only on a text that has failed already.
 */

export interface SyntaxFinding {
  /** In UTF-16 code units from the start of the text. */
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
}

const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids exactly these inside strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** The first fault of a text, or undefined where it is one well-formed JSON value (RFC 8259). */
export function findSyntaxError(text: string): SyntaxFinding | undefined {
  const reader: Reader = { text, at: skipSpace(text, 0), closers: [], expecting: 'value' };
  while (reader.expecting !== 'end') {
    const fault = step(reader);
    if (fault) return fault;
    reader.at = skipSpace(text, reader.at);
  }
  return reader.at < text.length ? finding(text, reader.at, 'the end of the file') : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
  /** The brackets that are open, as what closes them: a list, because recursion would end with the stack. */
  readonly closers: string[];
  expecting: 'value' | 'first-value' | 'key' | 'first-key' | 'separator' | 'end';
}

function step(reader: Reader): SyntaxFinding | undefined {
  const { text, at, closers, expecting } = reader;
  const closer = closers.at(-1);
  if (expecting === 'separator' && text[at] === ',') {
    reader.at += 1;
    reader.expecting = closer === '}' ? 'key' : 'value';
    return undefined;
  }
  if (expecting !== 'value' && expecting !== 'key' && text[at] === closer) {
    reader.at += 1;
    closers.pop();
    return afterValue(reader);
  }
  if (expecting === 'separator') return finding(text, at, `"," or "${closer}"`);
  return expecting === 'key' || expecting === 'first-key' ? readKey(reader) : readValue(reader);
}

function readKey(reader: Reader): SyntaxFinding | undefined {
  const { text, at } = reader;
  const end = match(STRING, text, at);
  if (end === undefined) return stringFinding(text, at, 'a property name in double quotes');
  reader.at = skipSpace(text, end);
  if (text[reader.at] !== ':') return finding(text, reader.at, '":"');
  reader.at += 1;
  reader.expecting = 'value';
  return undefined;
}

function readValue(reader: Reader): SyntaxFinding | undefined {
  const { text, at } = reader;
  const opener = text[at];
  if (opener === '{' || opener === '[') {
    reader.at += 1;
    reader.closers.push(opener === '{' ? '}' : ']');
    reader.expecting = opener === '{' ? 'first-key' : 'first-value';
    return undefined;
  }
  const end = match(opener === '"' ? STRING : SCALAR, text, at);
  if (end === undefined) return stringFinding(text, at, 'a value');
  reader.at = end;
  return afterValue(reader);
}

function afterValue(reader: Reader): undefined {
  reader.expecting = reader.closers.length === 0 ? 'end' : 'separator';
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

function finding(text: string, offset: number, expected: string): SyntaxFinding {
  const character = text.codePointAt(offset);
  const found = character === undefined ? 'the end of the text' : describe(character);
  return { offset, found, expected };
}

function describe(codePoint: number): string {
  const hex = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return codePoint > 0x20 && codePoint !== 0xfeff ? `"${String.fromCodePoint(codePoint)}"` : hex;
}

/** A string that went wrong is best shown at its faulty character, not at its opening quote. */
function stringFinding(text: string, start: number, expected: string): SyntaxFinding {
  if (text[start] !== '"') return finding(text, start, expected);
  let at = start + 1;
  while (at < text.length) {
    const character = text[at]!;
    if (character < ' ') return finding(text, at, 'the string to end, or an escape such as \\n');
    if (character === '"') return finding(text, at, expected);
    if (character === '\\') {
      if (!/^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(at, at + 6)))
        return finding(text, at, 'an escape sequence of JSON');
      at += 1;
    }
    at += 1;
  }
  return finding(text, text.length, 'the end of a string');
}
