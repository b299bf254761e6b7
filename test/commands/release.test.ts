import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gatherContent } from '../../src/commands/gather/content.ts';
import { type ReleaseOptions, release } from '../../src/commands/release.ts';
import { validate } from '../../src/commands/validate.ts';
import { sha256 } from '../../src/json/digest.ts';
import { bundle, collectionId, day, TestContent, tool, toolId, url } from '../support/content.ts';

const releases = 'api/things/releases';

function make(content: TestContent, version: string, options: Partial<ReleaseOptions> = {}) {
  const result = release({ content: content.folder, version, date: day(60), ...options });
  return { ...result, found: content.shown(result.diagnostics) };
}

/** Three objects and no release yet. */
function fresh(): TestContent {
  const content = new TestContent();
  content.object('tools', bundle([tool(1, 5), tool(2)]));
  content.object('url', url('https://a.example/'));
  return content;
}

function released(): TestContent {
  const content = fresh();
  expect(make(content, '1.0.0').exitCode).toBe(0);
  return content;
}

const files = (content: TestContent) =>
  existsSync(content.path(releases)) ? readdirSync(content.path(releases)).sort() : [];

describe('a release', () => {
  test('the first one holds everything, and is recorded', () => {
    const content = fresh();
    const { exitCode, text, found } = make(content, '1.0.0', { description: 'First' });
    expect([exitCode, found]).toEqual([0, []]);
    expect(text).toMatch(
      /^api\/things 1\.0\.0: 3 added, 0 changed, 0 removed; written to .*releases\/1\.0\.0\.json/,
    );
    const file = content.read(`${releases}/1.0.0.json`);
    expect(JSON.parse(file)).toEqual({
      format: 'taxii-press/release/1',
      collection: collectionId,
      version: '1.0.0',
      date: day(60),
      description: 'First',
      removed: [],
      added: [tool(1, 5), tool(2), url('https://a.example/')],
      changed: [],
    });
    expect(content.read(`${releases}/SHA256SUMS`)).toBe(`${sha256(file)}  1.0.0.json\n`);
    expect(files(content)).toEqual(['.gitattributes', '1.0.0.json', 'SHA256SUMS']);
    expect(validate({ content: content.folder })).toMatchObject({ exitCode: 0, diagnostics: [] });
  });

  test('a further one holds what was added, changed and removed, and nothing else', () => {
    const content = released();
    const first = content.read(`${releases}/1.0.0.json`);
    content.object('tools', bundle([tool(1, 6)]));
    content.object('url', url('https://b.example/', url('https://a.example/').id));
    content.object('three', tool(3));
    expect(make(content, '1.1.0', { date: day(61) }).text).toContain('1 added, 2 changed, 1 removed');
    expect(JSON.parse(content.read(`${releases}/1.1.0.json`))).toMatchObject({
      added: [tool(3)],
      changed: [tool(1, 6), url('https://b.example/', url('https://a.example/').id)],
      removed: [toolId(2)],
    });
    expect(content.read(`${releases}/1.0.0.json`)).toBe(first);
    const { ledger, tree } = gatherContent(content.folder).collections[0]!;
    expect(ledger.reports.map(({ version, date, objects }) => [version, date, objects])).toEqual([
      ['1.0.0', day(60), 3],
      ['1.1.0', day(61), 3],
    ]);
    expect(tree!.plan).toMatchObject({ added: [], changed: [], removed: [] });
  });

  test('keeps the spelling of numbers and strings', () => {
    const content = new TestContent();
    const odd = `{"type":"x-odd","id":"x-odd--00000000-0000-4000-8000-000000000000","x_a":1.0,"x_b":12345678901234567890,"x_c":"\\u00e9\\/🚢\u2028","x_d":1E+3}`;
    content.write('api/things/objects/odd.json', ` ${odd.replace('"x_a"', '\n "x_a"')}\n`);
    expect(make(content, '1').exitCode).toBe(0);
    expect(content.read(`${releases}/1.json`)).toContain(`    ${odd}\n`);
  });

  test('can remove all there is', () => {
    const content = released();
    content.remove('api/things/objects');
    expect(make(content, '2', { date: day(61) }).text).toContain('0 added, 0 changed, 3 removed');
  });

  test('is dated by the clock, to milliseconds, unless told', () => {
    const content = fresh();
    const before = new Date().toISOString();
    expect(release({ content: content.folder, version: '1.0.0' }).exitCode).toBe(0);
    const { date } = JSON.parse(content.read(`${releases}/1.0.0.json`)) as { date: string };
    expect(date >= before && date <= new Date().toISOString()).toBe(true);
    expect(date).toMatch(/\.\d{3}Z$/);
  });

  test('can be tried without writing anything', () => {
    const content = fresh();
    const { exitCode, text } = make(content, '1.0.0', { dryRun: true });
    expect([exitCode, files(content)]).toEqual([0, []]);
    expect(text).toContain('3 added, 0 changed, 0 removed; not written (dry run)');
  });

  test('after records whose last line has no end', () => {
    const content = released();
    content.write(`${releases}/SHA256SUMS`, content.read(`${releases}/SHA256SUMS`).trimEnd());
    content.object('three', tool(3));
    expect(make(content, '1.1.0', { date: day(61) }).exitCode).toBe(0);
    expect(validate({ content: content.folder })).toMatchObject({ exitCode: 0, diagnostics: [] });
  });

  test('says in data what it says in text', () => {
    expect(JSON.stringify(make(fresh(), '1.0.0').data ?? null)).toMatch(/"added":3/);
  });
});

