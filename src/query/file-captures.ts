import { CURSOR } from './cursor.ts';
import { type PathRegex, pathRegexes } from './file-paths.ts';
import type { Capture, FileTableInput } from './file-table.ts';
import { OBJECT_ID, TYPE, UUID, VIEW } from './file-words.ts';
import { apiRootFolder, collectionFolder } from './paths.ts';
import { hasValue } from './raw-parameters.ts';
import type { QueryTable } from './table.ts';

/** The values that file names are made of, and where in a request each stands. */
export function captures({ base, apiRoots }: FileTableInput, table: QueryTable): Capture[] {
  const regexes = table.paths.flatMap((pattern) => pathRegexes(pattern, base, apiRoots));
  return [
    {
      name: 'folder',
      reads: 'path',
      cases: regexes.flatMap(({ regex, apiRoot, collection }) =>
        apiRoot && collection ? [{ regex, value: collectionFolder(apiRoot, collection) }] : [],
      ),
    },
    {
      name: 'root',
      reads: 'path',
      cases: regexes.flatMap(({ regex, apiRoot }) =>
        apiRoot ? [{ regex, value: apiRootFolder(apiRoot) }] : [],
      ),
    },
    { name: 'kind', reads: 'path', cases: [{ regex: '/(objects|manifest)/*$', value: '$1' }] },
    { name: 'collection', reads: 'path', cases: collectionIds(regexes) },
    { name: 'object', reads: 'path', cases: [{ regex: `/(${OBJECT_ID})(?:/+versions)?/*$`, value: '$1' }] },
    { name: 'id', reads: 'query', cases: [{ regex: hasValue('match[id]', `(${OBJECT_ID})`), value: '$1' }] },
    { name: 'type', reads: 'query', cases: [{ regex: hasValue('match[type]', `(${TYPE})`), value: '$1' }] },
    versionCapture,
    {
      name: 'tokenCollection',
      reads: 'query',
      cases: [{ regex: hasValue('next', `2\\.(${UUID})\\..*`), value: '$1' }],
    },
    {
      name: 'tokenView',
      reads: 'query',
      cases: [{ regex: hasValue('next', `2\\.${UUID}\\.(${VIEW})\\..*`), value: '$1' }],
    },
    {
      name: 'tokenCursor',
      reads: 'query',
      cases: [{ regex: hasValue('next', `2\\.${UUID}\\.(?:${VIEW})\\.[0-9]\\.(${CURSOR})`), value: '$1' }],
    },
  ];

  function collectionIds(all: readonly PathRegex[]) {
    return all.flatMap(({ regex, collection }) => (collection ? [{ regex, value: collection }] : []));
  }
}

const versionCapture: Capture = {
  name: 'version',
  reads: 'query',
  cases: [
    { regex: hasValue('match[version]', 'first'), value: 'first' },
    { regex: hasValue('match[version]', 'all'), value: 'all' },
    { regex: '', value: 'last' },
  ],
};
