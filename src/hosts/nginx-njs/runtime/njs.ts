/** The parts of njs (0.7.9 and later) that the host uses; http://nginx.org/en/docs/njs/reference.html */

export interface NjsRequest {
  readonly method: string;
  /** Names and values as the client sent them, in order. */
  readonly rawHeadersIn: readonly (readonly [name: string, value: string])[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly rawVariables: Readonly<Record<string, Uint8Array | undefined>>;
  readonly headersOut: Record<string, string>;
  status: number;
  return(status: number, body: Uint8Array): void;
  sendHeader(): void;
  finish(): void;
  internalRedirect(uri: string): void;
  error(message: string): void;
}

/** The module `fs`. What it cannot do it throws, with the name of the system's error as `code`. */
export interface NjsFiles {
  readFileSync(path: string): Uint8Array;
  openSync(path: string): number;
  readSync(file: number, target: Uint8Array, offset: number, length: number, position: number): number;
  closeSync(file: number): void;
}

/** The location that says that there is no such page. */
export const MISSING = '@taxii_press_missing';
