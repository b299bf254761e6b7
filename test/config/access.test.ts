import { describe, expect, test } from 'vitest';
import {
  commonCollections,
  credentialPlaces,
  passwordFile,
  protectedParts,
  publicConfig,
  readersLists,
} from '../../src/config/access.ts';
import { readConfig } from '../../src/config/read-config.ts';

interface Texts {
  readonly site?: string;
  /** What api-root.yaml, and each collection.yaml in it, say of access; by API root. */
  readonly roots: Readonly<Record<string, readonly [own: string, ...collections: string[]]>>;
}

function read({ site = '', roots }: Texts) {
  let n = 0;
  return readConfig({
    site: { path: 'site.yaml', text: `title: Site\nhosts: [node]\n${site}` },
    apiRoots: Object.entries(roots).map(([name, [own, ...collections]]) => ({
      name,
      file: { path: `${name}/api-root.yaml`, text: `title: ${name}\n${own}` },
      collections: collections.map((text) => {
        n += 1;
        const id = `0000000${n}-1111-4111-8111-111111111111`;
        const rest = `id: ${id}\ntitle: C${n}\nsource: { kind: working-tree }\n`;
        const folder = `${name}/c${n}`;
        return { folder, file: { path: `${folder}/collection.yaml`, text: `${text}\n${rest}` } };
      }),
    })),
  });
}

/** What was found, as "file:line:column code". */
function findings(texts: Texts): string[] {
  return read(texts).diagnostics.map(({ at, code }) => `${at?.file}:${at?.line}:${at?.column} ${code}`);
}

const members = 'access: { readers: members }';

describe('what holds for a collection', () => {
  const accessOf = (root: string, collection: string) =>
    read({ roots: { a: [root, collection] } }).config!.apiRoots[0]!.collections[0]!.access;

  test.each<[string, string, string, object | undefined]>([
    ['nothing is said', '', '', undefined],
    ['everything is public', 'access: public', 'access: public', undefined],
    ['its API root is protected', members, '', { readers: 'members', mutualTls: false }],
    ['it is protected itself', '', members, { readers: 'members', mutualTls: false }],
    ['both are', members, 'access: { readers: board }', { readers: 'board', mutualTls: false }],
    [
      'its API root demands a certificate',
      'access: { readers: members, mutualTls: true }',
      'access: { readers: board, mutualTls: false }',
      { readers: 'board', mutualTls: true },
    ],
    [
      'it demands one itself',
      members,
      'access: { readers: members, mutualTls: true }',
      { readers: 'members', mutualTls: true },
    ],
  ])('where %s', (_, root, collection, expected) => {
    expect(accessOf(root, collection)).toEqual(expected);
  });
});

describe('what is wrong', () => {
  test.each<[string, string, string[]]>([
    ['a word', 'access: members', ['2:9 config/wrong-value']],
    ['empty', 'access:', ['2:8 config/wrong-value']],
    ['a list', 'access: [members]', ['2:9 config/wrong-value']],
    ['no readers', 'access: {}', ['2:9 config/missing-key']],
    ['readers that are no name', 'access: { readers: ../x }', ['2:20 config/wrong-value']],
    ['readers in upper case', 'access: { readers: Members }', ['2:20 config/wrong-value']],
    ['readers with a line break', 'access: { readers: "a\\nb" }', ['2:20 config/wrong-value']],
    ['no readers but a certificate', 'access: { mutualTls: true }', ['2:9 config/missing-key']],
    ['a certificate, perhaps', 'access: { readers: a, mutualTls: maybe }', ['2:34 config/wrong-value']],
    ['an unknown key', 'access: { readers: a, password: b }', ['2:23 config/unknown-key']],
  ])('in api-root.yaml: %s', (_, own, expected) => {
    expect(findings({ roots: { a: [own] } })).toEqual(expected.map((place) => `a/api-root.yaml:${place}`));
  });

  test('a public collection in a protected API root', () => {
    const texts = { roots: { a: [members, 'access: public'] } } as const;
    expect(findings(texts)).toEqual(['a/c1/collection.yaml:1:9 config/wrong-value']);
    expect(read(texts).diagnostics[0]!.message).toContain('its API root is protected');
    expect(read(texts).config).toBeUndefined();
  });

  test.each([
    'folder: etc/x',
    'folder: /',
    'folder: /etc/../x',
    'folder: "/etc/x; y"',
    'folder: "/etc/x y"',
    'folder: "/etc/$x"',
    'realm: a"b',
    'realm: "a\\nb"',
    'realm: " a"',
    'realm: ""',
    'clientCa: ca.pem',
  ])('in site.yaml: %s', (line) => {
    expect(findings({ site: `access:\n  ${line}\n`, roots: { a: [''] } })).toEqual([
      `site.yaml:4:${line.indexOf(':') + 5} config/wrong-value`,
    ]);
  });
});

describe('of a configuration', () => {
  const { config } = read({
    site: 'defaultApiRoot: club\naccess: { folder: /srv/lists, realm: Feeds }\n',
    roots: { club: [members, '', 'access: { readers: board }'], open: ['', '', members], other: ['', ''] },
  });

  test('the protected parts are told, each once, and the lists that they need', () => {
    expect(protectedParts(config!).map(({ name, access }) => [name, access.readers])).toEqual([
      ['API root club', 'members'],
      ['collection club/c2', 'board'],
      ['collection open/c4', 'members'],
    ]);
    expect(readersLists(config!)).toEqual(['board', 'members']);
  });

  test('the public part has neither, and a default API root of its own', () => {
    const { apiRoots, defaultApiRoot } = publicConfig(config!);
    expect(defaultApiRoot).toBe('open');
    expect(apiRoots.map(({ name, collections }) => [name, collections.map(({ title }) => title)])).toEqual([
      ['open', ['C3']],
      ['other', ['C5']],
    ]);
    const closed = read({ roots: { a: [members, ''] } }).config!;
    expect(publicConfig(closed)).toMatchObject({ apiRoots: [], defaultApiRoot: '' });
  });

  test('a list for all who may read it names what all of them may read', () => {
    const titles = config!.apiRoots.map((root) => commonCollections(root).map(({ title }) => title));
    expect(titles).toEqual([['C1'], ['C3'], ['C5']]);
  });

  test('the places of credentials have defaults that follow the folder', () => {
    expect(credentialPlaces(config!)).toEqual({
      folder: '/srv/lists',
      realm: 'Feeds',
      clientCa: '/srv/lists/client-ca.pem',
    });
    expect(credentialPlaces({})).toEqual({
      folder: '/etc/taxii-press',
      realm: 'TAXII',
      clientCa: '/etc/taxii-press/client-ca.pem',
    });
    expect(passwordFile(config!, { readers: 'members', mutualTls: false })).toBe(
      '/srv/lists/members.htpasswd',
    );
  });
});
