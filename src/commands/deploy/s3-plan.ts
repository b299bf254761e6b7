import type { S3Object } from '../../hosts/s3/objects.ts';
import { uploadStep } from '../../hosts/s3/upload-order.ts';
import type { SiteFile } from '../../io/deploy-files.ts';
import type { Listed } from '../../io/s3-client.ts';
import { sha256 } from '../../json/digest.ts';
import type { DeployState, Stored } from './s3-state.ts';

/** An object as it is to be, with what is in its file. */
export interface Wanted extends S3Object {
  readonly content: SiteFile;
  /** Digest of all that the storage is to say of it. */
  readonly headers: string;
}

export interface Upload extends Wanted {
  readonly isNew: boolean;
  readonly step: number;
  /** The ETag that it has before; empty for none. */
  readonly before: string;
  /** What a deployment stored under this key, as long as it is there. */
  readonly former: Stored | undefined;
}

export interface Plan {
  /** In the order in which they are to go. */
  readonly uploads: readonly Upload[];
  readonly unchanged: readonly string[];
  /** Keys that the site does without, and since when; undefined from now on. */
  readonly gone: ReadonlyMap<string, string | undefined>;
  /** Keys that are not as a deployment left them. */
  readonly foreign: readonly string[];
  /** Keys of uploads in whose place something stands that no deployment stored, and that is something else. */
  readonly replaced: readonly string[];
  /** What is known of the objects that stay. */
  readonly stored: ReadonlyMap<string, Stored>;
}

export function wanted(objects: readonly S3Object[], files: readonly SiteFile[]): Wanted[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const digests = new Map<string, string>();
  return objects.map((object) => {
    const { contentType, cacheControl, metadata } = object;
    const said = JSON.stringify([contentType, cacheControl, Object.entries(metadata).sort()]);
    const headers = digests.get(said) ?? sha256(said).slice(0, 8);
    digests.set(said, headers);
    return { ...object, content: byPath.get(object.file)!, headers };
  });
}

/**
 * What lies between a bucket and a site.
 * @param state settled
 * @param interrupted keys that a deployment which was cut short may have written to, with the ETags before that
 */
export function planUploads(
  objects: readonly Wanted[],
  state: DeployState,
  listed: ReadonlyMap<string, Listed>,
  interrupted: ReadonlyMap<string, string>,
): Plan {
  const stored = new Map<string, Stored>();
  const uploads: Upload[] = [];
  const unchanged: string[] = [];
  const known = (key: string) => (Object.hasOwn(state.objects, key) ? state.objects[key] : undefined);
  for (const object of objects) {
    const found = listed.get(object.key);
    const former = known(object.key);
    if (found && former && isAsStored(found, former) && isAsWanted(object, former)) {
      stored.set(object.key, former);
      unchanged.push(object.key);
      continue;
    }
    const isNew = !found;
    uploads.push({
      ...object,
      isNew,
      step: uploadStep(object.file, isNew),
      before: found?.etag ?? '',
      former: former && isThere(found, former) ? former : undefined,
    });
  }
  const keys = new Set(objects.map(({ key }) => key));
  const gone = new Map<string, string | undefined>();
  for (const [key, former] of Object.entries(state.objects)) {
    const found = listed.get(key);
    // What somebody else has put there is not ours to take away.
    if (keys.has(key) || !found || !isAsStored(found, former)) continue;
    gone.set(key, state.gone[key]);
    stored.set(key, former);
  }
  // A deployment that was cut short after it had taken away what was to go has not written that down.
  const isTaken = (key: string) => Object.hasOwn(state.gone, key) && !listed.has(key);
  const foreign = Object.entries(state.objects)
    .filter(([key, former]) => !interrupted.has(key) && !isTaken(key) && !isThere(listed.get(key), former))
    .map(([key]) => key);
  // Where the content is right nobody misses what is replaced. A deployment that was cut short has told nobody.
  const replaced = uploads
    .filter(({ isNew, key, before, content }) => !isNew && !known(key) && before !== content.md5)
    .filter(({ key, before }) => !interrupted.has(key) || interrupted.get(key) === before)
    .map(({ key }) => key);
  return { uploads: uploads.sort(inOrder), unchanged, gone, foreign, replaced: replaced.sort(), stored };
}

function isThere(found: Listed | undefined, former: Stored): boolean {
  return found !== undefined && isAsStored(found, former);
}

function isAsStored({ etag, size }: Listed, [, , known, bytes]: Stored): boolean {
  return etag === known && size === bytes;
}

function isAsWanted({ content, headers }: Wanted, [sha256, said]: Stored): boolean {
  return content.sha256 === sha256 && headers === said;
}

function inOrder(a: Upload, b: Upload): number {
  return a.step - b.step || (a.key < b.key ? -1 : 1);
}
