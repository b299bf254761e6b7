import { isDigit, isNamePart, isNameStart, isWhiteSpace, skipWhile } from './characters.ts';
import { PatternSyntaxError, show } from './fault.ts';
import { isPrefix, readPrefixed, readString } from './read-quoted.ts';
import { kindOfWord, type Sign, type Token } from './token.ts';

/** Signs with their older spellings, `==` and `<>`, which the grammar still takes. */
const signs = new Map<string, Sign>([
  ...(['=', '!=', '<', '<=', '>', '>=', ':', '.', ',', '(', ')', '[', ']', '*'] as const).map(
    (sign) => [sign, sign] as const,
  ),
  ['==', '='],
  ['<>', '!='],
]);

/** The token that begins at `at` or after the white space and comments there. Reads each unit once. */
export function readToken(text: string, at: number): Token {
  const start = skipSpace(text, at);
  if (start === text.length) return { kind: 'end', value: '', start, end: start };
  const unit = text.charCodeAt(start);
  if (isNameStart(unit)) return readWord(text, start);
  if (unit === 0x27) return readString(text, start);
  return readNumber(text, start) ?? readSign(text, start);
}

function readWord(text: string, start: number): Token {
  const end = skipWhile(text, start, isNamePart);
  const value = text.slice(start, end);
  if (isPrefix(value) && text[end] === "'") return readPrefixed(text, start);
  return { kind: kindOfWord(value), value, start, end };
}

/** §9.2: `[+-]digits`, or a float, whose digits before the point may be missing. */
function readNumber(text: string, start: number): Token | undefined {
  const isSigned = text[start] === '-' || text[start] === '+';
  const whole = isSigned ? start + 1 : start;
  const point = skipWhile(text, whole, isDigit);
  const end = text[point] === '.' ? skipWhile(text, point + 1, isDigit) : point;
  if (end > point + 1) return { kind: 'float', value: text.slice(start, end), start, end };
  if (point === whole) return undefined;
  if (text[whole] === '0' && point > whole + 1) throw leadingZero(text, start, point);
  return { kind: 'integer', value: text.slice(start, point), start, end: point };
}

function leadingZero(text: string, start: number, end: number): PatternSyntaxError {
  return new PatternSyntaxError({
    offset: start,
    length: end - start,
    found: show(text.slice(start, end)),
    expected: 'an integer without leading zeros',
  });
}

function readSign(text: string, start: number): Token {
  const pair = text.slice(start, start + 2);
  const double = signs.get(pair);
  if (double && pair.length === 2) return { kind: double, value: pair, start, end: start + 2 };
  const value = String.fromCodePoint(text.codePointAt(start)!);
  return { kind: signs.get(value) ?? 'other', value, start, end: start + value.length };
}

function skipSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = skipWhile(text, at, isWhiteSpace);
    if (text[at] !== '/') return at;
    if (text[at + 1] === '/') at = skipWhile(text, at, isWithinLine);
    else if (text[at + 1] === '*') at = commentEnd(text, at);
    else return at;
  }
}

function isWithinLine(unit: number): boolean {
  return unit !== 0x0a && unit !== 0x0d;
}

function commentEnd(text: string, start: number): number {
  const end = text.indexOf('*/', start + 2);
  if (end !== -1) return end + 2;
  const found = `${show(text.slice(start))}, a comment without an end`;
  throw new PatternSyntaxError({
    offset: start,
    length: 2,
    found,
    expected: '"*/" at the end of the comment',
  });
}
