import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { release } from '../../src/commands/release.ts';
import { validate } from '../../src/commands/validate.ts';
import { bundle, day, TestContent, temporaryFolder, tool, toolId, url } from '../support/content.ts';

/** A sound working tree of two tools with one release, for tests that damage it. */
function released(): TestContent {
  const content = new TestContent();
  content.object('one', tool(1));
  content.object('more/two', bundle([tool(2, 5), url('https://a.example/')]));
  expect(release({ content: content.folder, version: '1.0.0', date: day(60) }).exitCode).toBe(0);
  return content;
}

function check(content: TestContent) {
  const { exitCode, diagnostics, text } = validate({ content: content.folder });
  return { exitCode, found: content.shown(diagnostics), text };
}

const UUID = '00000000-0000-4000-8000-000000000000';
const BUNDLE = `"type":"bundle","id":"bundle--${UUID}"`;

test('sound content', () => {
  expect(check(released())).toEqual({
    exitCode: 0,
    found: [],
    text: 'api/things: 1 releases, 3 objects, 3 in the working tree (2 files): sound\n',
  });
});

test('what is not released yet is a note, and no release yet a warning; neither stops the work', () => {
  const content = released();
  content.object('three', tool(3));
  content.object('one', tool(1, 2));
  content.remove('api/things/objects/more');
  const { exitCode, diagnostics } = validate({ content: content.folder });
  expect(exitCode).toBe(0);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'api/things has unreleased changes: 1 added, 1 changed, 2 removed.',
  ]);
  content.remove('api/things/releases');
  expect(check(content)).toMatchObject({
    exitCode: 0,
    found: ['release/no-release -', 'release/unreleased -'],
  });
});

