import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { remove } from 'fs-extra/esm';
import type { SiteConfig } from '../config/site-config.ts';
import { type Diagnostic, diagnose, hasErrors } from '../diagnostics/diagnostic.ts';
import { isFolder, readText } from '../io/files.ts';
import { SiteFolder } from '../io/site-folder.ts';
import { watch } from '../io/watch.ts';
import { recoverTree, replaceTree, whatIsAt } from '../io/write-tree.ts';
import { SITE_INDEX, type SiteIndex } from '../query/store-format.ts';
import { createSiteServer } from '../server/node-server.ts';
import type { GatheredCollection } from './gather/collection.ts';
import { gatherContent } from './gather/content.ts';
import { makeSite } from './make-site.ts';
import { followReaders } from './readers.ts';
import { type CommandResult, failed, succeeded } from './result.ts';

export interface ServeOptions {
  readonly content: string;
  /** A site that was built for level 3; served as it is, instead of the content. */
  readonly site?: string;
  /** A folder of readers lists, for what is protected. */
  readonly readers?: string;
  readonly port: number;
  readonly address: string;
  /** Says that it listens, and what every rebuild found. */
  readonly say: (text: string, found: readonly Diagnostic[]) => void;
  readonly report: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Serves a site until it is told to stop. */
export async function serve(options: ServeOptions): Promise<CommandResult> {
  if (options.readers !== undefined && !isFolder(options.readers))
    return failed([diagnose('io/not-found', { path: options.readers, what: 'folder of readers lists' })], 2);
  if (options.site !== undefined) return serveBuilt(options, options.site);
  const folder = await mkdtemp(join(tmpdir(), 'taxii-press-'));
  const place = join(folder, 'site');
  try {
    const { found, sources } = await rebuild(options.content, place);
    if (hasErrors(found)) return failed(found);
    const stop = await watch([options.content, ...sources], oneAtATime(again));
    try {
      return await listen(options, place, found);
    } finally {
      await stop();
    }
  } finally {
    await remove(folder);
  }

  async function again(): Promise<void> {
    try {
      const { found } = await rebuild(options.content, place);
      options.say(hasErrors(found) ? 'Not rebuilt; the last sound site stays.' : 'Rebuilt.', found);
    } catch (error) {
      options.report(error);
    }
  }
}

/** Work that is asked for while it is being done is done once more afterwards, however often it was asked for. */
function oneAtATime(work: () => Promise<void>): () => void {
  let state: 'idle' | 'working' | 'again' = 'idle';
  return async function ask() {
    if (state !== 'idle') {
      state = 'again';
      return;
    }
    do {
      state = 'working';
      await work();
    } while ((state as string) === 'again');
    state = 'idle';
  };
}

async function serveBuilt(options: ServeOptions, site: string): Promise<CommandResult> {
  recoverTree(site);
  if (whatIsAt(site, SITE_INDEX) !== 'site')
    return failed([diagnose('io/not-found', { path: site, what: 'site of taxii-press' })], 2);
  const { levels } = JSON.parse(readText(join(site, SITE_INDEX))!) as SiteIndex;
  if (!levels.includes(3))
    return failed([diagnose('host/wrong-level', { path: site, levels: levels.join(', ') })], 2);
  return listen(options, site, []);
}

/**
 * Writes a site for this server: level 3, whatever other hosts the content names, at its own address.
 * @returns what was found, and folders outside the content that it is made from
 */
async function rebuild(
  content: string,
  place: string,
): Promise<{ found: readonly Diagnostic[]; sources: readonly string[] }> {
  const gathered = gatherContent(content);
  if (!gathered.config || hasErrors(gathered.diagnostics))
    return { found: gathered.diagnostics, sources: [] };
  const { baseUrl: _, ...config } = gathered.config;
  const local: SiteConfig = { ...config, hosts: ['node'] };
  const { files, diagnostics } = await makeSite(gathered, local);
  const found = [...gathered.diagnostics, ...diagnostics];
  if (!hasErrors(found)) await replaceTree(place, files, () => undefined);
  gathered.workspace.close();
  return { found, sources: gathered.collections.flatMap(snapshotFolder) };
}

function snapshotFolder({ path, config }: GatheredCollection): string[] {
  return config.source.kind === 'snapshots' ? [resolve(path, config.source.directory)] : [];
}

async function listen(
  options: ServeOptions,
  place: string,
  found: readonly Diagnostic[],
): Promise<CommandResult> {
  const { address, port, signal } = options;
  const { control, warnings, stop } = followReaders(place, options);
  const server = createSiteServer(new SiteFolder(place), options.report, control);
  server.listen(port, address);
  try {
    await once(server, 'listening');
  } catch (error) {
    stop();
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    return failed([diagnose('io/cannot-listen', { address, port, reason })], 2);
  }
  options.say(`Serving ${urlOf(server)}  (TAXII discovery: ${urlOf(server)}taxii2/)`, [
    ...found,
    ...warnings,
  ]);
  if (!signal.aborted) await once(signal, 'abort');
  stop();
  server.close();
  server.closeAllConnections();
  return succeeded([], '');
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}
