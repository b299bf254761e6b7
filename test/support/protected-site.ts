import { chooseDefault, effectiveAccess } from '../../src/config/access.ts';
import type { Access, ApiRootConfig, SiteConfig } from '../../src/config/site-config.ts';
import { defaultValidation } from '../../src/config/validation.ts';
import { Ledger } from '../../src/release/ledger.ts';
import { planSite } from '../../src/site/plan-site.ts';
import type { PublishedCollection } from '../../src/site/site.ts';
import { Texts } from './history.ts';
import { type Files, writeToMemory } from './memory-site.ts';

/** Which readers list protects what: an API root, and its collections in order. */
export interface Shape {
  readonly roots: readonly {
    readonly readers?: string;
    readonly collections: readonly (string | undefined)[];
  }[];
  readonly defaultRoot: number;
}

/** What tells of a collection or an API root, wherever it turns up. */
export interface Secret {
  readonly readers: string;
  readonly marks: readonly string[];
}

export interface ProtectedSite {
  readonly config: SiteConfig;
  readonly files: Files;
  readonly secrets: readonly Secret[];
  /** The site of somebody on some lists: what they may see, published for everybody. */
  readonly asPublicFor: (lists: ReadonlySet<string>) => Files;
}

/** Sites in memory, with two objects in each collection. All titles, ids and objects are told apart by a number. */
export function makeProtectedSite(shape: Shape, pageSize = 1): ProtectedSite {
  const texts = new Texts();
  const secrets: Secret[] = [];
  const published: PublishedCollection[] = [];
  const apiRoots = shape.roots.map((root, r): ApiRootConfig => {
    const access = accessOf(root.readers);
    if (access) secrets.push({ readers: access.readers, marks: [`Root title ${r}x`, `/r${r}/`] });
    const collections = root.collections.map((own, c) => {
      const n = published.length;
      const effective = effectiveAccess(access, accessOf(own));
      const config = {
        apiRoot: `r${r}`,
        folder: `r${r}/c${c}`,
        id: uuid(n),
        title: `Collection title ${n}x`,
        alias: `alias-${n}x`,
        description: `Described ${n}x`,
        ...(effective ? { access: effective } : {}),
        validation: defaultValidation('working-tree'),
        source: { kind: 'working-tree' },
      } as const;
      if (effective) secrets.push({ readers: effective.readers, marks: marksOf(n) });
      const ledger = new Ledger(texts.read);
      for (const [release, object] of [0, 1].entries())
        ledger.apply({
          version: `${release + 1}.0`,
          date: `2024-0${release + 1}-01T00:00:00Z`,
          objects: [texts.add(objectOf(n, object))],
          removed: [],
        });
      published.push({ config, ledger });
      return config;
    });
    return {
      name: `r${r}`,
      title: `Root title ${r}x`,
      maxContentLength: 1,
      ...(access ? { access } : {}),
      collections,
    };
  });
  const config: SiteConfig = {
    title: 'Site',
    defaultApiRoot: `r${shape.defaultRoot}`,
    hosts: ['node'],
    paging: { max: pageSize },
    compat: { emptyObjects: false },
    apiRoots,
  };
  const plan = (of: SiteConfig, collections: readonly PublishedCollection[]) =>
    writeToMemory(planSite(of, collections, new Set([3]), texts.read).files);
  return { config, files: plan(config, published), secrets, asPublicFor };

  function asPublicFor(lists: ReadonlySet<string>): Files {
    const mayRead = ({ access }: { access?: Access }) => !access || lists.has(access.readers);
    const open = <Part extends { access?: Access }>({ access: _, ...rest }: Part) => rest;
    const roots = apiRoots
      .filter(mayRead)
      .map((root) => ({ ...open(root), collections: root.collections.filter(mayRead).map(open) }));
    const collections = published
      .filter(({ config: own }) => mayRead(own))
      .map(({ config: own, ledger }) => ({ config: open(own), ledger }));
    const chosen = chooseDefault(config.defaultApiRoot, roots);
    return plan(
      { ...config, defaultApiRoot: chosen, apiRoots: roots as ApiRootConfig[] },
      collections as PublishedCollection[],
    );
  }
}

function accessOf(readers: string | undefined): Access | undefined {
  return readers === undefined ? undefined : { readers, mutualTls: false };
}

export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, 'a')}`;
}

export function objectId(n: number, object: number): string {
  return `tool--${String(n).padStart(8, 'b')}-0000-4000-8000-${String(object).padStart(12, 'c')}`;
}

function objectOf(n: number, object: number): Record<string, unknown> {
  const date = '2023-01-01T00:00:00.000Z';
  const id = objectId(n, object);
  return {
    type: 'tool',
    spec_version: '2.1',
    id,
    created: date,
    modified: date,
    name: `Name ${n}x${object}`,
  };
}

function marksOf(n: number): string[] {
  return [
    uuid(n),
    `Collection title ${n}x`,
    `alias-${n}x`,
    `Described ${n}x`,
    objectId(n, 0),
    objectId(n, 1),
    `Name ${n}x`,
  ];
}
