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
 * The segments of a path, decoded; one that cannot be decoded stays as it is, and names nothing. Empty ones are
 * dropped: clients forget the trailing slash, and one joins paths so that they hold "//".
 */
export function splitPath(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => decode(segment) ?? segment);
}

/** The values of every parameter, in order, decoded; undefined stands for a value that cannot be. */
export function splitQuery(query: string): Map<string, (string | undefined)[]> {
  const parameters = new Map<string, (string | undefined)[]>();
  for (const part of query.split('&')) {
    const [rawName = '', ...rest] = part.split('=');
    const name = decode(rawName);
    if (!name) continue;
    const value = decode(rest.join('='));
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
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
