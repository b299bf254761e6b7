import { sameJson } from '../json/same-json.ts';
import type { Slice } from '../json/scan.ts';
import type { ObjectFacts } from '../stix/object.ts';

/** Where the text of an object stands: a file by number, and a slice of it. */
export interface TextRef extends Slice {
  readonly file: number;
}

/** An object version as a source gives it. Its content stays where it is until it is asked for. */
export interface SourceObject extends ObjectFacts {
  readonly text: TextRef;
  /** SHA-256 of the bytes as they stand in the source; equal digests mean equal content, not the reverse. */
  readonly digest: string;
}

/** The bytes of an object without insignificant white space. */
export type ReadText = (text: TextRef) => Uint8Array;

const decoder = new TextDecoder();

/** True where two texts say the same, however they are laid out. */
export function sameContent(a: SourceObject, b: SourceObject, read: ReadText): boolean {
  return a.digest === b.digest || sameJson(decoder.decode(read(a.text)), decoder.decode(read(b.text)));
}
