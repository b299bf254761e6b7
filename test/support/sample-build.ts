import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../src/commands/build.ts';
import { gatherContent } from '../../src/commands/gather/content.ts';
import type { Json, Target } from './client-http.ts';

/** A collection as clients are told of it, with what they must end up with. */
export interface Expected extends Omit<Target, 'server'> {
  readonly alias: string;
  /** The latest versions in the order in which they were added, as JSON text and as values. */
  readonly texts: readonly string[];
  readonly objects: readonly Json[];
  /** The object versions of each object in the order in which they were added, by id. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

export interface SampleBuild {
  /** The built site. */
  readonly site: string;
  readonly defaultApiRoot: string;
  readonly collections: readonly Expected[];
  readonly remove: () => void;
}

const content = join(import.meta.dirname, '../../content');

/** A copy of the sample content in a temporary folder, built there for `serve` and `node`. */
export async function buildSample({
  baseUrl,
  pageSize = 1000,
}: {
  baseUrl: string;
  pageSize?: number;
}): Promise<SampleBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'taxii-press-sample-'));
  const copy = join(folder, 'content');
  cpSync(content, copy, { recursive: true });
  const config = readFileSync(join(copy, 'site.yaml'), 'utf8').replace(/^hosts:.*$/m, 'hosts: [serve, node]');
  writeFileSync(join(copy, 'site.yaml'), `${config}\npaging: { max: ${pageSize} }\n`);
  const built = await buildContent(copy, join(folder, 'site'), baseUrl);
  return { ...built, remove: () => rmSync(folder, { recursive: true }) };
}

/** Builds a content folder, and reads from it once more what clients must get. */
export async function buildContent(
  from: string,
  site: string,
  baseUrl: string,
): Promise<Omit<SampleBuild, 'remove'>> {
  const { exitCode, diagnostics } = await build({ content: from, out: site, baseUrl });
  if (exitCode !== 0) throw new Error(`build: ${JSON.stringify(diagnostics, null, 2)}`);
  const { collections, config, workspace } = gatherContent(from);
  return { site, defaultApiRoot: config!.defaultApiRoot, collections: collections.map(expected) };

  function expected({
    config: { apiRoot, id, title, alias = '' },
    ledger,
  }: (typeof collections)[number]): Expected {
    const texts = [...ledger.views.last.entries()].map(({ text }) =>
      new TextDecoder().decode(workspace.read(text)),
    );
    const versions = new Map<string, string[]>();
    for (const entry of ledger.views.all.entries())
      versions.set(entry.id, [...(versions.get(entry.id) ?? []), entry.objectVersion]);
    const objects = texts.map((text) => JSON.parse(text));
    return { apiRoot, id, title, alias, texts, objects, versions };
  }
}
