import type { HostName, SiteConfig } from '../config/site-config.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hosts } from '../hosts/all.ts';
import type { HostCollection, HostInput } from '../hosts/host.ts';
import { unprotected } from '../hosts/protection.ts';
import { checkRuleSite } from '../hosts/rule-limits.ts';
import { renderPages } from '../html/render-pages.ts';
import { fromMicroseconds } from '../json/instant.ts';
import type { OutputFile } from '../site/output-file.ts';
import { checkCollisions, planSite } from '../site/plan-site.ts';
import { schemaFiles } from '../site/schema-files.ts';
import type { PublishedCollection, Site } from '../site/site.ts';
import { dateAdded } from '../taxii/date-added.ts';
import type { Content } from './gather/content.ts';

/**
 * All files of a site: what TAXII needs, the pages for people, and the hosts' own rules.
 * @param config as read, or with the hosts and the base URL that the command wants
 */
export async function makeSite(
  { collections, workspace }: Content,
  config: SiteConfig,
): Promise<{ files: OutputFile[]; diagnostics: Diagnostic[] }> {
  const chosen = config.hosts.map((name: HostName) => hosts[name]);
  const levels = new Set(chosen.map(({ level }) => level));
  const site = planSite(config, collections, levels, workspace.read);
  const published = [...site.files, ...schemaFiles(), ...(await renderPages(site))];
  const input = hostInput(site, published);
  const emissions = chosen.map((host) => host.emit(input));
  const isPrecompressed = chosen.some(({ usesPrecompressed }) => usesPrecompressed);
  const files = [
    ...published.map((file) => (isPrecompressed ? compressible(file) : file)),
    ...emissions.flatMap((emission) => emission.files),
  ];
  // Immutable files first and pointers last is an order for uploads; on a disk that is swapped whole, paths do.
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const diagnostics = [
    ...unprotected(config, chosen),
    ...(site.rules ? checkRuleSite(site.rules, collections) : []),
    ...emissions.flatMap((emission) => emission.diagnostics),
    ...checkCollisions(files),
  ];
  return { files, diagnostics };
}

/** The store is read in ranges, which no host can take from a compressed file. */
function compressible(file: OutputFile): OutputFile {
  const isText = /\.(?:json|html|css|svg|txt)$/.test(file.path);
  return isText && !file.path.includes('/store/') ? { ...file, isPrecompressed: true } : file;
}

/** What hosts are told of a site. */
export function hostInput({ config, collections, rules }: Site, files: readonly OutputFile[]): HostInput {
  return {
    config,
    collections,
    files,
    ...(rules ? { rules } : {}),
    apiRoots: config.apiRoots.map(({ name, access }) => ({
      name,
      ...(access ? { access } : {}),
      collections: collections.filter((collection) => collection.config.apiRoot === name).map(hostCollection),
    })),
  };
}

function hostCollection({ config, ledger }: PublishedCollection): HostCollection {
  const latest = [...ledger.views.last.entries()];
  const date = (n: number) => fromMicroseconds(dateAdded(ledger.dated, n));
  return {
    id: config.id,
    ...(config.alias ? { alias: config.alias } : {}),
    ...(config.access ? { access: config.access } : {}),
    ...(latest.length > 0 ? { dates: { first: date(latest[0]!.n), last: date(latest.at(-1)!.n) } } : {}),
    releases: ledger.dated,
  };
}
