import { credentialPlaces, passwordFile } from '../../config/access.ts';
import type { Access } from '../../config/site-config.ts';
import { apiRootFolder, collectionFolder } from '../../query/paths.ts';
import type { HostInput } from '../host.ts';
import { type MapEntry, printMap } from './syntax.ts';

/** Which part of the site a request is about: the folders of its API root and of its collection. */
const PART = '$tp_root:$tp_folder';

/** Who may read what is decided by the path that was asked for, in the places where the files are served. */
export function printAccess({ config, apiRoots }: Pick<HostInput, 'config' | 'apiRoots'>): string {
  const parts = apiRoots.flatMap(({ name, access, collections }): { part: string; access: Access }[] => [
    ...(access ? [{ part: `${apiRootFolder(name)}:`, access }] : []),
    ...collections.flatMap(({ id, access: own }) =>
      own ? [{ part: `${apiRootFolder(name)}:${collectionFolder(name, id)}`, access: own }] : [],
    ),
  ]);
  const users = parts.map(
    ({ part, access }): MapEntry => ({ key: part, value: passwordFile(config, access) }),
  );
  const certificates = parts.flatMap(({ part, access }): MapEntry[] =>
    access.mutualTls ? [{ key: part, value: '1' }] : [],
  );
  return [
    printMap(PART, 'tp_users', users),
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
    printMap(PART, 'tp_wants_certificate', certificates),
    printMap(
      '$tp_wants_certificate:$ssl_client_verify:$tp_place_by_rule',
      'tp_place',
      [
        {
          key: '^1:(?!SUCCESS:).*:(?!/_tp/preflight$)',
          regex: 'exact-case',
          value: '/_tp/403/403-forbidden.json',
        },
      ],
      { otherwise: '$tp_place_by_rule' },
    ),
  ].join('\n');
}
