import type { Diagnostic, Place } from '../diagnostic.ts';

/** The base of all paths: the folder in which the program was started (SARIF 2.1.0 §3.14.14). */
export const ROOT = '%SRCROOT%';

/** A location (§3.28) in a file, which GitHub wants to begin somewhere: a whole file begins at its first line. */
export function locationOf({ file, line = 1, column = 1 }: Place) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file), uriBaseId: ROOT },
      // What is wrong begins here; where it ends, a finding does not tell.
      region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
    },
  };
}

/** Where in the JSON document it is, and in which object: what stays when lines move. */
export function logicalLocationsOf({ at, object }: Diagnostic) {
  return [
    ...(at?.pointer ? [{ fullyQualifiedName: at.pointer, kind: 'value' }] : []),
    ...(object ? [{ name: object.id, fullyQualifiedName: object.id, kind: 'object' }] : []),
  ];
}

/** A path as a relative reference (RFC 3986 §4.2). */
export function uriOf(path: string): string {
  // A half of a surrogate pair has no UTF-8, and so no percent-encoding.
  const whole = path.replace(/\p{Cs}/gu, '\ufffd');
  return whole.split('/').map(encodeURIComponent).join('/');
}
