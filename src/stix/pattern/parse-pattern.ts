import type { Observation, Pattern } from './ast.ts';
import { Cursor } from './cursor.ts';
import { type PatternFault, PatternSyntaxError } from './fault.ts';
import { parseComparison } from './parse-comparison.ts';
import { parseQualifiers } from './parse-qualifiers.ts';

export interface ParsedPattern {
  /** Absent where there is a fault. */
  readonly pattern?: Pattern;
  /** The first fault: what follows it cannot be told from its consequences. */
  readonly faults: readonly PatternFault[];
}

/**
 * Parses a STIX pattern (STIX 2.1 §9) by the language's own grammar, in time linear in its length.
 * What the standard demands beyond the grammar is for `checkPattern`.
 */
export function parsePattern(text: string): ParsedPattern {
  try {
    const cursor = new Cursor(text);
    const observation = parseObservations(cursor);
    if (!cursor.is('end')) cursor.fail('AND, OR, FOLLOWEDBY, a qualifier, or the end of the pattern');
    return { pattern: { observation }, faults: [] };
  } catch (error) {
    if (error instanceof PatternSyntaxError) return { faults: [error.fault] };
    throw error;
  }
}

/** §9.5.3, from the loosest operator to the closest. */
const chain = [
  { keyword: 'FOLLOWEDBY', kind: 'followedBy' },
  { keyword: 'OR', kind: 'or' },
  { keyword: 'AND', kind: 'and' },
] as const;

function parseObservations(cursor: Cursor, level = 0): Observation {
  const operator = chain[level];
  if (!operator) return parseObservation(cursor);
  const { start } = cursor.token;
  const first = parseObservations(cursor, level + 1);
  if (!cursor.is(operator.keyword)) return first;
  const operands = [first];
  while (cursor.accept(operator.keyword)) operands.push(parseObservations(cursor, level + 1));
  return { kind: operator.kind, operands, start, end: cursor.end };
}

/** §9.5: `[comparison]` or `(observations)`, and its qualifiers. */
function parseObservation(cursor: Cursor): Observation {
  const { start } = cursor.token;
  if (cursor.is('(')) {
    const inner = cursor.parenthesised(
      () => parseObservations(cursor),
      '")", AND, OR, FOLLOWEDBY or a qualifier',
    );
    return { kind: 'group', inner, qualifiers: parseQualifiers(cursor), start, end: cursor.end };
  }
  cursor.take('[', '"[" or "(" at the start of an observation expression');
  const comparison = parseComparison(cursor);
  cursor.take(']', '"]", AND or OR');
  return { kind: 'observation', comparison, qualifiers: parseQualifiers(cursor), start, end: cursor.end };
}
