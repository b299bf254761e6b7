import { basePath } from '../config/base-url.ts';
import type { ApiRootConfig } from '../config/site-config.ts';
import { hasProtectedPart, publicPart } from '../site/public-part.ts';
import type { Site } from '../site/site.ts';
import { apiRootPath, DISCOVERY } from '../taxii/urls.ts';
import { type CollectionView, collectionView } from './collection-view.ts';
import { type ExampleView, siteExamples } from './connect-views.ts';
import {
  type HostTableView,
  type HostView,
  hostTableView,
  hostViews,
  type Service,
  serviceOf,
} from './host-views.ts';
import { shownUrl, UNKNOWN_HOST } from './page-urls.ts';
import { type ReleaseColumn, releaseColumns } from './release-views.ts';
import { type ContactView, contactView, counted } from './text.ts';

export interface ApiRootView {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly url?: string;
  readonly collections: readonly CollectionView[];
}

/** All that the pages say, ready to print: the templates only choose where. */
export interface SiteView {
  readonly title: string;
  readonly description?: string;
  readonly contact?: ContactView;
  readonly service: Service;
  readonly hosts: readonly HostView[];
  readonly hostTable: HostTableView;
  readonly apiRoots: readonly ApiRootView[];
  readonly collections: readonly CollectionView[];
  /** `2 collections, 1,234 objects`. */
  readonly extent: string;
  /** Of all collections' release tables. */
  readonly releaseColumns: readonly ReleaseColumn[];
  readonly discoveryUrl?: string;
  readonly examples: readonly ExampleView[];
  /** True where there is more for those who log in; what it is stands on no page. */
  readonly hasProtectedPart: boolean;
  /** What stands in the examples for the host where the configuration does not tell it. */
  readonly unknownHost?: string;
  /** For `404.html` alone, which is shown at any depth. */
  readonly basePath: string;
}

/** The view models of all pages. Everybody reads them, so they are of what everybody may read. */
export function siteView(whole: Site): SiteView {
  const site = publicPart(whole);
  const { config } = site;
  const service = serviceOf(site);
  const apiRoots = config.apiRoots.map((root) => apiRootView(site, root, service));
  const collections = apiRoots.flatMap((root) => root.collections);
  return {
    title: config.title,
    ...(config.description ? { description: config.description } : {}),
    ...(config.contact ? { contact: contactView(config.contact) } : {}),
    service,
    hosts: hostViews(site),
    hostTable: hostTableView(site),
    apiRoots,
    collections,
    extent: extentOf(site),
    releaseColumns,
    ...(service.isTaxii ? { discoveryUrl: shownUrl(config, DISCOVERY) } : {}),
    examples: service.isTaxii ? siteExamples(config) : [],
    hasProtectedPart: hasProtectedPart(whole),
    ...(config.baseUrl ? {} : { unknownHost: UNKNOWN_HOST }),
    basePath: basePath(config),
  };
}

function apiRootView(site: Site, root: ApiRootConfig, service: Service): ApiRootView {
  const own = site.collections.filter(({ config }) => config.apiRoot === root.name);
  return {
    name: root.name,
    title: root.title,
    ...(root.description ? { description: root.description } : {}),
    ...(service.isTaxii ? { url: shownUrl(site.config, apiRootPath(root.name)) } : {}),
    collections: own.map((collection) => collectionView(site.config, collection, service)),
  };
}

function extentOf({ collections }: Site): string {
  const objects = collections.reduce((sum, { ledger }) => sum + ledger.present.size, 0);
  return `${counted(collections.length, 'collection')}, ${counted(objects, 'object')}`;
}
