import { sha256 } from '../../src/json/digest.ts';
import { minify } from '../../src/json/minify.ts';
import type { ReleaseMaterial } from '../../src/release/ledger.ts';
import type { ReadText, SourceObject, TextRef } from '../../src/release/source-object.ts';
import { factsOf } from '../../src/stix/object.ts';
import { randomFrom } from './seed.ts';

/** Object texts in memory, as a build has them in files. */
export class Texts {
  private readonly all: Uint8Array[] = [];

  add(object: Record<string, unknown>): SourceObject {
    const bytes = new TextEncoder().encode(JSON.stringify(object));
    const file = this.all.push(bytes) - 1;
    const text: TextRef = { file, start: 0, end: bytes.length, length: bytes.length };
    return { ...factsOf(object), text, digest: sha256(bytes) };
  }

  readonly read: ReadText = (text) => minify(this.all[text.file]!, text);
}

export interface HistoryShape {
  readonly seed: number;
  /** Different objects that may occur. */
  readonly pool: number;
  readonly releases: number;
  /** How likely an object is touched by a release, 0 to 1. */
  readonly activity: number;
  readonly kind: 'snapshots' | 'differences';
}

export interface History {
  readonly texts: Texts;
  readonly releases: readonly ReleaseMaterial[];
  /** After each release: the content that a reader of the latest versions must have, by id. */
  readonly states: readonly ReadonlyMap<string, string>[];
}

const types = ['indicator', 'malware', 'relationship', 'tool', 'ipv4-addr', 'x-thing'];

interface Living {
  version: number;
  edit: number;
}

/** A history in which objects are added, changed, edited in place, removed and added again. */
export function makeHistory(shape: HistoryShape): History {
  const random = randomFrom(shape.seed);
  const texts = new Texts();
  const alive = new Map<number, Living>();
  const versions = new Map<number, number>();
  const releases: ReleaseMaterial[] = [];
  const states: Map<string, string>[] = [];
  for (let index = 0; index < shape.releases; index += 1) {
    const touched = new Set<number>();
    const removed: string[] = [];
    for (let n = 0; n < shape.pool; n += 1) {
      if (random() >= shape.activity) continue;
      if (step(n, random(), alive, versions)) touched.add(n);
      else if (alive.delete(n)) removed.push(idOf(n));
    }
    const listed = shape.kind === 'snapshots' ? [...alive.keys()].sort((a, b) => a - b) : [...touched];
    const objects = listed.filter((n) => alive.has(n)).map((n) => texts.add(objectOf(n, alive.get(n)!)));
    releases.push({
      version: `${index + 1}.0`,
      date: new Date(Date.UTC(2024, 0, 1 + index, 12)).toISOString(),
      objects,
      removed: shape.kind === 'snapshots' ? 'absent' : removed,
    });
    states.push(new Map([...alive].map(([n, living]) => [idOf(n), JSON.stringify(objectOf(n, living))])));
  }
  return { texts, releases, states };
}

/** @returns false where the object is to go */
function step(n: number, chance: number, alive: Map<number, Living>, versions: Map<number, number>): boolean {
  const living = alive.get(n);
  if (!living || chance < 0.55) {
    // A removed object may come back as it was, or as a new version.
    const last = versions.get(n) ?? 0;
    const version = !living && last > 0 && chance < 0.3 ? last : last + 1;
    versions.set(n, version);
    alive.set(n, { version, edit: living ? 0 : Math.floor(chance * 3) });
    return true;
  }
  if (chance < 0.75) {
    alive.set(n, { ...living, edit: living.edit + 1 });
    return true;
  }
  return false;
}

export function idOf(n: number): string {
  const type = types[n % types.length]!;
  return `${type}--${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
}

function objectOf(n: number, { version, edit }: Living): Record<string, unknown> {
  const id = idOf(n);
  const type = id.slice(0, id.indexOf('--'));
  if (type === 'ipv4-addr') return { type, id, value: `192.0.2.${n % 256}`, x_note: `${version}/${edit}` };
  const modified = new Date(Date.UTC(2023, 0, 1) + version * 3_600_000).toISOString();
  return {
    type,
    spec_version: '2.1',
    id,
    created: '2023-01-01T00:00:00.000Z',
    modified,
    name: `${n}/${version}/${edit}`,
  };
}
