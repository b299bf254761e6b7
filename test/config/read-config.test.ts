import { describe, expect, test } from 'vitest';
import { type ConfigFiles, readConfig } from '../../src/config/read-config.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';

const SITE = 'title: Site\nhosts: [node]\n';
const ROOT = 'title: Root\n';
const ID = '5794d046-c44f-44bb-b445-f608d7629c43';
const COLLECTION = `id: ${ID}\ntitle: Things\nsource:\n  kind: working-tree\n`;

interface Texts {
  site?: string;
  root?: string;
  name?: string;
  collections?: readonly string[];
}

function filesOf({ site = SITE, root = ROOT, name = 'api', collections = [COLLECTION] }: Texts): ConfigFiles {
  return {
    site: { path: 'site.yaml', text: site },
    apiRoots: [
      {
        name,
        file: { path: `${name}/api-root.yaml`, text: root },
        collections: collections.map((text, n) => ({
          folder: `${name}/c${n}`,
          file: { path: `${name}/c${n}/collection.yaml`, text },
        })),
      },
    ],
  };
}

/** What is found, as "file:line:column code". */
function findings(texts: Texts): string[] {
  return shown(readConfig(filesOf(texts)).diagnostics);
}

function shown(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, at }) => `${at?.file}:${at?.line}:${at?.column} ${code}`);
}

test('defaults are filled, and what was left out stays out', () => {
  expect(readConfig(filesOf({}))).toEqual({
    diagnostics: [],
    config: {
      title: 'Site',
      defaultApiRoot: 'api',
      hosts: ['node'],
      paging: { max: 1000 },
      compat: { emptyObjects: false },
      apiRoots: [
        {
          name: 'api',
          title: 'Root',
          maxContentLength: 104857600,
          collections: [
            {
              id: ID,
              title: 'Things',
              apiRoot: 'api',
              folder: 'api/c0',
              validation: { enforce: 'all', rules: {}, references: 'warning', accept: [] },
              source: { kind: 'working-tree' },
            },
          ],
        },
      ],
    },
  });
});

test('everything that can be said is read', () => {
  const site = `title: "2024"
description: D
contact: C
baseUrl: https://a.example/sub/
defaultApiRoot: api
hosts: [files, serve, node]
paging: { max: 7 }
compat: { emptyObjects: true }
`;
  const root = 'title: R\ndescription: D\nmaxContentLength: 5\naccess: public\n';
  const snapshots = `id: ${ID}
title: T
alias: t.1
description: D
source:
  kind: snapshots
  directory: ../up
  releases:
    - version: "1.10"
      date: 2025-01-15T10:00:00Z
      file: a.json
    - version: "2"
      date: 2025-01-16T10:00:00.5Z
      file: b.json
      description: Second
      sha256: ${'a'.repeat(64)}
`;
  const { config, diagnostics } = readConfig(filesOf({ site, root, collections: [snapshots] }));
  expect(diagnostics).toEqual([]);
  expect(config).toMatchObject({
    title: '2024',
    description: 'D',
    contact: 'C',
    baseUrl: 'https://a.example/sub/',
    hosts: ['files', 'serve', 'node'],
    paging: { max: 7 },
    compat: { emptyObjects: true },
  });
  expect(config!.apiRoots[0]).toMatchObject({ title: 'R', description: 'D', maxContentLength: 5 });
  expect(config!.apiRoots[0]!.collections[0]).toMatchObject({
    alias: 't.1',
    source: {
      kind: 'snapshots',
      directory: '../up',
      releases: [
        { version: '1.10', date: '2025-01-15T10:00:00Z', file: 'a.json', line: 9 },
        {
          version: '2',
          date: '2025-01-16T10:00:00.5Z',
          file: 'b.json',
          line: 12,
          description: 'Second',
          sha256: 'a'.repeat(64),
        },
      ],
    },
  });
});

test('the directory of snapshots is "snapshots" by default', () => {
  const { config } = readConfig(
    filesOf({ collections: [COLLECTION.replace('working-tree', 'snapshots\n  releases: []')] }),
  );
  expect(config!.apiRoots[0]!.collections[0]!.source).toMatchObject({ directory: 'snapshots', releases: [] });
});

