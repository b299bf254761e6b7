/** The spelling that §2.11 and §2.14 recommend for names: lower case, and hyphens between words. */
export function isWellSpelled(name: string): boolean {
  return /^[^A-Z _]+$/.test(name) && name === name.toLowerCase();
}

export const SPELLING = 'lower case with hyphens between words';
