import type { Listed } from '../../io/s3-client.ts';

export const STATE_KEY = '_taxii-press/state.json';

export const STATE_FORMAT = 'taxii-press/deploy/1';

/** An object as a deployment stored it. */
export type Stored = readonly [sha256: string, headers: string, etag: string, size: number];

/** An object that a deployment is about to store, and the ETag that it had before; empty for none. */
export type Intended = readonly [sha256: string, headers: string, md5: string, before: string];

/**
 * What deployments know of a bucket; it lies in the bucket, so any machine can go on. It is never believed by
 * itself: an object counts as what is written here only while the listing shows the ETag that is written here.
 */
export interface DeployState {
  readonly format: typeof STATE_FORMAT;
  readonly objects: Readonly<Record<string, Stored>>;
  /** Since when (an instant) the site does without an object that is still there. */
  readonly gone: Readonly<Record<string, string>>;
  /** What the deployment that wrote this wanted to store; empty when it had ended. */
  readonly intended: Readonly<Record<string, Intended>>;
}

export const emptyState: DeployState = { format: STATE_FORMAT, objects: {}, gone: {}, intended: {} };

const decoder = new TextDecoder();

/** @returns undefined for what no deployment of this program wrote */
export function parseState(bytes: Uint8Array): DeployState | undefined {
  try {
    const state = JSON.parse(decoder.decode(bytes)) as DeployState;
    return state.format === STATE_FORMAT ? state : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a deployment that was cut short has stored in fact: where it wanted to write and the ETag is another one
 * than before, it has written. Where ETags are MD5s they tell what; elsewhere the object is ours, with content that
 * is not known and so is stored again where it is wanted.
 */
export function settle(state: DeployState, listed: ReadonlyMap<string, Listed>): DeployState {
  const objects: Record<string, Stored> = { ...state.objects };
  for (const [key, [sha256, headers, md5, before]] of Object.entries(state.intended)) {
    const found = listed.get(key);
    if (!found || found.etag === before) continue;
    if (found.etag === md5) objects[key] = [sha256, headers, found.etag, found.size];
    else if (!IS_MD5.test(found.etag)) objects[key] = ['', '', found.etag, found.size];
  }
  return { ...state, objects, intended: {} };
}

const IS_MD5 = /^[0-9a-f]{32}$/;
