import type { Comparison, Observation, Pattern } from './ast.ts';
import { checkAndOfTypes } from './check-and-of-types.ts';
import { checkPath } from './check-path.ts';
import { checkQualifiers } from './check-qualifiers.ts';
import { checkTest } from './check-test.ts';
import type { PatternContext, PatternFinding, Report } from './finding.ts';

/**
 * Where a pattern that parses breaks one of `patternRules`, in the order of the text.
 * Recursion is bounded, since the parser limits how deep parentheses nest.
 */
export function checkPattern(pattern: Pattern, context: PatternContext = {}): PatternFinding[] {
  const findings: PatternFinding[] = [];
  const report: Report = (rule, { start, end }, found, expected) => {
    findings.push({ rule, offset: start, length: end - start, found, expected });
  };
  checkBeginning(context.text, report);
  checkObservation(pattern.observation, context, report);
  return findings.sort((a, b) => a.offset - b.offset);
}

/** A comment may stand wherever white space may. */
function checkBeginning(text: string | undefined, report: Report): void {
  const comment = text === undefined ? null : /^[\s(]*(?=\/)/.exec(text);
  if (!comment) return;
  const start = comment[0].length;
  report('leading-comment', { start, end: start + 2 }, 'a comment', 'a bracket before all comments');
}

function checkObservation(observation: Observation, context: PatternContext, report: Report): void {
  switch (observation.kind) {
    case 'observation':
      checkComparison(observation.comparison, context, report);
      checkAndOfTypes(observation.comparison, report);
      break;
    case 'group':
      checkObservation(observation.inner, context, report);
      break;
    default:
      for (const operand of observation.operands) checkObservation(operand, context, report);
      return;
  }
  checkQualifiers(observation, context, report);
}

function checkComparison(comparison: Comparison, context: PatternContext, report: Report): void {
  if (comparison.kind === 'and' || comparison.kind === 'or') {
    for (const operand of comparison.operands) checkComparison(operand, context, report);
    return;
  }
  checkPath(comparison.path, context, report);
  if (comparison.kind === 'exists' && context.isOlder)
    report('exists-in-older', comparison, 'EXISTS', 'a comparison');
  checkTest(comparison, report);
}
