/** What stands in a pattern where something else was expected; offsets count UTF-16 units, as editors do. */
export interface PatternFault {
  readonly offset: number;
  readonly length: number;
  readonly found: string;
  readonly expected: string;
}

/** Carries the fault out of the parser's recursion; `parsePattern` catches it. */
export class PatternSyntaxError extends Error {
  readonly fault: PatternFault;
  constructor(fault: PatternFault) {
    super(`expected ${fault.expected}, found ${fault.found}`);
    this.fault = fault;
  }
}

const SHOWN = 60;

/** A piece of a pattern for a message: short, in quotes, with what cannot be seen spelled out. */
export function show(text: string): string {
  const whole = text.length <= SHOWN;
  const visible = (whole ? text : text.slice(0, SHOWN - 1)).replace(
    /[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/gu,
    spell,
  );
  return `"${visible}${whole ? '' : '…'}"`;
}

function spell(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