describe('a broken file in a working tree', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['of no bytes', '', 'json/syntax 1:1'],
    ['that is no JSON', 'Hello\n', 'json/syntax 1:1'],
    ['cut off', '{"type": "url",\n "id": "url--', 'json/syntax 2:14'],
    ['that is a list', '[]', 'json/syntax 1:1'],
    ['that is a number', '5', 'json/syntax 1:1'],
    ['that is a bundle without an id', '{"type":"bundle","objects":[]}', 'stix/not-a-bundle 1:1'],
    ['that is a bundle with no list', `{${BUNDLE},\n"objects":{}}`, 'stix/not-a-bundle 2:11'],
    ['that is an object without an id', '\n{"type":"url"}', 'stix/missing-property 2:1'],
    ['that is an object without a type', `{"id":"url--${UUID}"}`, 'stix/not-a-bundle 1:1'],
    ['with a byte order mark', '\ufeff{"type":"url"}', 'json/byte-order-mark 1:1'],
    ['that is not UTF-8', Buffer.from('{"type":"\xff"}', 'latin1'), 'json/not-utf8 1:10'],
    ['in UTF-16', Buffer.from('{"type":"url"}', 'utf16le'), 'json/syntax 1:2'],
    [
      'that nests 100,000 deep',
      `{"type":"url","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'json/syntax 1:519',
    ],
    ['that nests and does not end', '{"a":'.repeat(100_000), 'json/syntax 1:500001'],
    ['of NUL bytes', new Uint8Array(100), 'json/syntax 1:1'],
  ])('%s', (_, text, expected) => {
    const content = released();
    content.write('api/things/objects/broken.json', text);
    const { exitCode, found } = check(content);
    expect(exitCode).toBe(1);
    const [code, place] = expected.split(' ');
    expect(found).toEqual([`${code} api/things/objects/broken.json:${place}`]);
  });

  test('with a name twice', () => {
    const content = released();
    const id = 'x-a--00000000-0000-4000-8000-000000000000';
    content.write('api/things/objects/broken.json', `{"type":"x-a","id":"${id}","a":1,\n"a":2}`);
    const { exitCode, found } = check(content);
    expect(exitCode).toBe(1);
    expect(found.join()).toMatch(/^json\/\S+ api\/things\/objects\/broken\.json:\d+:\d+$/);
  });

  test('a property called __proto__ is one of many that nobody knows', () => {
    const content = new TestContent();
    content.write(
      'api/things/objects/a.json',
      `{"__proto__":{"id":5},"type":"url","id":"url--${UUID}","value":"x"}`,
    );
    expect(check(content).found).toContain('stix/property-name api/things/objects/a.json:1:14');
  });

  test('does not hide the faults of other files', () => {
    const content = released();
    content.write('api/things/objects/a.json', '');
    content.write('api/things/objects/b.json', '[');
    expect(check(content).found).toEqual([
      'json/syntax api/things/objects/a.json:1:1',
      'json/syntax api/things/objects/b.json:1:2',
    ]);
  });
});

describe('what is in objects/ and cannot be read is told', () => {
  test('a folder with the name of a file is read as a folder, and told of', () => {
    const content = released();
    content.object('x.json/three', tool(3));
    mkdirSync(content.path('api/things/objects/empty.json'));
    expect(check(content)).toMatchObject({
      exitCode: 0,
      found: [
        'io/not-a-file api/things/objects/empty.json',
        'io/not-a-file api/things/objects/x.json',
        'release/unreleased -',
      ],
    });
  });

  test('a link to a file: its objects are not quietly missing', () => {
    const content = released();
    renameSync(content.path('api/things/objects/one.json'), content.path('one.json'));
    symlinkSync(content.path('one.json'), content.path('api/things/objects/one.json'));
    const { diagnostics } = validate({ content: content.folder });
    expect(JSON.stringify(diagnostics)).not.toContain('1 removed');
  });

  test('a link that leads nowhere', () => {
    const content = released();
    symlinkSync(content.path('nowhere'), content.path('api/things/objects/link.json'));
    const { exitCode, found } = check(content);
    expect([exitCode, found.length]).toEqual([1, 1]);
    expect(found[0]).toContain('objects/link.json');
  });

  test('a pipe does not make it wait', () => {
    const content = released();
    execFileSync('mkfifo', [content.path('api/things/objects/pipe.json')]);
    expect(check(content).exitCode).toBeLessThan(2);
  });
});

describe('duplicates in a working tree', () => {
  test('the same again is a warning', () => {
    const content = released();
    content.object('again', tool(1));
    expect(check(content)).toMatchObject({
      exitCode: 0,
      found: ['release/duplicate api/things/objects/one.json:1:1'],
    });
  });

  test('the same version with other content is an error at the later one, which names the other', () => {
    const content = released();
    content.object('more/three', bundle([tool(5), tool(5, 1, { name: 'Other' })]));
    const { exitCode, diagnostics } = validate({ content: content.folder });
    expect(exitCode).toBe(1);
    expect(content.shown(diagnostics)[0]).toBe(
      'release/conflicting-duplicate api/things/objects/more/three.json:13:5',
    );
    expect(diagnostics[0]!.message).toMatch(/three\.json:5\.$/);
    expect(diagnostics[0]!.object).toMatchObject({ id: toolId(5), type: 'tool' });
  });
});

describe('released material', () => {
  test('a silent edit, and a version that goes back', () => {
    const content = released();
    content.object('one', tool(1, 1, { name: 'Other' }));
    content.object('more/two', bundle([tool(2, 4), url('https://a.example/')]));
    expect(check(content)).toMatchObject({
      exitCode: 1,
      found: [
        'release/silent-edit api/things/objects/one.json:1:1',
        'release/version-backwards api/things/objects/more/two.json:5:5',
      ],
    });
  });

  test('another layout is no edit', () => {
    const content = released();
    content.write(
      'api/things/objects/one.json',
      JSON.stringify(Object.fromEntries(Object.entries(tool(1)).reverse())),
    );
    expect(check(content)).toMatchObject({ exitCode: 0, found: [] });
  });

  test('a tree that keeps an older version beside the newest stays sound after its release', () => {
    const content = released();
    content.object('one', bundle([tool(1), tool(1, 2)]));
    expect(release({ content: content.folder, version: '1.1.0', date: day(61) }).exitCode).toBe(0);
    expect(check(content)).toMatchObject({ exitCode: 0, found: [] });
  });

  test('an edited release file', () => {
    const content = released();
    content.append('api/things/releases/1.0.0.json', ' ');
    expect(check(content)).toMatchObject({
      exitCode: 1,
      found: ['release/edited api/things/releases/1.0.0.json'],
    });
  });

  test('a release file that is not recorded', () => {
    const content = released();
    content.write('api/things/releases/1.1.0.json', '{}');
    expect(check(content)).toMatchObject({
      exitCode: 1,
      found: ['release/unrecorded api/things/releases/1.1.0.json'],
    });
  });

  test('a release file that is gone', () => {
    const content = released();
    content.remove('api/things/releases/1.0.0.json');
    expect(check(content)).toMatchObject({
      exitCode: 1,
      found: ['release/lost api/things/releases/SHA256SUMS'],
    });
  });

  test('records that are gone', () => {
    const content = released();
    content.remove('api/things/releases/SHA256SUMS');
    expect(check(content)).toMatchObject({
      exitCode: 1,
      found: ['release/unrecorded api/things/releases/1.0.0.json'],
    });
  });

  test('a line of the records that is no record, as a merge leaves it', () => {
    const content = released();
    content.append('api/things/releases/SHA256SUMS', '<<<<<<< HEAD\n');
    const { exitCode, found } = check(content);
    expect([exitCode, found.length]).toEqual([1, 1]);
    expect(found[0]).toContain('api/things/releases/SHA256SUMS');
  });
});

describe('the content folder', () => {
  test('that is not there', () => {
    const folder = temporaryFolder();
    const { exitCode, diagnostics } = validate({ content: `${folder}/none` });
    expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([1, ['io/not-found']]);
  });

  test('that is a file', () => {
    const content = new TestContent();
    expect(validate({ content: content.path('site.yaml') }).diagnostics.map(({ code }) => code)).toEqual([
      'io/not-found',
    ]);
  });

  test('whose site.yaml is a folder', () => {
    const content = new TestContent();
    content.remove('site.yaml');
    mkdirSync(content.path('site.yaml'));
    expect(check(content).exitCode).toBe(1);
  });

  test('whose objects/ is a file', () => {
    const content = new TestContent();
    content.write('api/things/objects', 'x');
    expect(check(content).exitCode).toBe(1);
  });

  test('an empty collection is sound', () => {
    expect(check(new TestContent())).toMatchObject({ exitCode: 0, found: ['release/no-release -'] });
  });

  test('a collection whose collection.yaml has another name does not vanish without a word', () => {
    const content = released();
    renameSync(content.path('api/things/collection.yaml'), content.path('api/things/collection.yml'));
    expect(check(content).found.join()).toContain('api/things');
  });

  test('an API root without api-root.yaml does not vanish without a word', () => {
    const content = released();
    content.write('other/api-root.yaml', 'title: Other\n');
    content.remove('api/api-root.yaml');
    expect(check(content).found.join()).toContain('api');
  });

  test('faults of configuration are told with their place, and nothing else is read', () => {
    const content = released();
    content.append('api/things/collection.yaml', 'colour: red\n');
    content.write('api/things/objects/broken.json', '');
    expect(check(content)).toMatchObject({
      exitCode: 1,
      found: ['config/unknown-key api/things/collection.yaml:5:1'],
    });
  });
});

describe('snapshots', () => {
  test('a sound history', () => {
    const content = new TestContent();
    content.snapshots('api/up', { '1': [tool(1)], '1.1': [tool(1, 2), tool(2)] });
    expect(check(content).text).toContain('api/up: 2 releases, 2 objects: sound\n');
  });

  test('an edit in place, a version that goes back, and a repetition with other content are warnings', () => {
    const content = new TestContent();
    content.snapshots('api/up', {
      '1': [tool(1), tool(2), tool(2, 2)],
      '2': [tool(1, 1, { name: 'Other' }), tool(2), tool(3), tool(3, 1, { name: 'Third' })],
    });
    const { exitCode, found } = check(content);
    expect(exitCode).toBe(0);
    expect(found).toEqual([
      expect.stringMatching(/^release\/conflicting-duplicate api\/up\/snapshots\/2\.json:1:\d+$/),
      'release/silent-edits api/up/collection.yaml:7',
      'release/versions-backwards api/up/collection.yaml:7',
      'release/no-release -',
      'release/unrecorded-snapshots -',
    ]);
  });

  test.each<[string, (content: TestContent) => void, string]>([
    [
      'a file that is not there',
      (c) => c.remove('api/up/snapshots/2.json'),
      'io/not-found api/up/collection.yaml:7',
    ],
    [
      'a folder for a file',
      (c) => {
        c.remove('api/up/snapshots/2.json');
        mkdirSync(c.path('api/up/snapshots/2.json'));
      },
      'io/unreadable api/up/collection.yaml:7',
    ],
    [
      'a broken file',
      (c) => c.write('api/up/snapshots/2.json', '{'),
      'json/syntax api/up/snapshots/2.json:1:2',
    ],
    [
      'a date that goes back',
      (c) => c.write('api/up/collection.yaml', c.read('api/up/collection.yaml').replace(day(51), day(49))),
      'release/date-not-forward api/up/collection.yaml:7',
    ],
    [
      'a version that goes back',
      (c) => c.write('api/up/collection.yaml', c.read('api/up/collection.yaml').replace('"2"', '"0"')),
      'release/version-not-forward api/up/collection.yaml:7',
    ],
    [
      'a digest that is another',
      (c) =>
        c.write(
          'api/up/collection.yaml',
          c.read('api/up/collection.yaml').replace('2.json }', `2.json, sha256: ${'a'.repeat(64)} }`),
        ),
      'release/edited api/up/collection.yaml:7',
    ],
  ])('%s', (_, damage, expected) => {
    const content = new TestContent();
    content.snapshots('api/up', { '1': [tool(1)], '2': [tool(2)] });
    damage(content);
    expect(check(content)).toMatchObject({ exitCode: 1, found: [expected] });
  });
});
