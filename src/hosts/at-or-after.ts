/**
 * A regular expression (RE2) for digits that sort at or after some digits of fixed length, for hosts that cannot
 * compare. What follows the compared digits does not matter: it can only make a fraction greater.
 * @param digits without the last zeros of a fraction; other signs than digits must stand in both
 */
export function atOrAfter(digits: string): string {
  const greater = [...digits].flatMap((digit, index) => {
    if (!/[0-8]/.test(digit)) return [];
    return `${escapeSigns(digits.slice(0, index))}${range(Number(digit) + 1)}`;
  });
  return `^(?:${[escapeSigns(digits), ...greater.reverse()].join('|')})`;
}

/** For digits that sort before some digits of the same length. */
export function before(digits: string): string {
  const smaller = [...digits].flatMap((digit, index) => {
    if (!/[1-9]/.test(digit)) return [];
    const last = Number(digit) - 1;
    return `${escapeSigns(digits.slice(0, index))}${last === 0 ? '0' : `[0-${last}]`}`;
  });
  // Nothing sorts before zeros; an expression that matches nothing says so.
  return smaller.length > 0 ? `^(?:${smaller.join('|')})` : '^$.';
}

function range(first: number): string {
  return first === 9 ? '9' : `[${first}-9]`;
}

function escapeSigns(text: string): string {
  return text.replace(/[.]/g, '\\.');
}
