import type { Dimension, FileTableInput } from './file-table.ts';
import { escapeRegex } from './raw-patterns.ts';
import type { PathPattern, QueryTable } from './table.ts';

// Paths are compared as they arrived. One with an escape or a dot segment may mean any other, and is declined.

export function pathDimension({ base, apiRoots }: FileTableInput, table: QueryTable): Dimension {
  const cases = table.paths.flatMap((pattern) =>
    pathRegexes(pattern, base, apiRoots).map(({ regex }) => ({ regex, symbol: pattern.symbol })),
  );
  return {
    name: 'path',
    reads: 'path',
    cases: [...cases, { regex: '%|/\\.{1,2}(?:/|$)', symbol: 'unknown' }],
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

function pathRegex(
  segments: readonly string[],
  base: string,
  values: Readonly<Record<string, string>>,
): string {
  const prefix = base === '/' ? '' : `(?:${escapeRegex(base.slice(0, -1))})?`;
  const parts = segments.map((segment) => {
    if (segment === '{rest}') return '/.*';
    if (segment === '{any}' || segment === '{object}') return '/+([^/%]+)';
    return `/+${values[segment] ?? escapeRegex(segment)}`;
  });
  return `^${prefix}${parts.join('')}/*$`;
}
