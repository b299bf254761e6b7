import type { Access, ApiRootConfig, CollectionConfig, CredentialPlaces, SiteConfig } from './site-config.ts';

/** Who may read what. Undefined stands for everybody, here and everywhere. */

export type AccessYaml = 'public' | { readonly readers: string; readonly mutualTls?: boolean };

/** @returns undefined for "public", and where nothing is said */
export function toAccess(yaml: AccessYaml | undefined): Access | undefined {
  if (yaml === undefined || yaml === 'public') return undefined;
  return { readers: yaml.readers, mutualTls: yaml.mutualTls ?? false };
}

/**
 * What holds for a collection: its own readers where it names some, else those of its API root. A certificate
 * that the API root demands is demanded by all that is in it.
 */
export function effectiveAccess(apiRoot: Access | undefined, own: Access | undefined): Access | undefined {
  if (!own || !apiRoot) return own ?? apiRoot;
  return { readers: own.readers, mutualTls: own.mutualTls || apiRoot.mutualTls };
}

export function isSameAccess(a: Access | undefined, b: Access | undefined): boolean {
  return a?.readers === b?.readers && a?.mutualTls === b?.mutualTls;
}

/** The API roots and collections that not everybody may read, in the order of the configuration. */
export function protectedParts({
  apiRoots,
}: Pick<SiteConfig, 'apiRoots'>): readonly { readonly name: string; readonly access: Access }[] {
  return apiRoots.flatMap((root) => [
    ...(root.access ? [{ name: `API root ${root.name}`, access: root.access }] : []),
    ...root.collections.flatMap(({ folder, access }) =>
      access && !isSameAccess(access, root.access) ? [{ name: `collection ${folder}`, access }] : [],
    ),
  ]);
}

/** The names of all readers lists, sorted. */
export function readersLists(config: Pick<SiteConfig, 'apiRoots'>): string[] {
  return [...new Set(protectedParts(config).map(({ access }) => access.readers))].sort();
}

/**
 * The collections that the list of an API root names where a host gives everybody the same list: those that
 * whoever may read the list may read as well.
 */
export function commonCollections({ access, collections }: ApiRootConfig): readonly CollectionConfig[] {
  return collections.filter((collection) => isSameAccess(collection.access, access));
}

/** The configuration of what everybody may read. Its default API root is one of its own, if it has any. */
export function publicConfig(config: SiteConfig): SiteConfig {
  const apiRoots = config.apiRoots
    .filter(({ access }) => !access)
    .map((root) => ({ ...root, collections: root.collections.filter(({ access }) => !access) }));
  return { ...config, defaultApiRoot: chooseDefault(config.defaultApiRoot, apiRoots), apiRoots };
}

/** @returns the wanted API root if it is one of these, else the first; "" where there is none */
export function chooseDefault(wanted: string, apiRoots: readonly { readonly name: string }[]): string {
  return (apiRoots.find(({ name }) => name === wanted) ?? apiRoots[0])?.name ?? '';
}

const FOLDER = '/etc/taxii-press';
const REALM = 'TAXII';

/** Where the credentials stand on the machine that serves the site; no build reads them. */
export function credentialPlaces({ access }: Pick<SiteConfig, 'access'>): Required<CredentialPlaces> {
  const folder = access?.folder ?? FOLDER;
  return { folder, realm: access?.realm ?? REALM, clientCa: access?.clientCa ?? `${folder}/client-ca.pem` };
}

/** The file of a readers list for hosts that check passwords by themselves (nginx, Caddy, Apache). */
export function passwordFile(config: Pick<SiteConfig, 'access'>, { readers }: Access): string {
  return `${credentialPlaces(config).folder}/${readers}.htpasswd`;
}
