/** Classes of UTF-16 units. Units are compared as numbers, since a lexer asks this of every one of them. */

/** §9.1: the code points of which Unicode says White_Space=yes. */
export function isWhiteSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** What a name may begin with: an ASCII letter or an underscore. */
export function isNameStart(unit: number): boolean {
  const lower = unit | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || unit === 0x5f;
}

/** What a name may go on with; a hyphen makes it one that only an object type can have. */
export function isNamePart(unit: number): boolean {
  return isNameStart(unit) || isDigit(unit) || unit === 0x2d;
}

/** The first place from `start` on where `test` no longer holds. */
export function skipWhile(text: string, start: number, test: (unit: number) => boolean): number {
  let at = start;
  while (at < text.length && test(text.charCodeAt(at))) at += 1;
  return at;
}
