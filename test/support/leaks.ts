import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { clubMarks, guarded } from './protected-content.ts';

/** For tests of any server that holds the content of `protected-content.ts`: what does it give away? */

export interface Probe {
  /** As it goes over the wire. */
  readonly path: string;
  readonly authorization?: string;
}

export interface Seen {
  readonly status: number;
  /** Headers and body. */
  readonly everything: string;
}

export type Ask = (probe: Probe) => Promise<Seen>;

/** What of the content somebody on some lists may not see. */
export function secretsFor(lists: readonly string[]): string[] {
  return [
    ...guarded.flatMap(({ readers, marks }) => (readers && !lists.includes(readers) ? marks : [])),
    ...(lists.includes('members') ? [] : clubMarks),
  ];
}

/** What an answer gives away. */
export function leaksOf(secrets: readonly string[], { everything }: Seen, path: string): string[] {
  return secrets.filter((secret) => everything.includes(secret)).map((secret) => `${secret} at ${path}`);
}

/** Spellings of one path that a server might take for it. */
export function spellings(path: string): string[] {
  return [
    `/${path}`,
    `//${path}`,
    `/./${path}`,
    `/open/../${path}`,
    `/browse/%2e%2e/${path}`,
    `/${path}/`,
    `/${path}?x`,
    `/${path.replace(/^./, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}`,
    `/${path.replaceAll('/', '%2f')}`,
    `/${path.replaceAll('/', '\\')}`,
    `/${path.replace(/^[^/]*/, (name) => name.toUpperCase())}`,
    `/${path.replace('/', './')}`,
  ];
}

/** The files of a built site, relative to it; the schemas of STIX are many and the same for everybody. */
export function filesOf(site: string): string[] {
  return readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(site.length + 1))
    .filter((file) => !/^schemas\/.*\//.test(file));
}

/**
 * Asks for every file of a site in every spelling, without credentials and with wrong ones.
 * @param wrong values of Authorization that let nobody in here
 * @param right one that does: not even that gets a file past the rules of TAXII
 */
export async function tryAllFiles(
  site: string,
  ask: Ask,
  { wrong, right }: { wrong: readonly string[]; right: string },
): Promise<{ leaks: string[]; shown: number; tried: number }> {
  const secrets = secretsFor([]);
  const leaks: string[] = [];
  let shown = 0;
  let tried = 0;
  for (const file of filesOf(site)) {
    const probes: Probe[] = spellings(file).map((path) => ({ path }));
    for (const authorization of wrong) probes.push({ path: `/${file}`, authorization });
    for (const probe of probes) {
      const seen = await ask(probe);
      tried += 1;
      if (seen.status === 200) shown += 1;
      leaks.push(...leaksOf(secrets, seen, probe.path));
      if (!file.startsWith('_taxii/')) continue;
      const { status } = await ask({ path: probe.path, authorization: right });
      if (status === 200) leaks.push(`a file behind TAXII at ${probe.path}`);
    }
  }
  return { leaks, shown, tried };
}

/** Follows all links from the front page; fails on none, and tells of what leaks. */
export async function crawl(ask: Ask): Promise<{ leaks: string[]; broken: string[]; seen: string[] }> {
  const leaks: string[] = [];
  const broken: string[] = [];
  const seen = new Set<string>(['/']);
  for (const path of seen) {
    const page = await ask({ path });
    if (page.status !== 200) broken.push(`${page.status} at ${path}`);
    leaks.push(...leaksOf(secretsFor([]), page, path));
    for (const [, link] of page.everything.matchAll(/(?:href|src)="([^"#]*)/g)) {
      const target = new URL(link!, `http://host${path}`);
      if (target.host === 'host' && target.protocol === 'http:') seen.add(target.pathname);
    }
  }
  return { leaks, broken, seen: [...seen] };
}

/** The endpoints of a collection, by its id or another name. */
export function endpoints({ apiRoot, id, objectId }: (typeof guarded)[number], name = id): string[] {
  const base = `/${apiRoot}/collections/${name}/`;
  return [
    base,
    `${base}objects/`,
    `${base}objects`,
    `${base}objects/?limit=1`,
    `${base}manifest/`,
    `${base}objects/${objectId}/`,
    `${base}objects/${objectId}/versions/`,
  ];
}
