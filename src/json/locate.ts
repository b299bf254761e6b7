import { type Slice, scanMembers } from './scan.ts';

/**
 * The byte at which the value behind a path begins, or the nearest value above it that exists.
 * Objects only: paths lead through members, which is where the checks of an object's wrapper point.
 *
 * @param object a well-formed JSON object inside `bytes`
 */
export function locate(bytes: Uint8Array, object: Slice, path: readonly string[]): number {
  let at = object;
  for (const key of path) {
    const part = bytes.subarray(at.start, at.end);
    if (part[0] !== 0x7b) return at.start;
    const member = scanMembers(part, new Set()).findLast((candidate) => candidate.key === key);
    if (!member) return at.start;
    at = {
      start: at.start + member.value.start,
      end: at.start + member.value.end,
      length: member.value.length,
    };
  }
  return at.start;
}

/** RFC 6901 pointer of a path of member names and list indexes. */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
