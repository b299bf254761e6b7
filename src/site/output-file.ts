/**
 * A file of the site. It makes its bytes when it is written and keeps none, so that a site may be far larger
 * than memory.
 */
export interface OutputFile {
  /** Relative to the site, with "/". */
  readonly path: string;
  readonly chunks: () => Iterable<Uint8Array>;
  /** Written a second and a third time, compressed, for hosts that look for such files. */
  readonly isPrecompressed?: boolean;
}

const encoder = new TextEncoder();

export function textFile(path: string, print: () => string): OutputFile {
  return { path, chunks: () => [encoder.encode(print())] };
}

/** A file of a fixed value, as JSON. */
export function jsonFile(path: string, value: unknown): OutputFile {
  return textFile(path, () => JSON.stringify(value));
}
