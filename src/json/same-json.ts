import { canonicalJson } from './canonical.ts';

/**
 * Whether two well-formed JSON texts say the same: order of members, white space and spelling aside.
 * Numbers are compared by their exact value; only texts with numbers that a double may not hold exactly pay
 * for the slow way.
 */
export function sameJson(a: string, b: string): boolean {
  if (a === b) return true;
  if (!sameValue(JSON.parse(a), JSON.parse(b))) return false;
  return !(mayLoseDigits(a) || mayLoseDigits(b)) || canonicalJson(a) === canonicalJson(b);
}

/** Up to 15 digits and no exponent survive a double; this also finds some text that only looks like a number. */
function mayLoseDigits(text: string): boolean {
  return /(?:^|[:[,])\s*-?(?:[\d.]{16,}|[\d.]+[eE])/.test(text);
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [membersA, membersB] = [Object.entries(a), b as Record<string, unknown>];
  if (membersA.length !== Object.keys(b).length) return false;
  return membersA.every(([key, value]) => Object.hasOwn(membersB, key) && sameValue(value, membersB[key]));
}
