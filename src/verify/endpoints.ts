import type { Probe } from './probe.ts';
import { isClosed } from './site.ts';
import type { Exchange } from './wire.ts';

export interface Endpoint {
  readonly name: string;
  readonly url: string;
}

/** Every endpoint that answers GET, each once (§3.1). */
export async function endpoints(probe: Probe): Promise<Endpoint[]> {
  const { site } = probe;
  const documents = [
    ...(isClosed(site.discovery) ? [] : [{ name: 'discovery', url: site.discoveryUrl }]),
    ...site.roots
      .slice(0, 1)
      .flatMap(({ url, answer, collections }) => [
        ...(isClosed(answer) ? [] : [{ name: 'API root', url }]),
        ...(isClosed(collections) ? [] : [{ name: 'collections', url: `${url}collections/` }]),
      ]),
  ];
  return [...documents, ...(await collectionEndpoints(probe))];
}

/** Those inside the collection that is looked into. */
export async function collectionEndpoints(probe: Probe): Promise<Endpoint[]> {
  const lists = [
    { name: 'collection', url: probe.target.url },
    { name: 'objects', url: probe.listUrl('objects') },
    { name: 'manifest', url: probe.listUrl('manifest') },
  ];
  const id = (await probe.page('objects')).entries[0]?.id;
  if (id === undefined) return lists;
  const object = probe.objectUrl(id);
  const single = [
    { name: 'object', url: object },
    { name: 'versions', url: `${object}versions/` },
  ];
  // Where they are missing, that is one finding of its own, and not one of every requirement.
  for (const endpoint of single) if ((await probe.ask(endpoint.url)).status !== 404) lists.push(endpoint);
  return lists;
}

/** What a TAXII client may send for each endpoint, and gets a success for. */
export async function successes(probe: Probe): Promise<Exchange[]> {
  const found: Exchange[] = [];
  for (const { url } of await endpoints(probe)) found.push(await probe.ask(url));
  return found;
}
