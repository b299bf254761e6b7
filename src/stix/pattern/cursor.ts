import type { TextLiteral } from './ast.ts';
import { PatternSyntaxError, show } from './fault.ts';
import { readToken } from './read-token.ts';
import { isKeyword, type Token, type TokenKind } from './token.ts';

/** Parentheses may nest this deep. Real patterns nest three or four; the parser and every walk recurse over them. */
export const MAX_NESTING = 200;

/** The token that the parser looks at, and the only way to the next one. */
export class Cursor {
  readonly #text: string;
  #token: Token;
  /** Where the token before the present one ended. */
  #end = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#token = readToken(text, 0);
  }

  get token(): Token {
    return this.#token;
  }

  get end(): number {
    return this.#end;
  }

  is(kind: TokenKind): boolean {
    return this.#token.kind === kind;
  }

  next(): Token {
    const token = this.#token;
    this.#end = token.end;
    this.#token = readToken(this.#text, token.end);
    return token;
  }

  accept(kind: TokenKind): boolean {
    if (this.#token.kind !== kind) return false;
    this.next();
    return true;
  }

  take(kind: TokenKind, expected: string): Token {
    return this.#token.kind === kind ? this.next() : this.fail(expected);
  }

  /** A literal of a kind that is text. */
  takeText(kind: TextLiteral['kind'], expected: string): TextLiteral {
    return this.take(kind, expected) as TextLiteral;
  }

  /** What `parse` makes of what stands between the present "(" and its ")". */
  parenthesised<T>(parse: () => T, expectedAtEnd: string): T {
    if (this.#depth === MAX_NESTING) this.fail(`at most ${MAX_NESTING} levels of parentheses`);
    this.#depth += 1;
    this.next();
    const inner = parse();
    this.take(')', expectedAtEnd);
    this.#depth -= 1;
    return inner;
  }

  fail(expected: string): never {
    const { kind, start, end } = this.#token;
    const spelling = this.#text.slice(start, end);
    throw new PatternSyntaxError({
      offset: start,
      length: end - start,
      found: kind === 'end' ? 'the end of the pattern' : show(spelling),
      expected: expected + hint(this.#token),
    });
  }
}

/** The two slips that people make most. */
function hint(token: Token): string {
  if (token.kind === 'name' && isKeyword(token.value.toUpperCase())) return ' (keywords are in upper case)';
  if (token.value === '"') return ' (constants and names are quoted with apostrophes)';
  return '';
}