describe('site.yaml', () => {
  test.each<[string, string, string[]]>([
    ['empty', '', ['1:1 config/wrong-value']],
    ['only a comment', '# nothing\n', ['1:1 config/wrong-value']],
    ['a list', '- title\n', ['1:1 config/wrong-value']],
    ['text', 'hello\n', ['1:1 config/wrong-value']],
    ['no hosts', 'title: T\n', ['1:1 config/missing-key']],
    ['an unknown key', `${SITE}colour: red\n`, ['3:1 config/unknown-key']],
    ['__proto__ as a key', `${SITE}__proto__: 5\n`, ['3:1 config/unknown-key']],
    ['a number as a key', `${SITE}12: red\n`, ['3:1 config/unknown-key']],
    ['true as a key', `${SITE}true: red\n`, ['3:1 config/unknown-key']],
    ['an unknown key inside', `${SITE}paging:\n  max: 5\n  min: 3\n`, ['5:3 config/unknown-key']],
    ['a title that is a number', 'title: 5\nhosts: [node]\n', ['1:8 config/wrong-value']],
    ['a title of blanks', 'title: "  "\nhosts: [node]\n', ['1:8 config/wrong-value']],
    ['a description that is left empty', `${SITE}description:\n`, ['3:13 config/wrong-value']],
    ['two faults', 'title: 5\nhosts: node\n', ['1:8 config/wrong-value', '2:8 config/wrong-value']],
    ['an unknown host', 'title: T\nhosts: [node, gopher]\n', ['2:15 config/wrong-value']],
    ['a host twice', 'title: T\nhosts: [node, node]\n', ['2:8 config/wrong-value']],
    ['no host', 'title: T\nhosts: []\n', ['2:8 config/wrong-value']],
    ['pages of none', `${SITE}paging:\n  max: 0\n`, ['4:8 config/wrong-value']],
    ['pages of a half', `${SITE}paging:\n  max: 1.5\n`, ['4:8 config/wrong-value']],
    ['yes for true', `${SITE}compat:\n  emptyObjects: yes\n`, ['4:17 config/wrong-value']],
    ['a base URL without "/" at its end', `${SITE}baseUrl: https://a.example\n`, ['3:10 config/wrong-value']],
    ['a base URL with a query', `${SITE}baseUrl: https://a.example/?a/\n`, ['3:10 config/wrong-value']],
    [
      'a base URL with an empty folder',
      `${SITE}baseUrl: https://a.example//b/\n`,
      ['3:10 config/wrong-value'],
    ],
    [
      'a base URL in the place of discovery',
      `${SITE}baseUrl: https://a.example/taxii2/\n`,
      ['3:10 config/wrong-value'],
    ],
    ['a relative base URL', `${SITE}baseUrl: /a/\n`, ['3:10 config/wrong-value']],
    ['a base URL that no URL can be', `${SITE}baseUrl: "https://[/"\n`, ['3:10 config/wrong-value']],
    [
      'a base URL with a wrong port',
      `${SITE}baseUrl: https://a.example:99999/\n`,
      ['3:10 config/wrong-value'],
    ],
    ['an unknown default', `${SITE}defaultApiRoot: nope\n`, ['3:17 config/unknown-api-root']],
    ['a key twice', `title: T\n${SITE}`, ['2:1 config/yaml']],
    ['a tab', 'title: T\nhosts:\n\t- node\n', ['3:1 config/yaml']],
    ['a quote that does not end', 'title: "T\nhosts: [node]\n', ['3:1 config/yaml']],
    ['two documents', `${SITE}---\n${SITE}`, ['3:1 config/yaml']],
    ['a tag', 'title: !text T\nhosts: [node]\n', ['1:8 config/yaml']],
    ['CRLF line ends', `${SITE}x: 1\n`.replaceAll('\n', '\r\n'), ['3:1 config/unknown-key']],
  ])('%s', (_, site, expected) => {
    expect(findings({ site })).toEqual(expected.map((place) => `site.yaml:${place}`));
  });

  test('an alias without its anchor', () => {
    expect(findings({ site: 'title: *nowhere\nhosts: [node]\n' })).toEqual(['site.yaml:1:8 config/yaml']);
  });

  test('a bomb of anchors', () => {
    const level = (n: number) =>
      `l${n}: &l${n} [${Array.from({ length: 10 }, () => (n === 0 ? 'x' : `*l${n - 1}`)).join(', ')}]\n`;
    const site = SITE + Array.from({ length: 10 }, (_, n) => level(n)).join('');
    const { diagnostics } = readConfig(filesOf({ site }));
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics[0]).toMatchObject({ at: { file: 'site.yaml' } });
    expect(JSON.stringify(diagnostics).length).toBeLessThan(10_000);
  });

  test('lists within lists without end are one finding', () => {
    const { diagnostics } = readConfig(filesOf({ site: `title: ${'['.repeat(20_000)}` }));
    expect(diagnostics[0]).toMatchObject({ code: 'config/yaml', at: { file: 'site.yaml', line: 1 } });
    expect(diagnostics.length).toBeLessThan(20);
  });

  test('a byte order mark is no fault of YAML', () => {
    expect(findings({ site: `\ufeff${SITE}` })).toEqual([]);
  });

  test('messages say what was found and what is known', () => {
    const { diagnostics } = readConfig(filesOf({ site: `${SITE}colour: red\npaging:\n  max: "9"\n` }));
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '"colour" is no key of this file; it knows title, description, contact, baseUrl, defaultApiRoot, hosts, paging, validation, policy, compat, access.',
      '"paging.max" is "9", but must be a whole number from 1 to 10000: the most objects in one answer.',
    ]);
  });
});

