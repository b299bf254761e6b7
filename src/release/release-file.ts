import { isInstant } from '../json/instant.ts';
import type { ReleaseMaterial } from './ledger.ts';
import type { ReadText, SourceObject } from './source-object.ts';

/**
 * `releases/<version>.json` of a working tree: what the release added, changed and removed, and when. Written
 * once by the `release` command. Objects stand on a line each, so that a pull request shows them one by one.
 */

export const RELEASE_FORMAT = 'taxii-press/release/1';

/** The lists of a release file that hold objects. */
export const OBJECT_LISTS: ReadonlySet<string> = new Set(['added', 'changed']);

export interface ReleaseHeader {
  readonly collection: string;
  readonly version: string;
  readonly date: string;
  readonly description?: string;
}

const decoder = new TextDecoder();

export function printReleaseFile(
  header: ReleaseHeader,
  plan: { added: readonly SourceObject[]; changed: readonly SourceObject[]; removed: readonly string[] },
  read: ReadText,
): string {
  const members = [
    ...Object.entries({ format: RELEASE_FORMAT, ...header }).map(([key, value]) =>
      member(key, JSON.stringify(value)),
    ),
    member('removed', list(plan.removed.map((id) => JSON.stringify(id)))),
    member('added', list(plan.added.map((object) => decoder.decode(read(object.text))))),
    member('changed', list(plan.changed.map((object) => decoder.decode(read(object.text))))),
  ];
  return `{\n${members.join(',\n')}\n}\n`;
}

function member(key: string, value: string): string {
  return `  ${JSON.stringify(key)}: ${value}`;
}

function list(elements: readonly string[]): string {
  return elements.length === 0 ? '[]' : `[\n${elements.map((element) => `    ${element}`).join(',\n')}\n  ]`;
}

/**
 * The material of a release file.
 * @param members the file's members, parsed; of lists of objects only that they are lists
 * @returns a reason where it is none
 */
export function readReleaseFile(
  members: ReadonlyMap<string, unknown>,
  objects: readonly SourceObject[],
  collection: string,
): ReleaseMaterial | string {
  const {
    format,
    version,
    date,
    description,
    removed,
    added,
    changed,
    collection: owner,
  } = Object.fromEntries(members);
  if (format !== RELEASE_FORMAT) return `"format" is not "${RELEASE_FORMAT}"`;
  if (owner !== collection) return `it belongs to collection ${String(owner)}`;
  if (typeof version !== 'string' || typeof date !== 'string') return '"version" or "date" is missing';
  if (!isInstant(date)) return '"date" is no timestamp';
  if (!Array.isArray(added) || !Array.isArray(changed)) return '"added" or "changed" is no list of objects';
  if (!isListOfText(removed)) return '"removed" is no list of ids';
  return { version, date, objects, removed, ...(typeof description === 'string' ? { description } : {}) };
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
