import { credentialPlaces, readersLists } from '../../config/access.ts';
import { basePath } from '../../config/base-url.ts';
import type { Access, SiteConfig } from '../../config/site-config.ts';
import { namesCollection } from '../../query/file-paths.ts';
import { apiRootFolder, collectionFolder } from '../../query/paths.ts';
import type { HostInput } from '../host.ts';
import { accessOf } from '../protection.ts';
import { block, choose, keep, kept, type Line, lookUp, print, where, word } from './syntax.ts';

/**
 * Who may read what (TAXII 2.1 §1.6.9). Files of TAXII are found by the API root and the collection that the path
 * was found to name, so these two decide, and no spelling of a path goes past them.
 */

type ApiRoots = HostInput['apiRoots'];

/** No client is on it. */
const NOBODY = 'nobody';
/** Nothing is asked of a client. */
const OPEN = '';

/** A word for what is asked: a list, and a certificate as well. No list's name holds a space. */
function gateOf(access: Access | undefined): string {
  if (!access) return OPEN;
  return access.mutualTls ? `list ${access.readers} certificate` : `list ${access.readers}`;
}

/** Lines that no request gets past without what is asked of it; `tp_gate` then says what that was. */
export function guard(config: SiteConfig, apiRoots: ApiRoots): Line[] {
  const words = [...new Set(accessOf(apiRoots).map(gateOf))].sort();
  if (words.length === 0) return [];
  const certified = words.filter((gate) => gate.endsWith(' certificate'));
  const { realm } = credentialPlaces(config);
  return [
    ...chooseGate(config, apiRoots),
    ...where('tp_barred', 'tp_gate', [NOBODY], ['error 401']),
    ...(certified.length > 0 ? where('tp_certified', 'tp_gate', certified, certificate) : []),
    ...readersLists(config).flatMap((readers) => login(config, realm, readers)),
  ];
}

/**
 * In an API root of which not everybody may read everything, names that are not there ask for credentials as
 * well: otherwise the answers would tell which names are taken (appendix B, security considerations).
 */
function chooseGate(config: SiteConfig, apiRoots: ApiRoots): Line[] {
  const collections = apiRoots.flatMap((root) =>
    root.collections.map(({ id, access }): [string, string] => [
      collectionFolder(root.name, id),
      gateOf(access),
    ]),
  );
  const mixed = apiRoots.filter(
    ({ access, collections: own }) => !access && own.some((collection) => collection.access),
  );
  const roots = apiRoots.map(({ name, access }): [string, string] => [apiRootFolder(name), gateOf(access)]);
  return [
    lookUp(kept('tp_of_root'), ['tp_m_gate_of_root'], roots, [OPEN]),
    choose({
      of: kept('tp_path'),
      as: 'tp_m_gate_of_names',
      cases: mixed.map(({ name }) => ({
        regex: namesCollection({ base: basePath(config) }, name),
        value: NOBODY,
      })),
      otherwise: '{tp_m_gate_of_root}',
    }),
    lookUp(kept('tp_of_folder'), ['tp_m_gate'], collections, ['{tp_m_gate_of_names}']),
    keep({ tp_gate: '{tp_m_gate}' }),
  ];
}

const certificate: readonly Line[] = [
  choose({
    of: '{http.request.tls.client.fingerprint}',
    as: 'tp_m_certificate',
    cases: [{ regex: '.', value: 'shown' }],
    otherwise: 'none',
  }),
  '@tp_no_certificate vars {tp_m_certificate} none',
  'error @tp_no_certificate 401',
];

function login(config: SiteConfig, realm: string, readers: string): Line[] {
  const words = [gateOf({ readers, mutualTls: false }), gateOf({ readers, mutualTls: true })];
  const matcher = `tp_list_${readers.replaceAll('-', '_')}`;
  return [
    `@${matcher} vars tp_gate ${words.map(word).join(' ')}`,
    block(`basicauth @${matcher} bcrypt ${word(realm)}`, [`import ${word(accountsFile(config, readers))}`]),
  ];
}

/** The accounts of a list, as Caddy reads them: a name and a bcrypt hash a line. */
export function accountsFile(config: Pick<SiteConfig, 'access'>, readers: string): string {
  return `${credentialPlaces(config).folder}/${readers}.caddy`;
}

/** Asks clients for certificates but lets those without one in, since only some paths want one. */
export function clientAuthentication(config: Pick<SiteConfig, 'access'>): string {
  return print([
    '# For tls { }',
    block('client_auth', [
      'mode verify_if_given',
      `trusted_ca_cert_file ${word(credentialPlaces(config).clientCa)}`,
    ]),
  ]);
}

export function asksForCertificates(apiRoots: ApiRoots): boolean {
  return accessOf(apiRoots).some(({ mutualTls }) => mutualTls);
}
