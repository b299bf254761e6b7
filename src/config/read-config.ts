import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnose, hasErrors } from '../diagnostics/diagnostic.ts';
import { isInstant } from '../json/instant.ts';
import { type AccessYaml, effectiveAccess, toAccess } from './access.ts';
import { isBaseUrl } from './base-url.ts';
import { validators } from './compiled.ts';
import { unfitApiRoot, unfitCollection } from './folder-names.ts';
import { siteSchema } from './schemas.ts';
import type {
  Access,
  ApiRootConfig,
  CollectionConfig,
  CredentialPlaces,
  HostName,
  SiteConfig,
  Snapshots,
} from './site-config.ts';
import {
  acceptableCodes,
  mergeValidation,
  type PolicyYaml,
  toPolicy,
  unknownSetting,
  type ValidationYaml,
} from './validation.ts';
import { checkSchema, YamlFile } from './yaml-file.ts';

/** A file as it was found: its path for messages, and its text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** The configuration files of a content folder, as the disk holds them. */
export interface ConfigFiles {
  readonly site: SourceText;
  readonly apiRoots: readonly {
    readonly name: string;
    readonly file: SourceText;
    readonly collections: readonly { readonly folder: string; readonly file: SourceText }[];
  }[];
}

const DEFAULT_PAGE = 1000;
const DEFAULT_MAX_CONTENT_LENGTH = 100 * 1024 * 1024;

const schemas = {
  site: validators.site!,
  apiRoot: validators['api-root']!,
  collection: validators.collection!,
};

/**
 * The checked configuration; undefined where there is an error among the diagnostics.
 */
export function readConfig(files: ConfigFiles): { config?: SiteConfig; diagnostics: Diagnostic[] } {
  const site = read<SiteYaml>(files.site, schemas.site);
  const diagnostics = [...site.diagnostics];
  const shared: Shared = site.value ?? {};
  diagnostics.push(...unknownRules(site.file, shared.validation));
  const apiRoots = files.apiRoots.map((root) => {
    const found = readApiRoot(root, shared);
    diagnostics.push(...found.diagnostics);
    return found;
  });
  diagnostics.push(...unusableBaseUrl(site));
  if (apiRoots.length === 0)
    diagnostics.push(diagnose('config/no-api-root', {}, { at: { file: files.site.path } }));
  diagnostics.push(...duplicates(apiRoots.flatMap((root) => root.collections)));
  diagnostics.push(
    ...unknownDefault(
      site,
      files.apiRoots.map(({ name }) => name),
    ),
  );
  if (hasErrors(diagnostics) || !site.value) return { diagnostics };
  return {
    config: toSite(
      site.value,
      apiRoots.map(({ config }) => config!),
    ),
    diagnostics,
  };
}

interface SiteYaml {
  title: string;
  description?: string;
  contact?: string;
  baseUrl?: string;
  defaultApiRoot?: string;
  hosts: HostName[];
  paging?: { max?: number };
  compat?: { emptyObjects?: boolean };
  access?: CredentialPlaces;
  validation?: ValidationYaml;
  policy?: PolicyYaml;
}
/** What site.yaml says for all collections. */
type Shared = Pick<SiteYaml, 'validation' | 'policy'>;
type ApiRootYaml = { title: string; description?: string; maxContentLength?: number; access?: AccessYaml };
type CollectionYaml = Omit<CollectionConfig, 'apiRoot' | 'folder' | 'validation' | 'policy' | 'access'> &
  Shared & { access?: AccessYaml };

interface ReadFile<Value> {
  readonly file: YamlFile;
  readonly value?: Value;
  readonly diagnostics: Diagnostic[];
}

function read<Value>(source: SourceText, schema: (typeof schemas)['site']): ReadFile<Value> {
  const file = new YamlFile(source.path, source.text);
  const diagnostics = file.diagnostics.length > 0 ? file.diagnostics : checkSchema(file, schema);
  return diagnostics.length > 0 ? { file, diagnostics } : { file, value: file.value as Value, diagnostics };
}

function readApiRoot(root: ConfigFiles['apiRoots'][number], shared: Shared) {
  const { file, value, diagnostics } = read<ApiRootYaml>(root.file, schemas.apiRoot);
  const access = toAccess(value?.access);
  const place = { name: root.name, access };
  const collections = root.collections.map((found) => readCollection(place, found, shared));
  diagnostics.push(...unfitApiRoot(root.name, file.name));
  const config: ApiRootConfig | undefined = value && {
    name: root.name,
    title: value.title,
    ...(value.description ? { description: value.description } : {}),
    maxContentLength: value.maxContentLength ?? DEFAULT_MAX_CONTENT_LENGTH,
    ...(access ? { access } : {}),
    collections: collections.flatMap((collection) => (collection.config ? [collection.config] : [])),
  };
  return { config, collections, diagnostics: [...diagnostics, ...collections.flatMap((c) => c.diagnostics)] };
}

interface FoundCollection {
  readonly file: YamlFile;
  readonly config?: CollectionConfig;
  readonly diagnostics: Diagnostic[];
}

