import { STIX, TAXII } from './media-type.ts';

/** The resources of TAXII 2.1 as they go over the wire, with the standard's property names. */

/** §4.1.1 */
export interface Discovery {
  title: string;
  description?: string;
  contact?: string;
  default?: string;
  api_roots?: string[];
}

/** §4.2.1 */
export interface ApiRoot {
  title: string;
  description?: string;
  versions: string[];
  max_content_length: number;
}

/** §5.2.1 */
export interface Collection {
  id: string;
  title: string;
  description?: string;
  alias?: string;
  can_read: boolean;
  can_write: boolean;
  media_types: string[];
}

/** §5.3.1 */
export interface ManifestRecord {
  id: string;
  date_added: string;
  version: string;
  media_type: string;
}

/** §3.6.1 */
export interface ErrorMessage {
  title: string;
  description?: string;
  http_status: string;
}

export function apiRootResource(root: {
  title: string;
  description?: string;
  maxContentLength: number;
}): ApiRoot {
  return {
    title: root.title,
    ...(root.description ? { description: root.description } : {}),
    versions: [TAXII],
    max_content_length: root.maxContentLength,
  };
}

/** A published collection is read-only: what is in it comes from pull requests, not from POST. */
export function collectionResource(collection: {
  id: string;
  title: string;
  alias?: string;
  description?: string;
}): Collection {
  return {
    id: collection.id,
    title: collection.title,
    ...(collection.description ? { description: collection.description } : {}),
    ...(collection.alias ? { alias: collection.alias } : {}),
    can_read: true,
    can_write: false,
    media_types: [STIX],
  };
}

/** §5.1.1: without collections the key is omitted. */
export function collectionsResource(collections: readonly Collection[]): {
  collections?: readonly Collection[];
} {
  return collections.length > 0 ? { collections } : {};
}

export function manifestRecord(id: string, dateAdded: string, objectVersion: string): ManifestRecord {
  return { id, date_added: dateAdded, version: objectVersion, media_type: STIX };
}

export function errorMessage(status: number, title: string, description?: string): ErrorMessage {
  return { title, ...(description ? { description } : {}), http_status: String(status) };
}
