import { credentialPlaces, isSameAccess, passwordFile } from '../../config/access.ts';
import { basePath } from '../../config/base-url.ts';
import type { Access, SiteConfig } from '../../config/site-config.ts';
import { namesCollection } from '../../query/file-paths.ts';
import { apiRootFolder, collectionFolder } from '../../query/paths.ts';
import { type OutputFile, textFile } from '../../site/output-file.ts';
import type { HostInput } from '../host.ts';
import { VARY } from './headers.ts';
import { whereAmong } from './look-up.ts';
import {
  type Condition,
  firstOf,
  is,
  isEmpty,
  matches,
  quote,
  type RewriteRule,
  read,
  set,
} from './syntax.ts';

/**
 * Who may read what (TAXII 2.1 §1.6.9). The folders of files ask for credentials, so no path goes past that. An
 * error is nobody's file; so on protected ground it is asked for under a name in the protected folder, `TP_GATE`,
 * and only given once Apache has let the request in there.
 */

type Input = Pick<HostInput, 'config' | 'apiRoots'>;

const GATE = '-gate-';

/** API roots that everybody may read, but not everything in them. */
function mixedRoots({ apiRoots }: Pick<Input, 'apiRoots'>): HostInput['apiRoots'] {
  return apiRoots.filter(({ access, collections }) => !access && collections.some((one) => one.access));
}

/**
 * In an API root of which not everybody may read everything, names that are not there ask for credentials as
 * well: otherwise the answers would tell which names are taken (appendix B, security considerations).
 */
export function chooseGate(input: Input): RewriteRule[] {
  const gate = (folder: string) => [set('TP_GATE', folder)];
  const guarded = input.apiRoots.flatMap(({ name, collections }) =>
    collections.filter(({ access }) => access).map(({ id }) => collectionFolder(name, id)),
  );
  return firstOf([
    ...whereAmong('TP_FOLDER', guarded, gate(read('TP_FOLDER'))),
    ...mixedRoots(input).map(({ name }) => ({
      when: [
        isEmpty('TP_FOLDER'),
        matches('TP_PATH', namesCollection({ base: basePath(input.config) }, name)),
      ],
      flags: gate(nobodysFolder(name)),
    })),
    ...input.apiRoots.flatMap(({ name, access }) => {
      const folder = apiRootFolder(name);
      return access ? [{ when: [is('TP_ROOT', folder)], flags: gate(folder) }] : [];
    }),
  ]);
}

const isGuarded: Condition = { of: read('TP_GATE'), is: '.' };

/** Takes an error to where credentials are asked for. */
export const toGate: RewriteRule = {
  when: [isGuarded],
  to: `${read('TP_GATE')}/${GATE}/${read('TP_ERROR')}`,
  flags: ['L'],
};

/** That a collection holds nothing of a kind is its own affair as well. */
export const emptyToGate: RewriteRule = {
  when: [isGuarded],
  to: `${read('TP_GATE')}/${GATE}/empty`,
  flags: ['L'],
};

export const emptyBehindGate = `/${GATE}/empty$`;

/** For the answer without objects, which lies in no protected folder; it is two redirects from the request. */
export const privateEmpty: readonly string[] = [
  'Header set Cache-Control "private, no-cache" env=REDIRECT_REDIRECT_TP_GATE',
  `Header set Vary ${quote(`${VARY}, Authorization`)} env=REDIRECT_REDIRECT_TP_GATE`,
];

/** Names of errors that were let through; the first group is the status' message. */
export function behindGate(status: number): string {
  return `/${GATE}/(${status}-[^/]+)$`;
}

/** Collections are named by UUIDs, so none has this name. */
function nobodysFolder(apiRoot: string): string {
  return `${apiRootFolder(apiRoot)}/nobody`;
}

/** What asks for credentials: a file in each folder of which that is wanted. */
export function guardFiles(input: Input): OutputFile[] {
  const { config, apiRoots } = input;
  const guard = (folder: string, lines: () => readonly string[]) =>
    textFile(`${folder}/.htaccess`, () => `${lines().join('\n')}\n`);
  return [
    ...apiRoots.flatMap(({ name, access, collections }) => [
      ...(access ? [guard(apiRootFolder(name), () => lock(config, access))] : []),
      ...collections.flatMap((one) =>
        one.access && !isSameAccess(one.access, access)
          ? [guard(collectionFolder(name, one.id), () => lock(config, one.access!))]
          : [],
      ),
    ]),
    ...mixedRoots(input).map(({ name }) => guard(nobodysFolder(name), () => login(config, NO_LIST))),
  ];
}

/** A list that nobody is on. */
const NO_LIST = '/dev/null';

function lock(config: SiteConfig, access: Access): string[] {
  return [
    ...login(config, passwordFile(config, access)),
    ...(access.mutualTls ? withoutCertificate : []),
    // No cache that several clients share may keep it, nor give it to another (RFC 9111 §4.1, §5.2.2.7).
    'Header set Cache-Control "private, no-cache"',
    `Header set Vary ${quote(PRIVATE_VARY)}`,
  ];
}

function login(config: SiteConfig, list: string): string[] {
  return [
    'AuthType Basic',
    `AuthName ${quote(credentialPlaces(config).realm)}`,
    'AuthBasicProvider file',
    `AuthUserFile ${quote(list)}`,
    'Require valid-user',
  ];
}

/** `Require` would answer 403 here and so tell what is there; without a certificate no password is right. */
const withoutCertificate = [
  `<If "%{SSL_CLIENT_VERIFY} != 'SUCCESS'">`,
  `  AuthUserFile ${quote(NO_LIST)}`,
  '</If>',
];

const PRIVATE_VARY = `${VARY}, Authorization`;
