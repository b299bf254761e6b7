import type { Literal, Span } from './ast.ts';

/** Reserved words; `LAST` has no meaning, but the grammar keeps it. Upper case only. */
const keywords = [
  'AND',
  'OR',
  'NOT',
  'FOLLOWEDBY',
  'LIKE',
  'MATCHES',
  'ISSUPERSET',
  'ISSUBSET',
  'EXISTS',
  'LAST',
  'IN',
  'START',
  'STOP',
  'SECONDS',
  'WITHIN',
  'REPEATS',
  'TIMES',
] as const;

export type Keyword = (typeof keywords)[number];
export type Sign = '=' | '!=' | '<' | '<=' | '>' | '>=' | ':' | '.' | ',' | '(' | ')' | '[' | ']' | '*';

/**
 * `name` has no hyphen and `hyphenated` has one; `other` is a character that starts nothing.
 * A token's `value` is what it means: a string without its quotes and escapes, a number as it is spelled.
 */
export type TokenKind = Keyword | Sign | Literal['kind'] | 'name' | 'hyphenated' | 'other' | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
  readonly value: string;
}

const words = new Map<string, Keyword | 'boolean'>([
  ...keywords.map((keyword) => [keyword, keyword] as const),
  ['true', 'boolean'],
  ['false', 'boolean'],
]);

/** What a word is that stands outside of quotes. */
export function kindOfWord(word: string): TokenKind {
  return words.get(word) ?? (word.includes('-') ? 'hyphenated' : 'name');
}

export function isKeyword(word: string): boolean {
  const kind = words.get(word);
  return kind !== undefined && kind !== 'boolean';
}
