import type { Comparison } from './ast.ts';
import type { Report } from './finding.ts';

/** §9.5: all operands of AND must be satisfiable with the same object, hence with one object type. */
export function checkAndOfTypes(comparison: Comparison, report: Report): void {
  typesOf(comparison, report);
}

/** The types of object that can satisfy a comparison. */
function typesOf(comparison: Comparison, report: Report): Set<string> {
  if (comparison.kind === 'or') return unite(comparison.operands.map((operand) => typesOf(operand, report)));
  if (comparison.kind !== 'and') return new Set([comparison.path.type]);
  const [first, ...others] = comparison.operands;
  let common = typesOf(first!, report);
  for (const operand of others) {
    const types = typesOf(operand, report);
    const narrowed = intersect(common, types);
    if (narrowed.size > 0) common = narrowed;
    else
      report('and-of-types', operand, name(types), `a comparison of ${name(common)}, or OR in place of AND`);
  }
  return common;
}

// Into the largest set, so that nested lists of types do not cost their length at every level.
function unite(sets: Set<string>[]): Set<string> {
  const largest = sets.reduce((a, b) => (b.size > a.size ? b : a));
  for (const set of sets) if (set !== largest) for (const type of set) largest.add(type);
  return largest;
}

function intersect(a: Set<string>, b: Set<string>): Set<string> {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  return new Set([...small].filter((type) => large.has(type)));
}

// No copy of the set is made, for there can be as many messages as it has types.
function name(types: Set<string>): string {
  const few: string[] = [];
  for (const type of types) {
    if (few.length === 3) return `${few.join(' or ')} …`;
    few.push(type);
  }
  return few.join(' or ');
}