describe('api-root.yaml', () => {
  test.each<[string, string, string[]]>([
    ['empty', '', ['1:1 config/wrong-value']],
    ['no title', 'description: x\n', ['1:1 config/missing-key']],
    ['an unknown key', 'title: T\nid: 5\n', ['2:1 config/unknown-key']],
    ['protected', 'title: T\naccess: members\n', ['2:9 config/wrong-value']],
    ['no length', 'title: T\nmaxContentLength: 0\n', ['2:19 config/wrong-value']],
  ])('%s', (_, root, expected) => {
    expect(findings({ root })).toEqual(expected.map((place) => `api/api-root.yaml:${place}`));
  });

  test.each([
    'taxii2',
    'browse',
    '_taxii',
    '_hosts',
    '_members',
    '.members',
    'Api',
    'a b',
    '-a',
    'é',
    'a:b',
    'index.html',
    'serve.json',
  ])('the folder name %s cannot be an API root', (name) => {
    const { config, diagnostics } = readConfig(filesOf({ name }));
    expect(diagnostics.map(({ code, at }) => [code, at?.file])).toEqual([
      ['config/reserved-name', `${name}/api-root.yaml`],
    ]);
    expect(config).toBeUndefined();
  });

  test.each(['api', 'api-2', 'v1.0', 'x_y', '0'])('the folder name %s can', (name) => {
    expect(findings({ name })).toEqual([]);
  });

  test.each(['_things', '.things'])('the folder name %s cannot be a collection', (name) => {
    const found = (folder: string) => ({
      folder,
      file: { path: `${folder}/collection.yaml`, text: COLLECTION },
    });
    const { apiRoots, site } = filesOf({});
    const collections = [found('api/things'), found(`api/${name}`)];
    const { config, diagnostics } = readConfig({ site, apiRoots: [{ ...apiRoots[0]!, collections }] });
    // Whoever keeps a copy there hears of the name alone, and not that its id and title are taken.
    expect(diagnostics.map(({ code, at }) => [code, at?.file])).toEqual([
      ['config/reserved-name', `api/${name}/collection.yaml`],
    ]);
    expect(diagnostics[0]!.message).toContain(`"${name}" cannot name a collection`);
    expect(config).toBeUndefined();
  });

  test('without any', () => {
    const { config, diagnostics } = readConfig({ site: { path: 'site.yaml', text: SITE }, apiRoots: [] });
    expect([config, diagnostics.map(({ code, at }) => [code, at?.file])]).toEqual([
      undefined,
      [['config/no-api-root', 'site.yaml']],
    ]);
  });
});

const snapshots = (release: string) =>
  COLLECTION.replace('working-tree', `snapshots\n  releases:\n    - ${release.replaceAll('\n', '\n      ')}`);