describe('is refused, and nothing is written', () => {
  const three = (content: TestContent) => content.object('three', tool(3));
  const cases: [string, (content: TestContent) => void, { version?: string; date?: string }, string][] = [
    ['nothing changed', () => undefined, {}, 'release/nothing-changed -'],
    ['the version does not move', three, { version: '1.0.0' }, 'release/version-not-forward -'],
    ['the version is the same, shorter', three, { version: '1.0' }, 'release/version-not-forward -'],
    ['the version goes back', three, { version: '0.9' }, 'release/version-not-forward -'],
    ['the version is none', three, { version: '../2' }, 'release/version-form -'],
    ['the date does not move', three, { date: day(60) }, 'release/date-not-forward -'],
    ['the date goes back', three, { date: day(59) }, 'release/date-not-forward -'],
    ['the date is no date', three, { date: '2024-13-01' }, 'config/wrong-value -'],
    ['the date has another zone', three, { date: '2024-05-01T00:00:00+02:00' }, 'config/wrong-value -'],
    ['the date is too fine', three, { date: '2024-05-01T00:00:00.0001Z' }, 'release/date-too-fine -'],
    [
      'an edit is silent',
      (content) => content.object('tools', bundle([tool(1, 5, { name: 'x' }), tool(2)])),
      {},
      'release/silent-edit api/things/objects/tools.json:5:5',
    ],
    [
      'an object goes back',
      (content) => content.object('tools', bundle([tool(1, 4), tool(2)])),
      {},
      'release/version-backwards api/things/objects/tools.json:5:5',
    ],
    [
      'a file is broken',
      (content) => content.write('api/things/objects/x.json', '{'),
      {},
      'json/syntax api/things/objects/x.json:1:2',
    ],
    [
      'a release was edited',
      (content) => content.append(`${releases}/1.0.0.json`, '\n'),
      {},
      `release/edited ${releases}/1.0.0.json`,
    ],
    [
      'a release is not recorded',
      (content) => content.write(`${releases}/1.0.1.json`, '{}'),
      {},
      `release/unrecorded ${releases}/1.0.1.json`,
    ],
    [
      'a release is lost',
      (content) => content.remove(`${releases}/1.0.0.json`),
      {},
      `release/lost ${releases}/SHA256SUMS`,
    ],
  ];
  test.each(cases)('%s', (_, damage, { version = '1.1.0', date = day(61) }, expected) => {
    const content = released();
    damage(content);
    const texts = () =>
      files(content).map((name) => readFileSync(content.path(`${releases}/${name}`), 'utf8'));
    const before = texts();
    const { exitCode, found, text } = make(content, version, { date });
    expect([exitCode, found, text]).toEqual([1, [expected], '']);
    expect(texts()).toEqual(before);
  });

  test('a date within the microseconds of the release before', () => {
    const content = new TestContent();
    content.object('many', bundle(Array.from({ length: 1001 }, (_, n) => tool(n))));
    expect(make(content, '1').exitCode).toBe(0);
    content.object('more', tool(2000));
    const at = (milliseconds: string) => day(60).replace('.000', `.${milliseconds}`);
    expect(make(content, '2', { date: at('001') }).found).toEqual(['release/date-not-forward -']);
    expect(make(content, '2', { date: at('002') }).exitCode).toBe(0);
  });
});

describe('an empty collection', () => {
  test('may be released as it is, once', () => {
    const content = new TestContent();
    expect(make(content, '1.0.0').exitCode).toBe(0);
    expect(make(content, '1.0.1', { date: day(61) }).found).toEqual(['release/nothing-changed -']);
  });
});

