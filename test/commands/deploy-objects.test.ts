import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bridge } from '../../src/hosts/s3/bridge.ts';
import { s3Objects } from '../../src/hosts/s3/objects.ts';
import { uploadStep } from '../../src/hosts/s3/upload-order.ts';
import { SITE_INDEX, type SiteIndex, STORE_FORMAT } from '../../src/query/store-format.ts';
import { makeHistory } from '../support/history.ts';
import { collectionId as id, publishHistory } from '../support/memory-site.ts';
import '../support/seed.ts';

const history = makeHistory({ seed: 4, pool: 9, releases: 1, activity: 0.9, kind: 'snapshots' });

function objectsOf(levels: readonly (0 | 1 | 3)[], more: readonly string[] = []) {
  const files = publishHistory(history, 1000, levels).stages[0]!;
  const index = JSON.parse(new TextDecoder().decode(files.get(SITE_INDEX)!)) as SiteIndex;
  return { files, objects: s3Objects({ index, files: [...files.keys(), ...more], dates: () => undefined }) };
}

describe('the objects of a site', () => {
  test('at level 1: every address of TAXII, with and without the slash, by id and by alias', () => {
    const { files, objects } = objectsOf([1]);
    const keys = new Map(objects.map(({ key, file }) => [key, file]));
    expect(keys.size).toBe(objects.length);
    for (const path of files.keys()) expect(keys.get(path)).toBe(path);
    const folder = `_taxii/api/${id}`;
    const object = [...history.states[0]!.keys()][0]!;
    const expected: [string, string][] = [
      ['taxii2', '_taxii/discovery.json'],
      ['api', '_taxii/api/api-root.json'],
      ['api/collections', '_taxii/api/collections.json'],
      ...[id, 'things'].flatMap((named): [string, string][] => [
        [`api/collections/${named}`, `${folder}/collection.json`],
        [`api/collections/${named}/objects`, `${folder}/whole/objects.json`],
        [`api/collections/${named}/manifest`, `${folder}/whole/manifest.json`],
        [`api/collections/${named}/objects/${object}`, `${folder}/whole/objects/${object}.json`],
        [`api/collections/${named}/objects/${object}/versions`, `${folder}/whole/versions/${object}.json`],
      ]),
    ];
    for (const [key, file] of expected)
      expect([key, keys.get(key), keys.get(`${key}/`)]).toEqual([key, file, file]);
    const perObject = 2 * history.states[0]!.size * 4;
    expect(objects.length).toBe(files.size + 6 + 2 * 6 + perObject);
  });

  test('at other levels: no address that would be half a TAXII server', () => {
    for (const levels of [[0], [3]] as const) {
      const { files, objects } = objectsOf(levels);
      expect(objects.map(({ key }) => key)).toEqual([...files.keys()]);
    }
  });

  test('pages also at their folders; compressed variants not at all', () => {
    const more = ['index.html', 'browse/index.html', 'style.css', 'style.css.gz', 'style.css.br', 'alone.gz'];
    const { files, objects } = objectsOf([0], more);
    expect(objects.map(({ key }) => key).filter((key) => !files.has(key))).toEqual([
      'index.html',
      'browse/index.html',
      'browse/',
      'style.css',
      'alone.gz',
    ]);
    const types = new Map(objects.map(({ key, contentType }) => [key, contentType]));
    expect(types.get('browse/')).toBe('text/html; charset=utf-8');
    expect(types.get('alone.gz')).toBe('application/octet-stream');
  });
});

describe('the order of uploads', () => {
  const folder = `_taxii/api/${id}`;
  const chain = [
    `${folder}/store/rows/0123.json`,
    `${folder}/whole/objects/tool--1.json`,
    `${folder}/whole/objects.json`,
    `${folder}/store/head.json`,
    '_taxii/site.json',
    '_taxii/api/collections.json',
    '_taxii/api/api-root.json',
    '_taxii/discovery.json',
    'style.css',
    'browse/thing.html',
    'browse/index.html',
    'index.html',
  ];

  test('goes from what is named to what names it, and what is new before all that changes', () => {
    for (const isNew of [true, false]) {
      const steps = chain.map((path) => uploadStep(path, isNew));
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(new Set(steps).size).toBe(steps.length);
    }
    const changed = Math.min(...chain.slice(1).map((path) => uploadStep(path, false)));
    for (const path of chain) expect(uploadStep(path, true)).toBeLessThan(changed);
    expect(uploadStep(chain[0]!, false)).toBe(0);
    expect(uploadStep(`${folder}/pages/last/100/3.json`, false)).toBe(uploadStep(chain[1]!, false));
  });
});

describe('the bridge between two site indexes', () => {
  const index = (apiRoots: SiteIndex['apiRoots']): SiteIndex => ({
    format: STORE_FORMAT,
    basePath: '/',
    levels: [3],
    pageSize: 10,
    emptyObjects: false,
    apiRoots,
  });
  const names = fc.constantFrom('a', 'b', 'c', 'd');
  const collections = fc.uniqueArray(
    fc.record({ id: names.map((name) => `id-${name}`), alias: names }, { requiredKeys: ['id'] }),
    { selector: (collection) => collection.id },
  );
  const roots = fc.uniqueArray(fc.record({ name: names, collections }), { selector: ({ name }) => name });
  const known = ({ apiRoots }: SiteIndex) =>
    apiRoots.flatMap(({ name, collections }) => [name, ...collections.map((one) => `${name}/${one.id}`)]);

  test('knows what either knows, prefers the new, and is there only where something goes', () => {
    fc.assert(
      fc.property(roots, roots, (a, b) => {
        const [former, next] = [index(a), index(b)];
        const joined = bridge(former, next);
        const lost = known(former).filter((name) => !known(next).includes(name));
        expect(joined !== undefined).toBe(lost.length > 0);
        if (!joined) return;
        expect([...known(joined)].sort()).toEqual([...new Set([...known(former), ...known(next)])].sort());
        for (const root of next.apiRoots) {
          const same = joined.apiRoots.find(({ name }) => name === root.name)!;
          expect(same.collections.slice(0, root.collections.length)).toEqual(root.collections);
        }
      }),
    );
  });
});
