import type { Qualifier, TextLiteral } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** §9.5.1: the qualifiers that follow a closing bracket or parenthesis, in any number and order. */
export function parseQualifiers(cursor: Cursor): Qualifier[] {
  const qualifiers: Qualifier[] = [];
  for (;;) {
    const qualifier = parseQualifier(cursor);
    if (!qualifier) return qualifiers;
    qualifiers.push(qualifier);
  }
}

function parseQualifier(cursor: Cursor): Qualifier | undefined {
  const { start } = cursor.token;
  if (cursor.accept('WITHIN')) return parseWithin(cursor, start);
  if (cursor.accept('REPEATS')) return parseRepeats(cursor, start);
  if (cursor.accept('START')) return parseWindow(cursor, start);
  return undefined;
}

function parseWithin(cursor: Cursor, start: number): Qualifier {
  const kind = cursor.is('float') ? 'float' : 'integer';
  const seconds = takeUnsigned(cursor, kind, 'a number of seconds after WITHIN');
  cursor.take('SECONDS', 'SECONDS');
  return { kind: 'within', seconds, start, end: cursor.end };
}

function parseRepeats(cursor: Cursor, start: number): Qualifier {
  const times = takeUnsigned(cursor, 'integer', 'a whole number after REPEATS');
  cursor.take('TIMES', 'TIMES');
  return { kind: 'repeats', times, start, end: cursor.end };
}

function takeUnsigned(cursor: Cursor, kind: 'integer' | 'float', expected: string): TextLiteral {
  if (cursor.token.value.startsWith('-')) cursor.fail(expected);
  return cursor.takeText(kind, expected);
}

function parseWindow(cursor: Cursor, start: number): Qualifier {
  const from = cursor.takeText('timestamp', "a timestamp, t'…', after START");
  cursor.take('STOP', 'STOP');
  const until = cursor.takeText('timestamp', "a timestamp, t'…', after STOP");
  return { kind: 'startStop', from, until, start, end: cursor.end };
}