function readCollection(
  apiRoot: { name: string; access: Access | undefined },
  found: { folder: string; file: SourceText },
  shared: Shared,
): FoundCollection {
  const { file, value, diagnostics } = read<CollectionYaml>(found.file, schemas.collection);
  const unfit = unfitCollection(found.folder.slice(apiRoot.name.length + 1), file.name);
  if (unfit.length > 0) return { file, diagnostics: unfit };
  if (!value) return { file, diagnostics };
  const { validation, policy, access: ownAccess, ...own } = value;
  const access = effectiveAccess(apiRoot.access, toAccess(ownAccess));
  const dates = own.source.kind === 'snapshots' ? wrongDates(file, own.source) : [];
  const source = own.source.kind === 'snapshots' ? withLines(file, own.source) : own.source;
  const line = (index: number) => file.place(['validation', 'accept', index]).line ?? 1;
  return {
    file,
    config: {
      ...own,
      apiRoot: apiRoot.name,
      folder: found.folder,
      ...(access ? { access } : {}),
      source,
      validation: mergeValidation(shared.validation, validation, source.kind, line),
      ...toPolicy(policy ?? shared.policy),
    },
    diagnostics: [
      ...diagnostics,
      ...dates,
      ...unknownRules(file, validation),
      ...(apiRoot.access && ownAccess === 'public' ? [publicInside(file)] : []),
    ],
  };
}

/** A client finds a collection through its API root; one that everybody may read stands in one of those. */
function publicInside(file: YamlFile): Diagnostic {
  const expected = 'left out, or name readers, since its API root is protected';
  return diagnose(
    'config/wrong-value',
    { key: 'access', found: '"public"', expected },
    { at: file.place(['access']) },
  );
}

/** Rules and codes that there are not, or that cannot be set: a misspelt exception would excuse nothing. */
function unknownRules(file: YamlFile, validation: ValidationYaml | undefined): Diagnostic[] {
  const rules = Object.keys(validation?.rules ?? {}).flatMap((name) => {
    const expected = unknownSetting(name);
    const values = { key: `validation.rules.${name}`, found: `"${name}"` };
    const at = file.place(['validation', 'rules', name], 'key');
    return expected ? [diagnose('config/wrong-value', { ...values, expected }, { at })] : [];
  });
  const codes = (validation?.accept ?? []).flatMap(({ code }, index) => {
    if (acceptableCodes.has(code)) return [];
    const path = ['validation', 'accept', index, 'code'];
    const values = {
      key: path.join('.'),
      found: `"${code}"`,
      expected: 'the code of a finding on an object',
    };
    return [diagnose('config/wrong-value', values, { at: file.place(path) })];
  });
  return [...rules, ...codes];
}

function wrongDates(file: YamlFile, source: Snapshots): Diagnostic[] {
  return source.releases.flatMap(({ date }, index) =>
    isInstant(date)
      ? []
      : [
          diagnose(
            'config/wrong-value',
            {
              key: `source.releases.${index}.date`,
              found: JSON.stringify(date),
              expected: 'a date and time in UTC such as 2026-01-31T12:00:00Z',
            },
            { at: file.place(['source', 'releases', index, 'date']) },
          ),
        ],
  );
}

function withLines(file: YamlFile, source: Snapshots): Snapshots {
  const line = (index: number) => file.place(['source', 'releases', index]).line ?? 1;
  return {
    ...source,
    directory: source.directory ?? 'snapshots',
    releases: source.releases.map((release, index) => ({ ...release, line: line(index) })),
  };
}

/** Ids and titles are unique on the whole server, aliases within their API root; an alias may be no other's id. */
function duplicates(collections: readonly FoundCollection[]): Diagnostic[] {
  const sound = collections.flatMap(({ file, config }) => (config ? [{ file, config }] : []));
  const taken = new Map<string, string>();
  const claim = (file: YamlFile, key: string, value: string, scope = key): Diagnostic[] => {
    const other = taken.get(`${scope} ${value}`);
    if (other === undefined) taken.set(`${scope} ${value}`, file.name);
    return other === undefined ? [] : [duplicate(file, key, value, other)];
  };
  const claims = sound.flatMap(({ file, config: { id, title, alias, apiRoot } }) => [
    ...claim(file, 'id', id),
    ...claim(file, 'title', title),
    ...(alias ? claim(file, 'alias', alias, `alias in ${apiRoot}`) : []),
  ]);
  const shadows = sound.flatMap(({ file, config: { alias } }) => {
    const owner = sound.find(({ config }) => config.id === alias);
    return alias && owner && owner.file !== file ? [duplicate(file, 'alias', alias, owner.file.name)] : [];
  });
  return [...claims, ...shadows];
}

function duplicate(file: YamlFile, key: string, value: string, other: string): Diagnostic {
  return diagnose('config/duplicate', { key, value, other }, { at: file.place([key]) });
}

function unusableBaseUrl({ file, value }: ReadFile<SiteYaml>): Diagnostic[] {
  const url = value?.baseUrl;
  if (url === undefined || isBaseUrl(url)) return [];
  const values = {
    key: 'baseUrl',
    found: JSON.stringify(url),
    expected: siteSchema.properties.baseUrl.description,
  };
  return [diagnose('config/wrong-value', values, { at: file.place(['baseUrl']) })];
}

function unknownDefault(site: ReadFile<SiteYaml>, names: readonly string[]): Diagnostic[] {
  const name = site.value?.defaultApiRoot;
  if (name === undefined || names.includes(name)) return [];
  const known = names.join(', ') || 'none';
  return [diagnose('config/unknown-api-root', { name, known }, { at: site.file.place(['defaultApiRoot']) })];
}

function toSite(yaml: SiteYaml, apiRoots: readonly ApiRootConfig[]): SiteConfig {
  return {
    title: yaml.title,
    ...(yaml.description ? { description: yaml.description } : {}),
    ...(yaml.contact ? { contact: yaml.contact } : {}),
    ...(yaml.baseUrl ? { baseUrl: yaml.baseUrl } : {}),
    defaultApiRoot: yaml.defaultApiRoot ?? apiRoots[0]!.name,
    hosts: yaml.hosts,
    paging: { max: yaml.paging?.max ?? DEFAULT_PAGE },
    compat: { emptyObjects: yaml.compat?.emptyObjects ?? false },
    ...(yaml.access ? { access: yaml.access } : {}),
    apiRoots,
  };
}
