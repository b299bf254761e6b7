import { demandShape, documentOf, isObject, type Json, show } from '../json-value.ts';
import type { Probe } from '../probe.ts';
import { type Requirement, taxii } from '../requirement.ts';
import { type ApiRoot, isClosed, type Site } from '../site.ts';
import { segment } from '../urls.ts';
import { demand, Lacking, Skip } from '../verdict.ts';

/** Collections (TAXII 2.1 §5.1, §5.2). */
export const collections: readonly Requirement[] = [
  {
    id: 'T-5.1.1-1',
    cites: 'TAXII 2.1 §5.1.1, §2',
    strength: 'MUST',
    levels: taxii,
    title: 'The collections of an API root are a list that is not empty, or left out',
    check: async ({ site }) => {
      for (const { collections } of site.roots) {
        if (isClosed(collections)) continue;
        const { collections: listed } = documentOf(collections);
        const isSound =
          listed === undefined || (Array.isArray(listed) && listed.length > 0 && listed.every(isObject));
        demand(isSound, collections, `collections: ${show(listed)}`, 'a list with a value, or no property');
      }
    },
  },
  {
    id: 'T-5.2.1-1',
    cites: 'TAXII 2.1 §5.2.1',
    strength: 'MUST',
    levels: taxii,
    title: 'A collection has id, title, can_read and can_write, of the right types',
    check: async ({ site }) => {
      for (const { collections, listed } of site.roots)
        for (const collection of listed) demandShape(collection, shape, collections);
    },
  },
  {
    id: 'T-5.2.1-2',
    cites: 'TAXII 2.1 §5.2.1, §2',
    strength: 'SHOULD',
    levels: taxii,
    title: 'The id of a collection is a UUID of version 4 (the standard: MUST; some clients insist)',
    check: async ({ site }) => {
      for (const { collections, listed } of site.roots)
        for (const { id } of listed)
          demand(UUID4.test(String(id)), collections, `id: ${show(id)}`, 'a UUID of version 4');
    },
  },
  {
    id: 'T-5.2.1-3',
    cites: 'TAXII 2.1 §5.2.1',
    strength: 'MUST',
    levels: taxii,
    title: 'Ids, and aliases, are unique in an API root',
    check: async ({ site }) => {
      for (const root of site.roots) {
        demandUnique(root, 'id');
        demandUnique(root, 'alias');
      }
    },
  },
  {
    id: 'P-7-2',
    cites: 'DESIGN §7; many clients choose a collection by its title',
    strength: 'SHOULD',
    levels: taxii,
    title: 'Titles of collections are unique in an API root',
    check: async ({ site }) => {
      for (const root of site.roots) demandUnique(root, 'title');
    },
  },
  {
    id: 'T-5.2-1',
    cites: 'TAXII 2.1 §5.2, §5.2.1',
    strength: 'MUST',
    levels: taxii,
    title: 'The collection resource is at the path of its id, and is the one that was listed',
    check: async (probe) => {
      const answer = await probe.ask(probe.target.url);
      const [body, { resource }] = [documentOf(answer), probe.target];
      demandShape(body, shape, answer);
      for (const name of ['id', 'title', 'can_read', 'can_write'])
        demand(
          body[name] === resource[name],
          answer,
          `${name}: ${show(body[name])}`,
          `${name}: ${show(resource[name])}`,
        );
    },
  },
  {
    id: 'T-5.2-2',
    cites: 'TAXII 2.1 §5.2.1',
    strength: 'SHOULD',
    levels: taxii,
    title: 'A collection answers at the path of its alias as well',
    check: async (probe) => {
      const { alias, id } = probe.target.resource;
      if (typeof alias !== 'string') throw new Skip('the collection has no alias');
      const answer = await probe.ask(`${probe.root.url}collections/${segment(alias)}/`);
      demand(documentOf(answer).id === id, answer, `id: ${show(documentOf(answer).id)}`, `id: ${show(id)}`);
    },
  },
  {
    id: 'T-5.2-3',
    cites: 'TAXII 2.1 §5.2',
    strength: 'MUST',
    levels: taxii,
    title: 'An unknown collection is 404',
    check: async (probe) => {
      for (const rest of ['', 'objects/', 'manifest/'])
        await demandMissing(probe, `${firstRoot(probe.site).url}collections/${UNKNOWN_UUID}/${rest}`);
    },
  },
  {
    id: 'T-3.3-1',
    cites: 'TAXII 2.1 §3.3',
    strength: 'MUST',
    levels: taxii,
    title: 'Collections come in the same order every time',
    check: async (probe) => {
      const { collections, listed } = firstRoot(probe.site);
      const ids = (list: unknown) =>
        show(Array.isArray(list) ? list.filter(isObject).map(({ id }) => id) : []);
      for (let time = 2; time <= 4; time += 1) {
        const again = await probe.ask(collections.request.url, { isFresh: true });
        const seen = ids(documentOf(again).collections);
        demand(seen === ids(listed), again, seen, ids(listed));
      }
    },
  },
];

/** Version 4, and no id that anything has. */
export const UNKNOWN_UUID = '5d1f0c3e-7a2b-4c9d-8e6f-0a1b2c3d4e5f';
const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

const shape = {
  id: 'string',
  title: 'string',
  'description?': 'string',
  'alias?': 'string',
  can_read: 'boolean',
  can_write: 'boolean',
  'media_types?': 'list of string',
} as const;

function firstRoot({ roots }: Site): ApiRoot {
  const root = roots.find(({ collections }) => !isClosed(collections));
  if (!root) throw new Skip('there is no API root that lists its collections');
  return root;
}

function demandUnique({ collections, listed }: ApiRoot, name: string): void {
  const values = listed.map((collection: Json) => collection[name]).filter((value) => value !== undefined);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  demand(twice === undefined, collections, `${name}: ${show(twice)} twice`, `every ${name} once`);
}

export async function demandMissing(probe: Probe, url: string): Promise<void> {
  const answer = await probe.ask(url);
  // Storage that may not be listed hides what is missing (§5.6: 403 is for those without access).
  if (answer.status === 403) throw new Lacking('status 403', 'status 404', answer.request);
  demand(answer.status === 404, answer, `status ${answer.status}`, 'status 404');
}
