import type { SiteConfig } from '../config/site-config.ts';
import { byCodeUnits } from '../json/canonical.ts';
import type { Ledger } from '../release/ledger.ts';
import type { PublishedCollection } from '../site/site.ts';
import { apiRootPath, collectionPath, DISCOVERY, objectsPath } from '../taxii/urls.ts';
import { collectionExamples, type ExampleView } from './connect-views.ts';
import type { Service } from './host-views.ts';
import { renderMarkdown } from './markdown.ts';
import { COLLECTION_TO_ROOT, collectionPage, shownUrl } from './page-urls.ts';
import { type ReleaseView, releaseViews } from './release-views.ts';
import { counted, groupDigits } from './text.ts';

export interface TypeView {
  readonly type: string;
  readonly objects: string;
  /** Of the commonest type's number, in per cent, for a bar. */
  readonly share: string;
}

export interface UrlView {
  readonly name: string;
  readonly url: string;
}

export interface CollectionView {
  readonly id: string;
  readonly title: string;
  readonly alias?: string;
  readonly description?: string;
  readonly apiRoot: string;
  /** Safe HTML. */
  readonly aboutHtml?: string;
  /** `1,234`. */
  readonly objects: string;
  /** `1,234 objects`. */
  readonly countedObjects: string;
  /** All object versions ever published, withdrawn ones included. */
  readonly objectVersions: string;
  /** The commonest first. */
  readonly types: readonly TypeView[];
  readonly latest?: ReleaseView;
  /** Newest first. */
  readonly releases: readonly ReleaseView[];
  /** Empty where no chosen host speaks TAXII; so are the examples. */
  readonly urls: readonly UrlView[];
  readonly examples: readonly ExampleView[];
  /** Relative to the site. */
  readonly page: string;
  /** From the page to the site. */
  readonly root: string;
}

/** All that the page of a collection says. */
export function collectionView(
  config: SiteConfig,
  collection: PublishedCollection,
  service: Service,
): CollectionView {
  const { ledger, about, config: own } = collection;
  const releases = releaseViews(collection);
  const types = typeViews(ledger);
  return {
    id: own.id,
    title: own.title,
    ...(own.alias ? { alias: own.alias } : {}),
    ...(own.description ? { description: own.description } : {}),
    apiRoot: own.apiRoot,
    ...(about?.trim() ? { aboutHtml: renderMarkdown(about) } : {}),
    objects: groupDigits(ledger.present.size),
    countedObjects: counted(ledger.present.size, 'object'),
    objectVersions: groupDigits(ledger.log.length),
    types,
    ...(releases[0] ? { latest: releases[0] } : {}),
    releases,
    urls: service.isTaxii ? urlViews(config, own) : [],
    examples: service.isTaxii ? collectionExamples(config, collection, service, types[0]?.type) : [],
    page: collectionPage(own),
    root: COLLECTION_TO_ROOT,
  };
}

function typeViews({ lastByType }: Ledger): TypeView[] {
  const counts = [...lastByType]
    .map(([type, { live }]) => ({ type, live }))
    .filter(({ live }) => live > 0)
    .sort((a, b) => b.live - a.live || byCodeUnits(a.type, b.type));
  const most = counts[0]?.live ?? 1;
  return counts.map(({ type, live }) => ({
    type,
    objects: groupDigits(live),
    share: ((100 * live) / most).toFixed(1),
  }));
}

function urlViews(config: SiteConfig, { apiRoot, id }: PublishedCollection['config']): UrlView[] {
  return [
    { name: 'Discovery', url: shownUrl(config, DISCOVERY) },
    { name: 'API root', url: shownUrl(config, apiRootPath(apiRoot)) },
    { name: 'Collection', url: shownUrl(config, collectionPath(apiRoot, id)) },
    { name: 'Objects', url: shownUrl(config, objectsPath(apiRoot, id)) },
  ];
}
