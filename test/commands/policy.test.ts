import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/commands/build.ts';
import { release } from '../../src/commands/release.ts';
import { validate } from '../../src/commands/validate.ts';
import { bundle, day, TestContent, temporaryFolder, tool, toolId } from '../support/content.ts';

// STIX 2.1 §7.2.1.4, and OASIS's extension for TLP 2.0
const WHITE = 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9';
const GREEN = 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da';
const AMBER = 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82';
const RED = 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed';
const CLEAR_2 = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487';
const AMBER_2 = 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421';
const STRICT_2 = 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003';
const RED_2 = 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1';
const TLP_2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
const OWN = 'marking-definition--00000000-0000-4000-8000-0000000000aa';

const marked = (...refs: string[]) => tool(1, 1, { object_marking_refs: refs });
const marking = (more: object, id = OWN) => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id,
  created: day(1),
  ...more,
});
const tlp2 = (level: string) => ({
  extensions: { [TLP_2]: { extension_type: 'property-extension', tlp_2_0: level } },
});

function content(policy: string, ...objects: object[]): TestContent {
  const made = new TestContent();
  made.append('site.yaml', `policy: ${policy}\n`);
  made.object('all', bundle(objects));
  return made;
}

function judge(made: TestContent): string[] {
  const { diagnostics } = validate({ content: made.folder });
  return diagnostics
    .filter(({ code }) => code.startsWith('policy/'))
    .map(({ code, object }) => `${code} ${object?.id}`);
}

const exceeded = [`policy/tlp-exceeded ${toolId(1)}`];

describe('the highest level that a collection carries', () => {
  const levels = ['clear', 'green', 'amber', 'amber+strict', 'red'];
  const ranked: readonly [ref: string, rank: number][] = [
    ...([WHITE, GREEN, AMBER].map((ref, rank) => [ref, rank]) as [string, number][]),
    [RED, 4],
    [CLEAR_2, 0],
    [AMBER_2, 2],
    [STRICT_2, 3],
    [RED_2, 4],
  ];
  const pairs = levels.flatMap((level, highest) =>
    ranked.map(([ref, rank]) => [level, ref, rank > highest] as const),
  );
  test.each(pairs)('%s against %s: stopped is %s', (level, ref, isStopped) => {
    const made = content(`{ tlp: ${level} }`, marked(ref));
    expect(judge(made)).toEqual(isStopped ? exceeded : []);
    expect(validate({ content: made.folder }).exitCode).toBe(isStopped ? 1 : 0);
  });
});

describe('what marks an object', () => {
  test.each<[string, object[]]>([
    ['one of several markings', [marked(WHITE, RED)]],
    [
      'a granular marking',
      [
        tool(1, 1, {
          granular_markings: [{ selectors: ['name'], marking_ref: RED }],
          object_marking_refs: [WHITE],
        }),
      ],
    ],
    ['a marking of its own of TLP 2.0', [marked(OWN), marking({ name: 'TLP:RED', ...tlp2('red') })]],
    ['one that only its extension names', [marked(OWN), marking({ name: 'Ours', ...tlp2('red') })]],
    [
      'one that only its name names',
      [marked(OWN), marking({ name: 'TLP:RED', definition_type: 'x-own', definition: {} })],
    ],
    [
      'one of a level that nobody knows',
      [marked(OWN), marking({ name: 'TLP:ULTRAVIOLET', ...tlp2('ultraviolet') })],
    ],
    ['a label', [tool(1, 1, { labels: ['tlp:red'] })]],
    ['an older version that is still published', [tool(1, 1, { object_marking_refs: [RED] }), tool(1, 2)]],
    [
      'the stricter of two versions of a marking',
      [marked(OWN), marking({ name: 'Ours', ...tlp2('clear') }), marking({ ...tlp2('red') }, OWN)],
    ],
  ])('%s', (_, objects) => {
    expect(judge(content('{ tlp: green }', ...objects))).toContain(exceeded[0]);
  });

  test.each<[string, object[]]>([
    ['nothing', [tool(1)]],
    [
      'a statement',
      [marked(OWN), marking({ definition_type: 'statement', definition: { statement: '© Harbour Watch' } })],
    ],
    ['a label that is about something else', [tool(1, 1, { labels: ['red', 'tlprelated'] })]],
    [
      'the definition of a level, where nothing is marked with it',
      [tool(1), marking({ name: 'TLP:RED', ...tlp2('red') }, RED_2)],
    ],
  ])('not %s', (_, objects) => {
    expect(judge(content('{ tlp: clear }', ...objects))).toEqual([]);
  });

  test('a marking that is not there might say anything', () => {
    const made = content('{ tlp: red }', marked(OWN));
    expect(judge(made)).toEqual([`policy/unknown-marking ${toolId(1)}`]);
  });
});

