/** A request as it stands on the wire. */
export interface TaxiiRequest {
  readonly method: string;
  /** The path, still percent-encoded. */
  readonly path: string;
  /** The query, still percent-encoded, without "?". */
  readonly query: string;
  readonly accept?: string | undefined;
}

/**
 * The segments of a path, decoded. Empty ones are dropped: clients forget the trailing slash, and one joins
 * paths so that they hold "//".
 * @returns undefined where a segment cannot be decoded
 */
export function splitPath(path: string): string[] | undefined {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode);
  return segments.every((segment) => segment !== undefined) ? segments : undefined;
}

/** The values of every parameter, in order, decoded; undefined stands for a value that cannot be. */
export function splitQuery(query: string): Map<string, (string | undefined)[]> {
  const parameters = new Map<string, (string | undefined)[]>();
  for (const part of query.split('&')) {
    const [rawName = '', ...rest] = part.split('=');
    const name = decode(rawName);
    if (!name) continue;
    parameters.set(name, [...(parameters.get(name) ?? []), decode(rest.join('='))]);
  }
  return parameters;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
