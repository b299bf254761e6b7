import { credentialPlaces, passwordFile } from '../../config/access.ts';
import type { Access } from '../../config/site-config.ts';
import { namesCollection } from '../../query/file-paths.ts';
import type { FileTable } from '../../query/file-table.ts';
import { apiRootFolder, collectionFolder } from '../../query/paths.ts';
import type { HostInput } from '../host.ts';
import { type MapEntry, printMap } from './syntax.ts';

/** What a request is about: the folders of its API root and of its collection, and whether it names a collection. */
const PART = '$tp_root:$tp_folder:$tp_names_one';

/** A list that nobody is on. */
const NO_LIST = '/dev/null';

/** Who may read what is decided by the path that was asked for, in the places where the files are served. */
export function printAccess(
  { config, apiRoots }: Pick<HostInput, 'config' | 'apiRoots'>,
  table: Pick<FileTable, 'base'>,
): string {
  const guarded = apiRoots.flatMap(({ name, access, collections }) => [
    ...asked(`${apiRootFolder(name)}:`, access),
    ...collections.flatMap(({ id, access: own }) =>
      asked(`${apiRootFolder(name)}:${collectionFolder(name, id)}`, own),
    ),
  ]);
  const parts = guarded.flatMap(([folders, access]) =>
    ['', '1'].map((named) => ({ part: `${folders}:${named}`, access })),
  );
  const users = [
    ...parts.map(({ part, access }): MapEntry => ({ key: part, value: passwordFile(config, access) })),
    ...mixedRoots(apiRoots).map(({ name }): MapEntry => {
      return { key: `${apiRootFolder(name)}::1`, value: NO_LIST };
    }),
  ];
  const certificates = parts.flatMap(({ part, access }): MapEntry[] =>
    access.mutualTls ? [{ key: part, value: '1' }] : [],
  );
  return [
    printMap('$tp_path', 'tp_names_one', [{ key: namesCollection(table), regex: 'exact-case', value: '1' }]),
    printMap(PART, 'tp_list', users),
    printMap(PART, 'tp_wants_certificate', certificates),
    // A refusal of its own would tell what is there; without a certificate no password is right.
    printMap(
      '$tp_wants_certificate:$ssl_client_verify',
      'tp_users',
      [{ key: '^1:(?!SUCCESS$)', regex: 'exact-case', value: NO_LIST }],
      { otherwise: '$tp_list' },
    ),
    printMap('$tp_users', 'tp_realm', [{ key: '', value: 'off' }], {
      otherwise: credentialPlaces(config).realm,
    }),
    printMap('$tp_users', 'tp_vary', [{ key: '', value: 'Accept, Accept-Encoding' }], {
      otherwise: 'Accept, Accept-Encoding, Authorization',
    }),
    // No shared cache may keep what not everybody may read.
    printMap('$tp_users', 'tp_cache', [{ key: '', value: '$tp_h_cache_control' }], {
      otherwise: 'private, no-cache',
      isVolatile: true,
    }),
  ].join('\n');
}

function asked(folders: string, access: Access | undefined): [string, Access][] {
  return access ? [[folders, access]] : [];
}

/**
 * API roots that everybody may read, but not everything in them. Names that are not there ask for credentials as
 * well: otherwise the answers would tell which names are taken (appendix B, security considerations).
 */
function mixedRoots(apiRoots: HostInput['apiRoots']): HostInput['apiRoots'] {
  return apiRoots.filter(({ access, collections }) => !access && collections.some((one) => one.access));
}
