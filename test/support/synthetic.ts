import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Collections of any size, always the same ones, of objects such as feeds are made of. */

export interface SyntheticShape {
  readonly objects: number;
  /** After the first, each changes another twentieth of the objects, and none has every fiftieth; 1 by default. */
  readonly releases?: number;
}

export const syntheticId = '3d4c5a5e-6b1f-4c53-9f0a-8a8c6a2f9b10';
/** The type of ten objects, spread evenly, in a collection of any size. */
export const rareType = 'campaign';
/** The type of half a percent of the objects. */
export const uncommonType = 'tool';

/** A content folder with one synthetic collection. */
export function writeSyntheticContent(
  content: string,
  shape: SyntheticShape,
  hosts: readonly string[],
): void {
  mkdirSync(content, { recursive: true });
  writeFileSync(join(content, 'site.yaml'), `title: Synthetic\nhosts: [${hosts.join(', ')}]\n`);
  addSyntheticCollection(content, shape);
}

/** Adds the API root `synthetic` with its one collection to a content folder. */
export function addSyntheticCollection(content: string, { objects, releases = 1 }: SyntheticShape): void {
  const collection = join(content, 'synthetic/feed');
  mkdirSync(join(collection, 'snapshots'), { recursive: true });
  writeFileSync(join(content, 'synthetic/api-root.yaml'), 'title: Synthetic\n');
  const lines = Array.from({ length: releases }, (_, release) => {
    writeSnapshot(join(collection, `snapshots/${release + 1}.json`), objects, release);
    const date = new Date(Date.UTC(2025, release, 1, 12)).toISOString();
    return `    - { version: "${release + 1}", date: ${date}, file: ${release + 1}.json }\n`;
  });
  writeFileSync(
    join(collection, 'collection.yaml'),
    `id: ${syntheticId}\ntitle: A synthetic feed\nalias: feed\nsource:\n  kind: snapshots\n  directory: snapshots\n  releases:\n${lines.join('')}`,
  );
}

/** Indented, as upstream publishes; in pieces, because the whole text would not always fit a string. */
function writeSnapshot(path: string, objects: number, release: number): void {
  const handle = openSync(path, 'w');
  writeSync(handle, `{\n    "type": "bundle",\n    "id": "bundle--${uuid('bundle', 0)}",\n    "objects": [`);
  let piece: string[] = [];
  let separator = '\n        ';
  for (let n = 0; n < objects; n += 1) {
    if (release > 0 && n % 50 === 49) continue;
    const text = JSON.stringify(syntheticObject(n, objects, release), null, 4);
    piece.push(separator + text.replaceAll('\n', '\n        '));
    separator = ',\n        ';
    if (piece.length === 1000) {
      writeSync(handle, piece.join(''));
      piece = [];
    }
  }
  writeSync(handle, `${piece.join('')}\n    ]\n}\n`);
  closeSync(handle);
}

function uuid(kind: string, n: number): string {
  const hex = createHash('sha256').update(`${kind} ${n}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function typeOf(n: number, objects: number): string {
  if (n % Math.ceil(objects / 10) === 5) return rareType;
  if (n % 200 === 7) return uncommonType;
  return ['indicator', 'indicator', 'relationship', 'malware'][n % 4]!;
}

/** The id of the object at a place in the collection. */
export function syntheticObjectId(n: number, objects: number): string {
  return `${typeOf(n, objects)}--${uuid('object', n)}`;
}

/** 600 to 900 bytes, when it is printed without white space. */
function syntheticObject(n: number, objects: number, release: number): Record<string, unknown> {
  const type = typeOf(n, objects);
  // By fours, as types go by ones: a release changes objects of every type.
  const turn = (Math.floor(n / 4) + 19) % 20;
  const changes = Math.floor((release + 19 - turn) / 20);
  const digest = createHash('sha256').update(`content ${n} ${changes}`).digest('hex');
  const created = new Date(Date.UTC(2024, 0, 1) + n * 1000).toISOString();
  return {
    type,
    spec_version: '2.1',
    id: syntheticObjectId(n, objects),
    created_by_ref: `identity--${uuid('author', 0)}`,
    created,
    modified: new Date(Date.UTC(2024, 0, 1) + n * 1000 + changes * 86_400_000).toISOString(),
    ...partOf(type, n, objects, digest),
    external_references: [
      {
        source_name: 'synthetic-feed',
        url: `https://feed.example/objects/${digest.slice(0, 12)}`,
        external_id: `SF-${String(n).padStart(7, '0')}`,
      },
    ],
    object_marking_refs: ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9'],
    x_feed_confidence_basis: `Seen by ${(n % 7) + 1} sensors. Its “first” report is ${digest.slice(12, 44)}.`,
  };
}

function partOf(type: string, n: number, objects: number, digest: string): Record<string, unknown> {
  if (type === 'indicator')
    return {
      name: `File hash for ${digest.slice(0, 16)}`,
      indicator_types: ['malicious-activity'],
      pattern: `[file:hashes.'SHA-256' = '${digest}']`,
      pattern_type: 'stix',
      valid_from: '2024-01-01T00:00:00.000Z',
    };
  if (type === 'relationship')
    return {
      relationship_type: 'indicates',
      source_ref: syntheticObjectId(n - 1, objects),
      target_ref: syntheticObjectId(n + 1, objects),
      description: `Sample ${digest} was analysed in a sandbox; its configuration names this family.`,
    };
  const text = `A “family” of ${(n % 9) + 1} variants; the build path was C:\\work\\${digest.slice(0, 20)}\\release.pdb.`;
  if (type === 'malware')
    return {
      name: `Family ${digest.slice(0, 8)}`,
      malware_types: ['trojan'],
      is_family: true,
      description: text,
    };
  return { name: `${type} ${digest.slice(0, 8)}`, description: text };
}
