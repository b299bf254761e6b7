/** Versions of releases: numbers with dots and an optional suffix, as in 1.4.0, 17.1 or 2.0.0-beta.1. */

const FORM = /^(\d{1,9}(?:\.\d{1,9}){0,3})(?:-([0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*))?$/;

export function isReleaseVersion(text: string): boolean {
  return FORM.test(text);
}

/** Negative, zero or positive as `a` comes before, with or after `b`; as in Semantic Versioning 2.0.0 §11. */
export function compareReleaseVersions(a: string, b: string): number {
  const [, numbersA = '', suffixA] = FORM.exec(a) ?? [];
  const [, numbersB = '', suffixB] = FORM.exec(b) ?? [];
  return compareLists(numbersA.split('.'), numbersB.split('.'), '0') || compareSuffixes(suffixA, suffixB);
}

function compareSuffixes(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return compareLists(a.split('.'), b.split('.'), '');
}

/** `missing` stands for an element that the shorter list lacks: 1.4 is 1.4.0, but beta is before beta.1. */
function compareLists(a: readonly string[], b: readonly string[], missing: string): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const order = compareIdentifiers(a[index] ?? missing, b[index] ?? missing);
    if (order !== 0) return order;
  }
  return 0;
}

function compareIdentifiers(a: string, b: string): number {
  const numeric = [a, b].map((text) => /^\d+$/.test(text));
  if (numeric[0] && numeric[1]) return compareDigits(a.replace(/^0+/, ''), b.replace(/^0+/, ''));
  if (numeric[0] !== numeric[1] && a !== '' && b !== '') return numeric[0] ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers of any size. */
function compareDigits(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
