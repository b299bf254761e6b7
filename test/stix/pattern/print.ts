import type {
  Comparison,
  Literal,
  ObjectPath,
  Observation,
  PathStep,
  Qualifier,
  Test,
} from '../../../src/stix/pattern/ast.ts';

/** The pattern that a tree is of, written without any space that is not needed for reading. */
export function print(observation: Observation): string {
  switch (observation.kind) {
    case 'observation':
      return `[${printComparison(observation.comparison)}]${qualifiers(observation.qualifiers)}`;
    case 'group':
      return `(${print(observation.inner)})${qualifiers(observation.qualifiers)}`;
    default:
      return observation.operands.map(print).join(` ${observation.kind.toUpperCase()} `);
  }
}

function qualifiers(list: readonly Qualifier[]): string {
  return list.map((qualifier) => ` ${printQualifier(qualifier)}`).join('');
}

function printQualifier(qualifier: Qualifier): string {
  switch (qualifier.kind) {
    case 'within':
      return `WITHIN ${qualifier.seconds.value} SECONDS`;
    case 'repeats':
      return `REPEATS ${qualifier.times.value} TIMES`;
    case 'startStop':
      return `START ${printLiteral(qualifier.from)} STOP ${printLiteral(qualifier.until)}`;
  }
}

function printComparison(comparison: Comparison): string {
  if (comparison.kind !== 'and' && comparison.kind !== 'or') return printTest(comparison);
  return comparison.operands.map(printOperand).join(` ${comparison.kind.toUpperCase()} `);
}

function printOperand(operand: Comparison): string {
  const isChain = operand.kind === 'and' || operand.kind === 'or';
  return isChain ? `(${printComparison(operand)})` : printTest(operand);
}

function printTest(test: Test): string {
  const not = test.isNegated ? 'NOT ' : '';
  const path = printPath(test.path);
  switch (test.kind) {
    case 'exists':
      return `${not}EXISTS ${path}`;
    case 'in':
      return `${path} ${not}IN (${test.values.map(printLiteral).join(', ')})`;
    default:
      return `${path} ${not}${test.operator} ${printLiteral(test.value)}`;
  }
}

function printPath({ type, steps }: ObjectPath): string {
  return `${type}:${steps.map(printStep).join('').slice(1)}`;
}

function printStep(step: PathStep): string {
  if (step.kind === 'key') return `.${step.isQuoted ? quote(step.name) : step.name}`;
  return step.kind === 'every' ? '[*]' : `[${step.index}]`;
}

const prefixes = { hex: 'h', binary: 'b', timestamp: 't' } as const;

export function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return quote(literal.value);
    case 'integer':
    case 'float':
    case 'boolean':
      return String(literal.value);
    default:
      return `${prefixes[literal.kind]}'${literal.value}'`;
  }
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

/** A tree without its offsets, to compare what was meant. */
export function withoutOffsets(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value) => (key === 'start' || key === 'end' ? undefined : value)),
  );
}
