import type { Dimension, FileTableInput } from './file-table.ts';
import { escapeRegex } from './raw-parameters.ts';
import { type PathPattern, type QueryTable, queryTable } from './table.ts';

/** Paths are compared as they arrived. One with an escape or a dot segment may mean any other, and is declined. */
const ambiguous = { regex: '%|/\\.{1,2}(?:/|$)', symbol: 'unknown' };

export function pathDimension({ base, apiRoots }: FileTableInput, table: QueryTable): Dimension {
  const cases = table.paths.flatMap((pattern) =>
    pathRegexes(pattern, base, apiRoots).map(({ regex }) => ({ regex, symbol: pattern.symbol })),
  );
  return {
    name: 'path',
    reads: 'path',
    cases: [...cases, ambiguous],
    otherwise: 'elsewhere',
  };
}

export interface PathRegex {
  readonly regex: string;
  readonly apiRoot?: string;
  readonly collection?: string;
}

export function pathRegexes(
  { segments }: PathPattern,
  base: string,
  apiRoots: FileTableInput['apiRoots'],
): readonly PathRegex[] {
  if (segments[0] !== '{api-root}') return [{ regex: pathRegex(segments, base, {}) }];
  return apiRoots.flatMap(({ name, collections }) => {
    if (!segments.includes('{collection}'))
      return [{ regex: pathRegex(segments, base, { '{api-root}': escapeRegex(name) }), apiRoot: name }];
    return collections.map(({ id, alias }) => {
      const names = [id, ...(alias ? [alias] : [])].map(escapeRegex).join('|');
      const values = { '{api-root}': escapeRegex(name), '{collection}': `(?:${names})` };
      return { regex: pathRegex(segments, base, values), apiRoot: name, collection: id };
    });
  });
}

export interface CommonPath {
  readonly regex: string;
  readonly symbol: string;
  /** Whether it counts only where `collectionName` finds the name of a collection. */
  readonly isOfCollection: boolean;
}

/**
 * The cases of the dimension `path` with any text for the name of a collection, for hosts that look names up: then
 * they do not grow with the collections.
 */
export function commonPaths(
  { base, apiRoots }: Pick<FileTableInput, 'base' | 'apiRoots'>,
  table: QueryTable = queryTable,
): CommonPath[] {
  const values = { '{api-root}': anyRoot(apiRoots), '{collection}': NAME };
  const wanted = table.paths.filter(({ segments }) => segments[0] !== '{api-root}' || apiRoots.length > 0);
  return [
    ...wanted.map(({ segments, symbol }) => ({
      regex: pathRegex(segments, base, values),
      symbol,
      isOfCollection: segments.includes('{collection}'),
    })),
    { ...ambiguous, isOfCollection: false },
  ];
}

const NAME = '[^/%]+';

/** Its groups are the API root, and the name of a collection that there may be. */
export function collectionName({ base, apiRoots }: Pick<FileTableInput, 'base' | 'apiRoots'>): string {
  return `^${prefixOf(base)}/+(${anyRoot(apiRoots)})/+collections/+(${NAME})(?:/.*)?$`;
}

/** Something is named in the collections of an API root: of one, or of any. */
export function namesCollection({ base }: Pick<FileTableInput, 'base'>, root?: string): string {
  return `^${prefixOf(base)}/+${root === undefined ? '[^/]+' : escapeRegex(root)}/+collections/+[^/]`;
}

/** Its group is the API root. */
export function apiRootName({ base, apiRoots }: Pick<FileTableInput, 'base' | 'apiRoots'>): string {
  return `^${prefixOf(base)}/+(${anyRoot(apiRoots)})(?:/.*)?$`;
}

function anyRoot(apiRoots: FileTableInput['apiRoots']): string {
  return `(?:${apiRoots.map(({ name }) => escapeRegex(name)).join('|')})`;
}

function prefixOf(base: string): string {
  return base === '/' ? '' : `(?:${escapeRegex(base.slice(0, -1))})?`;
}

function pathRegex(
  segments: readonly string[],
  base: string,
  values: Readonly<Record<string, string>>,
): string {
  const parts = segments.map((segment) => {
    if (segment === '{rest}') return '/.*';
    if (segment === '{any}' || segment === '{object}') return '/+([^/%]+)';
    return `/+${values[segment] ?? escapeRegex(segment)}`;
  });
  return `^${prefixOf(base)}${parts.join('')}/*$`;
}
