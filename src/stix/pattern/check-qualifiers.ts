import { compareInstants } from '../../json/instant.ts';
import type { QualifiedObservation, Qualifier, TextLiteral } from './ast.ts';
import { checkLiteral } from './check-literal.ts';
import { show } from './fault.ts';
import type { PatternContext, Report } from './finding.ts';

/** §9.5.1: the qualifiers of one pair of brackets or parentheses. */
export function checkQualifiers(observation: QualifiedObservation, context: PatternContext, report: Report) {
  const rule = observation.kind === 'group' ? 'group-qualifier-twice' : 'qualifier-twice';
  const seen = new Set<Qualifier['kind']>();
  for (const qualifier of observation.qualifiers) {
    const name = names[qualifier.kind];
    if (seen.has(qualifier.kind)) report(rule, qualifier, `a second ${name}`, `at most one ${name}`);
    seen.add(qualifier.kind);
    checkQualifier(qualifier, context, report);
  }
}

const names = { within: 'WITHIN', repeats: 'REPEATS', startStop: 'START … STOP' } as const;

function checkQualifier(qualifier: Qualifier, context: PatternContext, report: Report): void {
  switch (qualifier.kind) {
    case 'within':
      checkPositive('within-positive', qualifier.seconds, report);
      break;
    case 'repeats':
      checkPositive('repeats-positive', qualifier.times, report);
      break;
    case 'startStop':
      checkWindow(qualifier, context, report);
      break;
  }
}

// The digits are looked at, for the value of a very small number may be no more than 0.
function checkPositive(rule: 'within-positive' | 'repeats-positive', number: TextLiteral, report: Report) {
  checkLiteral(number, report);
  if (!/[1-9]/.test(number.value)) report(rule, number, show(number.value), 'a number above 0');
}

type Window = Qualifier & { kind: 'startStop' };

function checkWindow(window: Window, { validFrom, validUntil }: PatternContext, report: Report): void {
  const { from, until } = window;
  checkLiteral(from, report);
  checkLiteral(until, report);
  if (compareInstants(from.value, until.value) >= 0)
    report('start-before-stop', until, show(until.value), `a time after START, ${from.value}`);
  if (validFrom !== undefined && compareInstants(from.value, validFrom) < 0)
    report('window-in-validity', from, show(from.value), `a time from valid_from on, ${validFrom}`);
  if (validUntil !== undefined && compareInstants(until.value, validUntil) > 0)
    report('window-in-validity', until, show(until.value), `a time up to valid_until, ${validUntil}`);
}
