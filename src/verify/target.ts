import type { Asker } from './asker.ts';
import { type Json, objectOf } from './json-value.ts';
import { readPage } from './lists.ts';
import type { ApiRoot, Site } from './site.ts';
import { segment } from './urls.ts';
import { Fault } from './verdict.ts';

/** The collection that is looked into. */
export interface Target {
  readonly root: ApiRoot;
  readonly url: string;
  readonly resource: Json;
}

/** No such collection: wrong use. */
export class NoSuchCollectionError extends Error {}

/** More collections are not opened in search of one that has objects. */
const MOST_TRIED = 5;

/**
 * @param wanted id, alias or title; without it, the first collection with several objects
 * @throws NoSuchCollectionError
 */
export async function chooseTarget(asker: Asker, site: Site, wanted?: string): Promise<Target | undefined> {
  if (site.roots.length === 0) return undefined;
  const name = wanted ?? site.collectionInUrl;
  const all = site.roots.flatMap((root) => root.listed.map((resource) => targetOf(root, resource)));
  if (name !== undefined) {
    const found = all.find(({ resource }) => [resource.id, resource.alias, resource.title].includes(name));
    return found ?? unlisted(asker, site.roots, name);
  }
  const readable = all.filter(({ resource }) => resource.can_read !== false);
  for (const least of [2, 1])
    for (const target of readable.slice(0, MOST_TRIED))
      if ((await count(asker, target)) >= least) return target;
  return readable[0];
}

function targetOf(root: ApiRoot, resource: Json): Target {
  return { root, url: `${root.url}collections/${segment(String(resource.id))}/`, resource };
}

/** A collection may be open to those who know its name. */
async function unlisted(asker: Asker, roots: readonly ApiRoot[], name: string): Promise<Target> {
  for (const root of roots) {
    const url = `${root.url}collections/${segment(name)}/`;
    const answer = await asker.ask(url);
    const resource = answer.status === 200 ? objectOf(answer) : undefined;
    if (resource) return { root, url, resource };
  }
  throw new NoSuchCollectionError(`there is no collection ${name}`);
}

async function count(asker: Asker, { url }: Target): Promise<number> {
  try {
    return readPage(await asker.ask(`${url}objects/`)).entries.length;
  } catch (error) {
    if (error instanceof Fault) return 0;
    throw error;
  }
}