describe('which collection', () => {
  function two(): TestContent {
    const content = fresh();
    content.snapshots('api/up', { '1': [tool(7)] });
    content.append('api/things/collection.yaml', 'alias: t.1\n');
    return content;
  }

  test('several, and none named', () => {
    const { exitCode, diagnostics } = make(two(), '1.0.0');
    expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([2, ['site/several-collections']]);
    expect(diagnostics[0]!.message).toContain('api/things, api/up');
  });

  test.each(['t.1', collectionId, 'api/things', 'things'])('named %s', (collection) => {
    expect(make(two(), '1.0.0', { collection }).exitCode).toBe(0);
  });

  test('unknown: the known ones are told', () => {
    const { exitCode, diagnostics } = make(two(), '1.0.0', { collection: 'nope' });
    expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([2, ['site/unknown-collection']]);
    expect(diagnostics[0]!.message).toContain('api/things');
  });

  test('a snapshot that is not listed is unknown', () => {
    const { exitCode, diagnostics } = make(two(), '9', { collection: 'up' });
    expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([2, ['release/unknown']]);
  });

  test('faults of another collection do not stand in the way', () => {
    const content = two();
    content.write('api/up/snapshots/1.json', '{');
    expect(make(content, '1.0.0', { collection: 'things' }).exitCode).toBe(0);
  });
});

describe('snapshots are recorded as published', () => {
  const history = { '1': [tool(1)], '2': [tool(1, 2)], '3': [tool(1, 3), tool(2)] };
  function upstream(): TestContent {
    const content = new TestContent();
    content.snapshots('api/up', history);
    return content;
  }
  const codes = (content: TestContent) =>
    validate({ content: content.folder }).diagnostics.map(({ code, severity }) => `${severity} ${code}`);
  const config = 'api/up/collection.yaml';

  test('up to the one that is named, each once', () => {
    const content = upstream();
    expect(codes(content)).toContain('note release/unrecorded-snapshots');
    expect(make(content, '2', { collection: 'up' }).text).toBe('api/up: 2 recorded (1, 2)\n');
    expect(make(content, '3', { collection: 'up' }).text).toBe('api/up: 1 recorded (3)\n');
    expect(make(content, '3', { collection: 'up' }).text).toBe('api/up: 0 recorded (all were)\n');
    expect(codes(content)).toEqual(['warning release/no-release']);
  });

  test.each<[string, (content: TestContent) => void]>([
    ['an edited snapshot', (c) => c.append('api/up/snapshots/2.json', '\n')],
    ['another date', (c) => c.write(config, c.read(config).replace(day(51), day(51).replace('T00', 'T01')))],
    ['another version', (c) => c.write(config, c.read(config).replace('"2"', '"1.5"'))],
    [
      'a release put in between',
      (c) => {
        c.write('api/up/snapshots/0.json', c.read('api/up/snapshots/1.json'));
        const line = `    - { version: "0.5", date: ${day(49)}, file: 0.json }\n`;
        c.write(config, c.read(config).replace('  releases:\n', `  releases:\n${line}`));
      },
    ],
    ['a release taken away', (c) => c.write(config, c.read(config).replace(/ {4}- \{ version: "3".*\n/, ''))],
    ['an edited record', (c) => c.append('api/up/releases/1.json', ' ')],
  ])('%s is found', (_, damage) => {
    const content = upstream();
    make(content, '3', { collection: 'up' });
    damage(content);
    const { exitCode, diagnostics } = validate({ content: content.folder });
    expect(exitCode).toBe(1);
    expect(diagnostics.map(({ code }) => code).join()).toMatch(/release\/(not-as-recorded|lost|edited)/);
  });
});

test('two releases that were made at once clash, and that is found', () => {
  const content = released();
  content.object('three', tool(3));
  make(content, '1.1.0', { date: day(61) });
  const [file, sums] = ['1.1.0.json', 'SHA256SUMS'].map((name) => content.read(`${releases}/${name}`)) as [
    string,
    string,
  ];
  const other = file
    .replace('1.1.0', '1.2.0')
    .replace(day(61), day(62))
    .replace(/"name":"[^"]*"/, '"name":"Other"');
  content.write(`${releases}/1.2.0.json`, other);
  content.write(`${releases}/SHA256SUMS`, `${sums}${sha256(other)}  1.2.0.json\n`);
  const { exitCode, diagnostics } = validate({ content: content.folder });
  expect(exitCode).toBe(1);
  expect(diagnostics.map(({ code }) => code)).toContain('release/clash');
});
