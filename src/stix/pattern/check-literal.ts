import { isInstant } from '../../json/instant.ts';
import type { Literal, TextLiteral } from './ast.ts';
import { show } from './fault.ts';
import type { Report } from './finding.ts';

/** §9.2: what the grammar lets a constant be, and the standard does not. */
export function checkLiteral(literal: Literal, report: Report): void {
  switch (literal.kind) {
    case 'integer':
      if (!isInRange(literal.value))
        report('integer-range', literal, show(literal.value), 'an integer of at most 53 bits and its sign');
      checkSign(literal, report);
      break;
    case 'float':
      checkSign(literal, report);
      break;
    case 'hex':
      if (/[A-F]/.test(literal.value))
        report('hex-case', literal, show(literal.value), 'hexadecimal digits in lower case');
      break;
    case 'timestamp':
      if (!isInstant(literal.value))
        report('calendar-day', literal, show(literal.value), 'a day and time that the calendar has');
      break;
  }
}

function checkSign(literal: TextLiteral, report: Report): void {
  if (literal.value.startsWith('+'))
    report('positive-number', literal, show(literal.value), 'the number without its plus sign');
}

// The length is asked first: the value of a number with a million digits is slow to work out.
function isInRange(integer: string): boolean {
  return integer.length <= 17 && Number.isSafeInteger(Number(integer));
}
