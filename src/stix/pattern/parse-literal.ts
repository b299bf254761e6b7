import type { Literal, TextLiteral } from './ast.ts';
import type { Cursor } from './cursor.ts';
import type { TokenKind } from './token.ts';

const textKinds = new Set<TokenKind>(['string', 'integer', 'float', 'hex', 'binary', 'timestamp']);

/** §9.2: a constant of any kind. */
export function parseLiteral(cursor: Cursor): Literal {
  if (!cursor.is('boolean')) return parseOrderable(cursor, 'a constant');
  const { value, start, end } = cursor.next();
  return { kind: 'boolean', value: value === 'true', start, end };
}

/** A constant that has an order, which is any but true and false. */
export function parseOrderable(cursor: Cursor, expected: string): TextLiteral {
  if (!textKinds.has(cursor.token.kind)) cursor.fail(expected);
  return cursor.next() as TextLiteral;
}

/** §9.6.1: the set after IN; the grammar lets it be empty. */
export function parseSet(cursor: Cursor): Literal[] {
  cursor.take('(', 'a set of constants in parentheses');
  const values: Literal[] = [];
  if (cursor.accept(')')) return values;
  do values.push(parseLiteral(cursor));
  while (cursor.accept(','));
  cursor.take(')', '"," or ")"');
  return values;
}