describe('a collection that requires markings', () => {
  const policy = '{ tlp: red, requireMarking: true }';

  test('takes no object without one, nor with a statement alone', () => {
    const statement = marking({ definition_type: 'statement', definition: { statement: 'Ours' } });
    expect(judge(content(policy, tool(1)))).toEqual([`policy/no-marking ${toolId(1)}`]);
    expect(judge(content(policy, marked(OWN), statement))).toEqual([`policy/no-marking ${toolId(1)}`]);
  });

  test('takes marked objects, and the markings themselves', () => {
    expect(judge(content(policy, marked(GREEN)))).toEqual([]);
    expect(judge(content(policy, marked(OWN), marking({ name: 'TLP:GREEN', ...tlp2('green') })))).toEqual([]);
  });
});

describe('the guard', () => {
  test('keeps a red object out of a release and off the site, by name', async () => {
    const made = content('{ tlp: green }', marked(RED));
    const options = { content: made.folder, version: '1', date: day(60) };
    expect(release(options).exitCode).toBe(1);
    expect(existsSync(made.path('api/things/releases'))).toBe(false);
    const out = join(temporaryFolder(), 'dist');
    const { exitCode, diagnostics } = await build({ content: made.folder, out });
    expect([exitCode, existsSync(out)]).toEqual([1, false]);
    expect(diagnostics.find(({ severity }) => severity === 'error')).toMatchObject({
      code: 'policy/tlp-exceeded',
      message: `${toolId(1)} is TLP:RED (by ${RED}), but the collection carries at most TLP:GREEN.`,
      object: { id: toolId(1), type: 'tool' },
      at: { file: expect.stringMatching(/all\.json$/), line: expect.any(Number) },
    });
  });

  test('cannot be talked out of it by an exception, or by what is enforced', () => {
    const made = content('{ tlp: green }', marked(RED));
    made.append('site.yaml', 'validation: { enforce: none }\n');
    expect(judge(made)).toEqual(exceeded);
    made.append(
      'api/things/collection.yaml',
      'validation: { accept: [{ code: policy/tlp-exceeded, reason: please }] }\n',
    );
    const { exitCode, diagnostics } = validate({ content: made.folder });
    expect([exitCode, diagnostics[0]?.code]).toEqual([1, 'config/wrong-value']);
  });

  test('holds for what was released before the policy, until it is removed', () => {
    const made = new TestContent();
    made.object('all', marked(RED));
    expect(release({ content: made.folder, version: '1', date: day(60) }).exitCode).toBe(0);
    made.append('site.yaml', 'policy: { tlp: green }\n');
    made.object('all', tool(1, 2));
    expect(judge(made)).toEqual(exceeded);
    made.remove('api/things/objects/all.json');
    made.object('other', tool(2));
    // Still published, until a release removes it
    expect(judge(made)).toEqual(exceeded);
    expect(release({ content: made.folder, version: '2', date: day(61) }).exitCode).toBe(0);
    expect(judge(made)).toEqual([]);
  });

  test('holds for snapshots, also in their past versions', () => {
    const made = new TestContent();
    made.snapshots('api/up', { '1': [marked(RED)], '2': [tool(1, 2)] });
    made.append('api/up/collection.yaml', 'policy: { tlp: amber }\n');
    expect(judge(made)).toEqual(exceeded);
  });

  test('a collection may carry more than the site', () => {
    const made = content('{ tlp: clear }', marked(AMBER));
    expect(judge(made)).toEqual(exceeded);
    made.append('api/things/collection.yaml', 'policy: { tlp: amber }\n');
    expect(judge(made)).toEqual([]);
  });

  test.each([
    '{ tlp: white }',
    '{ tlp: RED }',
    '{}',
    '{ tlp: red, more: 1 }',
  ])('a policy that is none: %s', (policy) => {
    const { exitCode, diagnostics } = validate({ content: content(policy, tool(1)).folder });
    expect(exitCode).toBe(1);
    expect(diagnostics[0]!.code).toMatch(/^config\//);
  });
});
