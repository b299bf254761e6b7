/**
 * Names that stand twice in one object. JSON.parse takes the last one, other readers the first, so such a text
 * means different things to different people (RFC 7493 §2.3 forbids it).
 */

/**
 * Whether a parsed value has fewer members than its text has colons outside strings.
 * @param colons as `scanMembers` counted them
 */
export function hasDuplicateNames(value: unknown, colons: number): boolean {
  return countMembers(value) < colons;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const member of Object.values(value)) count += countMembers(member);
  return count;
}

// The string is written so that the engine never has to remember its way through a long one.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/gs;

/**
 * The first name that stands twice, and where.
 * @param text well-formed JSON
 * @returns `offset` in UTF-16 code units
 */
export function findDuplicateName(text: string): { name: string; offset: number } | undefined {
  const open: Set<string>[] = [];
  let string = { text: '', offset: 0 };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') string = { text: token, offset: index };
    else {
      const name = JSON.parse(string.text) as string;
      const names = open.at(-1)!;
      if (names.has(name)) return { name, offset: string.offset };
      names.add(name);
    }
  }
  return undefined;
}
