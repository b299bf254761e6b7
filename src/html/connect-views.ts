import type { SiteConfig } from '../config/site-config.ts';
import { fromMicroseconds } from '../json/instant.ts';
import type { PublishedCollection } from '../site/site.ts';
import { lastDateAdded } from '../taxii/date-added.ts';
import { TAXII } from '../taxii/media-type.ts';
import { collectionPath, collectionsPath, DISCOVERY, objectsPath } from '../taxii/urls.ts';
import type { Service } from './host-views.ts';
import { exampleUrl } from './page-urls.ts';

/** Something to paste into a terminal or a program. */
export interface ExampleView {
  readonly title: string;
  readonly note?: string;
  readonly code: string;
}

/** From the discovery URL to the collections. */
export function siteExamples(config: SiteConfig): ExampleView[] {
  return [
    {
      title: 'curl',
      code: [
        curl(exampleUrl(config, DISCOVERY)),
        ...config.apiRoots.map(({ name }) => curl(exampleUrl(config, collectionsPath(name)))),
      ].join('\n'),
    },
    {
      title: 'Python, with taxii2-client',
      code: `from taxii2client.v21 import Server

server = Server('${exampleUrl(config, DISCOVERY)}')
for api_root in server.api_roots:
    for collection in api_root.collections:
        print(collection.id, collection.title)`,
    },
  ];
}

/**
 * How to read one collection: whole where no host can do more, else in pages and from a date on.
 * @param type an object type that the collection holds, for the example of a filter
 */
export function collectionExamples(
  config: SiteConfig,
  collection: PublishedCollection,
  service: Service,
  type: string | undefined,
): ExampleView[] {
  const { apiRoot, id } = collection.config;
  const objects = exampleUrl(config, objectsPath(apiRoot, id));
  const python = exampleUrl(config, collectionPath(apiRoot, id));
  if (!service.hasQueries) return [...wholeExamples(objects), wholePython(python)];
  return [
    ...queryExamples(objects, config.paging.max),
    pollExample(objects, collection),
    ...(type ? [filterExample(objects, type)] : []),
    pagedPython(python),
  ];
}

function wholeExamples(objects: string): ExampleView[] {
  return [
    {
      title: 'All objects',
      note: 'One answer holds the whole collection; to be up to date, fetch it again.',
      code: curl(objects),
    },
  ];
}

function queryExamples(objects: string, max: number): ExampleView[] {
  const limit = Math.min(100, max);
  return [
    {
      title: 'Page by page',
      note: 'While an answer says "more": true, ask again with the value of its "next".',
      code: [curl(`${objects}?limit=${limit}`), curl(`${objects}?limit=${limit}&next=NEXT`)].join('\n'),
    },
  ];
}

/** Where there are two releases, the answer is what the last one brought; else nothing yet. */
function pollExample(objects: string, { ledger }: PublishedCollection): ExampleView {
  const index = Math.max(ledger.reports.length - 2, 0);
  const release = ledger.dated[index];
  const after = release ? fromMicroseconds(lastDateAdded(release)) : '2026-01-01T00:00:00.000000Z';
  const since = release ? ` This asks for what came after release ${ledger.reports[index]!.version}.` : '';
  return {
    title: 'Only what is new',
    note: `The X-TAXII-Date-Added-Last header of an answer is the added_after of your next poll.${since}`,
    code: curl(`${objects}?added_after=${after}`, '-i '),
  };
}

function filterExample(objects: string, type: string): ExampleView {
  return { title: 'Only one type', code: curl(`${objects}?match[type]=${type}`, '-g ') };
}

function curl(url: string, options = ''): string {
  return `curl ${options}-H 'Accept: ${TAXII}' \\\n  '${url}'`;
}

const PYTHON = 'Python, with taxii2-client';

function wholePython(collection: string): ExampleView {
  return {
    title: PYTHON,
    code: `from taxii2client.v21 import Collection

collection = Collection('${collection}')
for stix_object in collection.get_objects().get('objects', []):
    print(stix_object['id'])`,
  };
}

function pagedPython(collection: string): ExampleView {
  return {
    title: PYTHON,
    code: `from taxii2client.v21 import Collection, as_pages

collection = Collection('${collection}')
for envelope in as_pages(collection.get_objects, per_request=100):
    for stix_object in envelope.get('objects', []):
        print(stix_object['id'])`,
  };
}