describe('collection.yaml', () => {
  test.each<[string, string, string[]]>([
    ['empty', '', ['1:1 config/wrong-value']],
    ['nothing but an id', `id: ${ID}\n`, ['1:1 config/missing-key', '1:1 config/missing-key']],
    ['a UUID of version 1', COLLECTION.replace('44bb', '14bb'), ['1:5 config/wrong-value']],
    ['a UUID of another variant', COLLECTION.replace('b445', 'c445'), ['1:5 config/wrong-value']],
    ['a UUID in upper case', COLLECTION.replace(ID, ID.toUpperCase()), ['1:5 config/wrong-value']],
    ['a UUID in braces', COLLECTION.replace(ID, `"{${ID}}"`), ['1:5 config/wrong-value']],
    ['an alias with a slash', `${COLLECTION}alias: a/b\n`, ['5:8 config/wrong-value']],
    ['an alias in upper case', `${COLLECTION}alias: ICS\n`, ['5:8 config/wrong-value']],
    ['an unknown key', `${COLLECTION}kind: x\n`, ['5:1 config/unknown-key']],
    ['a source that is text', COLLECTION.replace('\n  kind: working-tree', ' x'), ['3:9 config/wrong-value']],
    ['a source without a kind', COLLECTION.replace('kind: working-tree', '{}'), ['4:3 config/missing-key']],
    ['a kind that is none', COLLECTION.replace('working-tree', 'git'), ['4:9 config/wrong-value']],
    [
      'a kind that is nearly one',
      COLLECTION.replace('working-tree', 'snapshot\n  releases: []'),
      ['4:9 config/wrong-value'],
    ],
    ['releases of a working tree', `${COLLECTION}  releases: []\n`, ['5:3 config/unknown-key']],
    [
      'snapshots without releases',
      COLLECTION.replace('working-tree', 'snapshots'),
      ['4:3 config/missing-key'],
    ],
    [
      'releases left empty',
      COLLECTION.replace('working-tree', 'snapshots\n  releases:'),
      ['5:12 config/wrong-value'],
    ],
    ['a release that is a number', snapshots('5'), ['6:7 config/wrong-value']],
    [
      'a version without quotes',
      snapshots('version: 1.10\ndate: 2025-01-15T10:00:00Z\nfile: a'),
      ['6:16 config/wrong-value'],
    ],
    [
      'a date without time',
      snapshots('version: "1"\ndate: 2025-01-15\nfile: a'),
      ['7:13 config/wrong-value'],
    ],
    ['a date that is a year', snapshots('version: "1"\ndate: 2025\nfile: a'), ['7:13 config/wrong-value']],
    [
      'a day that is none',
      snapshots('version: "1"\ndate: 2025-02-30T10:00:00Z\nfile: a'),
      ['7:13 config/wrong-value'],
    ],
    [
      'a date elsewhere',
      snapshots('version: "1"\ndate: 2025-02-20T10:00:00+01:00\nfile: a'),
      ['7:13 config/wrong-value'],
    ],
    [
      'a release without file',
      snapshots('version: "1"\ndate: 2025-02-20T10:00:00Z'),
      ['6:7 config/missing-key'],
    ],
    [
      'a short digest',
      snapshots('version: "1"\ndate: 2025-02-20T10:00:00Z\nfile: a\nsha256: abc'),
      ['9:15 config/wrong-value'],
    ],
  ])('%s', (_, text, expected) => {
    expect(findings({ collections: [text] })).toEqual(
      expected.map((place) => `api/c0/collection.yaml:${place}`),
    );
  });

  test('a version without quotes is told how to mend it', () => {
    const { diagnostics } = readConfig(
      filesOf({ collections: [snapshots('version: 1.10\ndate: 2025-01-15T10:00:00Z\nfile: a')] }),
    );
    expect(diagnostics[0]!.message).toBe(
      '"source.releases.0.version" is 1.1, but must be text in quotes, such as "17.1".',
    );
    expect(diagnostics[0]!.at!.pointer).toBe('/source/releases/0/version');
  });
});

describe('what must be unique', () => {
  const other = (change: (text: string) => string = (text) => text) =>
    change(COLLECTION.replace(ID, 'e8a951d7-b916-46e7-9b6d-dff58cccad23').replace('Things', 'Others'));

  test('two collections that share nothing', () =>
    expect(findings({ collections: [COLLECTION, other()] })).toEqual([]));

  test.each<[string, string, string, string]>([
    ['an id', COLLECTION, other((text) => text.replace(/^id: .*/, `id: ${ID}`)), '1:5'],
    ['a title', COLLECTION, other((text) => text.replace('Others', 'Things')), '2:8'],
    ['an alias', `${COLLECTION}alias: a\n`, other((text) => `${text}alias: a\n`), '5:8'],
    ['an id as an alias', COLLECTION, other((text) => `${text}alias: ${ID}\n`), '5:8'],
  ])('%s', (_, first, second, place) => {
    const { diagnostics } = readConfig(filesOf({ collections: [first, second] }));
    expect(shown(diagnostics)).toEqual([`api/c1/collection.yaml:${place} config/duplicate`]);
    expect(diagnostics[0]!.message).toContain('taken by api/c0/collection.yaml');
  });

  const inTwoRoots = (second: string) => {
    const [one, two] = [
      filesOf({ collections: [`${COLLECTION}alias: a\n`] }),
      filesOf({ name: 'b', collections: [second] }),
    ];
    return shown(readConfig({ ...one, apiRoots: [...one.apiRoots, ...two.apiRoots] }).diagnostics);
  };

  test('an alias only within its API root', () =>
    expect(inTwoRoots(other((text) => `${text}alias: a\n`))).toEqual([]));

  test('ids and titles on the whole server', () => {
    expect(inTwoRoots(COLLECTION)).toEqual([
      'b/c0/collection.yaml:1:5 config/duplicate',
      'b/c0/collection.yaml:2:8 config/duplicate',
    ]);
  });
});

test('faults of all files are told at once, and there is no configuration', () => {
  const texts = { site: `${SITE}a: 1\n`, root: `${ROOT}b: 1\n`, collections: [`${COLLECTION}c: 1\n`] };
  expect(readConfig(filesOf(texts)).config).toBeUndefined();
  expect(findings(texts)).toEqual([
    'site.yaml:3:1 config/unknown-key',
    'api/api-root.yaml:2:1 config/unknown-key',
    'api/c0/collection.yaml:5:1 config/unknown-key',
  ]);
});
