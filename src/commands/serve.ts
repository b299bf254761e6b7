import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { remove } from 'fs-extra/esm';
import type { SiteConfig } from '../config/site-config.ts';
import { type Diagnostic, diagnose, hasErrors } from '../diagnostics/diagnostic.ts';
import { SiteFolder } from '../io/site-folder.ts';
import { watch } from '../io/watch.ts';
import { replaceTree, whatIsAt } from '../io/write-tree.ts';
import { SITE_INDEX } from '../query/store-format.ts';
import { createSiteServer } from '../server/node-server.ts';
import { gatherContent } from './gather/content.ts';
import { makeSite } from './make-site.ts';
import { type CommandResult, failed, succeeded } from './result.ts';

export interface ServeOptions {
  readonly content: string;
  /** A site that was built for level 3; served as it is, instead of the content. */
  readonly site?: string;
  readonly port: number;
  readonly address: string;
  /** Says that it listens, and what every rebuild found. */
  readonly say: (text: string, found: readonly Diagnostic[]) => void;
  readonly report: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Serves a site until it is told to stop. */
export async function serve(options: ServeOptions): Promise<CommandResult> {
  if (options.site !== undefined) return serveBuilt(options, options.site);
  const folder = await mkdtemp(join(tmpdir(), 'taxii-press-'));
  const place = join(folder, 'site');
  try {
    const found = await rebuild(options.content, place);
    if (hasErrors(found)) return failed(found);
    const stop = await watch([options.content], () => void again());
    await listen(options, place, found);
    await stop();
  } finally {
    await remove(folder);
  }
  return succeeded([], '');

  async function again(): Promise<void> {
    try {
      const found = await rebuild(options.content, place);
      options.say(hasErrors(found) ? 'Not rebuilt; the last sound site stays.' : 'Rebuilt.', found);
    } catch (error) {
      options.report(error);
    }
  }
}

async function serveBuilt(options: ServeOptions, site: string): Promise<CommandResult> {
  if (whatIsAt(site, SITE_INDEX) !== 'site')
    return failed([diagnose('io/not-found', { path: site, what: 'site of taxii-press' })], 2);
  await listen(options, site, []);
  return succeeded([], '');
}

/** A site for this server: level 3, whatever other hosts the content names, at its own address. */
async function rebuild(content: string, place: string): Promise<readonly Diagnostic[]> {
  const gathered = gatherContent(content);
  if (!gathered.config || hasErrors(gathered.diagnostics)) return gathered.diagnostics;
  const { baseUrl: _, ...config } = gathered.config;
  const local: SiteConfig = { ...config, hosts: ['node'] };
  const { files, diagnostics } = await makeSite(gathered, local);
  const found = [...gathered.diagnostics, ...diagnostics];
  if (!hasErrors(found)) await replaceTree(place, files, () => undefined);
  return found;
}

async function listen(options: ServeOptions, place: string, found: readonly Diagnostic[]): Promise<void> {
  const server = createSiteServer(new SiteFolder(place), options.report);
  server.listen(options.port, options.address);
  await once(server, 'listening');
  const { address, port, family } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  options.say(`Serving http://${host}:${port}/  (TAXII discovery: http://${host}:${port}/taxii2/)`, found);
  if (!options.signal.aborted) await once(options.signal, 'abort');
  server.close();
  server.closeAllConnections();
}
