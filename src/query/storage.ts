/**
 * Where the files of a site are read from. The one thing that a level 3 host must supply.
 */
export interface Storage {
  /**
   * The bytes of a file of the site, or of a range of it.
   * @param path relative to the site, such as `_taxii/site.json`
   * @param range a storage that has no ranges may give the whole file; the reader looks at the length
   * @returns undefined where there is no such file
   */
  read(path: string, range?: Range): Promise<Uint8Array | undefined>;
}

/** Bytes `[start, end)`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A file that another one names is not there: a publish came in between. Reading anew mends it. */
export class MissingFileError extends Error {
  constructor(path: string) {
    super(`${path} is missing`);
  }
}
