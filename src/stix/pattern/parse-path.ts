import type { ObjectPath, PathStep } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** §9.7: `object-type:property`, then steps: `.name`, `.'quoted name'`, `[n]`, `[*]`. */
export function parsePath(cursor: Cursor, expected: string): ObjectPath {
  const { start } = cursor.token;
  if (!cursor.is('name') && !cursor.is('hyphenated')) cursor.fail(expected);
  const type = cursor.next().value;
  cursor.take(':', '":" between object type and property');
  const steps = [parseKey(cursor)];
  for (;;) {
    if (cursor.accept('.')) steps.push(parseKey(cursor));
    else if (cursor.is('[')) steps.push(parseIndex(cursor));
    else return { type, steps, start, end: cursor.end };
  }
}

function parseKey(cursor: Cursor): PathStep {
  const { kind, value, start, end } = cursor.token;
  // §9.7: a name with a hyphen or a full stop must be quoted
  if (kind === 'hyphenated') cursor.fail(`a property name; one with a hyphen is quoted: '${value}'`);
  if (kind !== 'name' && kind !== 'string') cursor.fail('a property name');
  cursor.next();
  return { kind: 'key', name: value, isQuoted: kind === 'string', start, end };
}

function parseIndex(cursor: Cursor): PathStep {
  const { start } = cursor.next();
  const { kind, value } = cursor.token;
  if (kind !== 'integer' && kind !== '*') cursor.fail('a list index or "*"');
  cursor.next();
  cursor.take(']', '"]" after the list index');
  const span = { start, end: cursor.end };
  return kind === '*' ? { kind: 'every', ...span } : { kind: 'index', index: value, ...span };
}
