import { sha256 } from '../../json/digest.ts';
import type { Diagnostic } from '../diagnostic.ts';

/**
 * Tells one finding from others, in this run and in the next: by its code, its file, its object and its place in
 * that object, none of which change when lines are moved or objects added. Equal ones are numbered.
 */
export function fingerprinter(): (diagnostic: Diagnostic) => Readonly<Record<string, string>> {
  const seen = new Map<string, number>();
  return (diagnostic) => {
    const digest = sha256(JSON.stringify(identityOf(diagnostic))).slice(0, 32);
    const number = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, number);
    const print = `${digest}:${number}`;
    // The only one that GitHub reads. Without it, upload-sarif makes one from the line's first 100 characters, which
    // all findings in a file of one line share.
    return { primaryLocationLineHash: print, 'codeObjectPointer/v1': print };
  };
}

function identityOf({ code, at, object, message }: Diagnostic): readonly (string | undefined)[] {
  // In a bundle the pointer begins with the object's number, which is another once an object is put before it.
  const pointer = object ? at?.pointer?.replace(/^\/objects\/\d+/, '') : at?.pointer;
  const place = object || pointer ? [object?.id, pointer] : [message];
  return [code, at?.file, ...place];
}
