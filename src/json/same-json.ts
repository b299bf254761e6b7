import { canonicalJson } from './canonical.ts';

/**
 * Whether two well-formed JSON texts say the same: order of members, white space and spelling aside.
 * Numbers are compared by their exact value; only texts with numbers that a double may not hold exactly pay
 * for the slow way.
 */
export function sameJson(a: string, b: string): boolean {
  if (a === b) return true;
  if ([a, b].some((text) => mayLoseDigits(text) || hasEscapedName(text)))
    return canonicalJson(a) === canonicalJson(b);
  return sameValue(JSON.parse(a), JSON.parse(b));
}

/** JSON.parse of Node 24.21 reads a name that is one escaped character as a backslash. */
function hasEscapedName(text: string): boolean {
  return /\\u[0-9a-fA-F]{4}"\s*:/.test(text);
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
