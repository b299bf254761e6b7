import type { Comparison, ObjectPath, OrderOperator, Test, TextOperator } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseLiteral, parseOrderable, parseSet } from './parse-literal.ts';
import { parsePath } from './parse-path.ts';

const TEST = 'a comparison: an object path, EXISTS or "("';
const OPERATOR = 'a comparison operator, or ".", "[" to go on with the object path';

/** §9.6, §9.5.3: terms joined by OR, each of them tests joined by AND, which binds closer. */
export function parseComparison(cursor: Cursor): Comparison {
  return parseChain(cursor, 'OR', () => parseChain(cursor, 'AND', () => parseTest(cursor)));
}

function parseChain(cursor: Cursor, operator: 'AND' | 'OR', parse: () => Comparison): Comparison {
  const { start } = cursor.token;
  const first = parse();
  if (!cursor.is(operator)) return first;
  const operands = [first];
  while (cursor.accept(operator)) operands.push(parse());
  return { kind: operator === 'AND' ? 'and' : 'or', operands, start, end: cursor.end };
}

function parseTest(cursor: Cursor): Comparison {
  const { kind, start } = cursor.token;
  if (kind === '(') return cursor.parenthesised(() => parseComparison(cursor), '")", AND or OR');
  if (kind === 'NOT' || kind === 'EXISTS') return parseExists(cursor, start);
  const path = parsePath(cursor, TEST);
  const isNegated = cursor.accept('NOT');
  return { path, isNegated, ...parseOperation(cursor), start: path.start, end: cursor.end };
}

/** §9.6.1, set operators: `[NOT] EXISTS path`; only here does NOT come first. */
function parseExists(cursor: Cursor, start: number): Comparison {
  const isNegated = cursor.accept('NOT');
  cursor.take('EXISTS', 'EXISTS (elsewhere NOT comes after the object path)');
  const path: ObjectPath = parsePath(cursor, 'an object path');
  return { kind: 'exists', path, isNegated, start, end: cursor.end };
}

type Operation = OmitTest<Exclude<Test, { kind: 'exists' }>>;
type OmitTest<T> = T extends unknown ? Omit<T, 'path' | 'isNegated' | 'start' | 'end'> : never;

/** §9.6.1: an operator and what it takes. */
function parseOperation(cursor: Cursor): Operation {
  const { kind } = cursor.token;
  switch (kind) {
    case '=':
    case '!=':
      cursor.next();
      return { kind: 'order', operator: kind, value: parseLiteral(cursor) };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return parseOrder(cursor, kind);
    case 'IN':
      cursor.next();
      return { kind: 'in', values: parseSet(cursor) };
    case 'LIKE':
    case 'MATCHES':
    case 'ISSUBSET':
    case 'ISSUPERSET':
      return parseText(cursor, kind);
    default:
      return cursor.fail(OPERATOR);
  }
}

function parseOrder(cursor: Cursor, operator: OrderOperator): Operation {
  cursor.next();
  return { kind: 'order', operator, value: parseOrderable(cursor, 'a constant that has an order') };
}

function parseText(cursor: Cursor, operator: TextOperator): Operation {
  cursor.next();
  return {
    kind: 'text',
    operator,
    value: cursor.takeText('string', `a string in apostrophes after ${operator}`),
  };
}
