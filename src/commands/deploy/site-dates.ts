import { join } from 'node:path';
import { datesOfPage } from '../../hosts/cloudfront/page-dates.ts';
import type { Dates } from '../../hosts/s3/objects.ts';
import { readText } from '../../io/files.ts';
import { wholeFolder } from '../../query/paths.ts';
import type { SiteIndex } from '../../query/store-format.ts';
import type { ManifestRecord } from '../../taxii/resources.ts';

/**
 * The dates of the entries in the answers of level 1, read from the manifests of a built site. Those of an object's
 * former versions stand nowhere in it, so for the versions of an object that has several there are none.
 * @returns for a path in the site
 */
export function datesOfSite(site: string, index: SiteIndex): (path: string) => Dates | undefined {
  const known = new Map<string, Dates>();
  for (const { name, collections } of index.apiRoots)
    for (const { id } of collections) addCollection(known, site, wholeFolder(name, id));
  return (path) =>
    known.get(path) ?? ofSingleVersion(path) ?? datesOfPage(path, (one) => readText(join(site, one)));

  function ofSingleVersion(path: string): Dates | undefined {
    if (!/\/whole\/versions\/[^/]+$/.test(path)) return undefined;
    const dates = known.get(path.replace('/versions/', '/objects/'));
    const { versions } = JSON.parse(readText(join(site, path)) ?? '{"versions":[]}') as {
      versions: string[];
    };
    return versions.length === 1 ? dates : undefined;
  }
}

function addCollection(known: Map<string, Dates>, site: string, folder: string): void {
  const text = readText(join(site, folder, 'manifest.json'));
  const { objects = [] } = JSON.parse(text ?? '{}') as { objects?: ManifestRecord[] };
  if (objects.length === 0) return;
  for (const { id, date_added } of objects)
    known.set(`${folder}/objects/${id}.json`, { first: date_added, last: date_added });
  const all = { first: objects[0]!.date_added, last: objects.at(-1)!.date_added };
  for (const list of ['objects', 'manifest']) known.set(`${folder}/${list}.json`, all);
}
