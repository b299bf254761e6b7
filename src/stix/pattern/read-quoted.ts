import type { TextLiteral } from './ast.ts';
import { PatternSyntaxError, show } from './fault.ts';
import type { Token } from './token.ts';

const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;

/**
 * The string whose opening apostrophe is at `start` (§9.2): a backslash stands before an apostrophe or
 * another backslash and nothing else. Pieces between escapes are cut, not added up unit by unit.
 */
export function readString(text: string, start: number): Token {
  const pieces: string[] = [];
  let from = start + 1;
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === APOSTROPHE) {
      pieces.push(text.slice(from, at));
      return { kind: 'string', value: pieces.join(''), start, end: at + 1 };
    }
    if (unit === BACKSLASH) {
      pieces.push(text.slice(from, at));
      from = at + 1;
      at = expectEscaped(text, at);
    }
  }
  throw unclosed(text, start, start + 1);
}

function expectEscaped(text: string, backslash: number): number {
  const at = backslash + 1;
  const unit = text.charCodeAt(at);
  if (unit === APOSTROPHE || unit === BACKSLASH) return at;
  const length = at < text.length ? 1 + String.fromCodePoint(text.codePointAt(at)!).length : 1;
  throw new PatternSyntaxError({
    offset: backslash,
    length,
    found: show(text.slice(backslash, backslash + length)),
    expected: String.raw`\' or \\ (a backslash is written twice)`,
  });
}

interface Prefixed {
  readonly kind: TextLiteral['kind'];
  readonly expected: string;
  isValid(content: string): boolean;
}

const prefixes: Record<string, Prefixed> = {
  h: { kind: 'hex', expected: 'pairs of hexadecimal digits', isValid: isHex },
  b: { kind: 'binary', expected: 'base64 with its padding', isValid: isBase64 },
  t: {
    kind: 'timestamp',
    expected: 'a timestamp in UTC such as 2026-01-31T12:00:00.000Z',
    isValid: isTimestamp,
  },
};

export function isPrefix(word: string): boolean {
  return word === 'h' || word === 'b' || word === 't';
}

/** `h'…'`, `b'…'` or `t'…'` (§9.2), of which the prefix is at `start`. */
export function readPrefixed(text: string, start: number): Token {
  const { kind, expected, isValid } = prefixes[text[start]!]!;
  const close = text.indexOf("'", start + 2);
  if (close === -1) throw unclosed(text, start, start + 2);
  const value = text.slice(start + 2, close);
  if (isValid(value)) return { kind, value, start, end: close + 1 };
  throw new PatternSyntaxError({ offset: start + 2, length: value.length, found: show(value), expected });
}

function unclosed(text: string, start: number, content: number): PatternSyntaxError {
  return new PatternSyntaxError({
    offset: start,
    length: content - start,
    found: `${show(text.slice(start))} without its closing apostrophe`,
    expected: `"'" at the end of the constant`,
  });
}

// These look for what does not belong: a pattern over all of a long text could exhaust the engine's stack.
function isHex(content: string): boolean {
  return content.length % 2 === 0 && !/[^0-9A-Fa-f]/.test(content);
}

/** §9.2: base64 as in RFC 4648 §4, of at least one octet; line feeds in it are ignored. */
function isBase64(content: string): boolean {
  const digits = content.includes('\n') ? content.replaceAll('\n', '') : content;
  if (digits.length === 0 || digits.length % 4 !== 0) return false;
  const other = digits.search(/[^0-9A-Za-z+/]/);
  return other === -1 || digits.slice(other) === '=' || digits.slice(other) === '==';
}

/** The form alone, as the grammar has it; whether the calendar has the day is a rule. */
function isTimestamp(content: string): boolean {
  const whole = content.slice(0, 19);
  const form = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)$/;
  if (!form.test(whole) || !content.endsWith('Z')) return false;
  const fraction = content.slice(19, -1);
  return fraction === '' || (fraction[0] === '.' && fraction.length > 1 && !/\D/.test(fraction.slice(1)));
}
