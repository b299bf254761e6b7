import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type ValidateOptions, validate } from '../../src/commands/validate.ts';
import { validateLines } from '../../src/commands/validate-lines.ts';
import { bundle, TestContent, temporaryFolder, tool, url } from '../support/content.ts';

/** A SHOULD that is not met: the type of the tool is spelt in no known way. */
const careless = (n: number, more: object = {}) => tool(n, 1, { tool_types: ['Remote-Thing'], ...more });
const wrong = (n: number) => tool(n, 1, { aliases: [] });

function check(content: TestContent, options: Omit<ValidateOptions, 'content'> = {}) {
  const { exitCode, diagnostics, text } = validate({ content: content.folder, ...options });
  const found = content.shown(diagnostics).filter((line) => !line.startsWith('release/'));
  return { exitCode, found: [...new Set(found.map((line) => line.replace(/:\d.*$/, '')))].sort(), text };
}

const warnings = (name: string) =>
  ['stix/vocabulary-spelling', 'stix/vocabulary-tool-type'].map(
    (code) => `${code} api/things/objects/${name}.json`,
  );

describe('paths', () => {
  const content = () => {
    const made = new TestContent();
    made.object('one', careless(1));
    made.object('sub/two', careless(2));
    made.object('three', wrong(3));
    return made;
  };

  test('within the content narrow down what is told, and what counts', () => {
    const made = content();
    expect(check(made).exitCode).toBe(1);
    const path = (name: string) => made.path(`api/things/objects/${name}`);
    expect(check(made, { paths: [path('one.json')] })).toMatchObject({ exitCode: 0, found: warnings('one') });
    expect(check(made, { paths: [path('sub')] })).toMatchObject({ exitCode: 0, found: warnings('sub/two') });
    const both = check(made, { paths: [path('one.json'), path('three.json')] });
    expect(both).toMatchObject({
      exitCode: 1,
      found: ['stix/empty-value api/things/objects/three.json', ...warnings('one')],
    });
    expect(check(made, { paths: [made.folder] }).exitCode).toBe(1);
  });

  test('elsewhere are judged alone: files, and what folders hold', () => {
    const made = new TestContent();
    const other = temporaryFolder();
    writeFileSync(join(other, 'bundle.json'), JSON.stringify(bundle([tool(1), url('https://a.example/')])));
    writeFileSync(join(other, 'tool.json'), JSON.stringify(wrong(2)));
    writeFileSync(join(other, 'notes.txt'), 'no JSON');
    expect(check(made, { paths: [join(other, 'bundle.json')] })).toEqual({
      exitCode: 0,
      found: [],
      text: '2 objects in 1 files: sound\n',
    });
    const { exitCode, found } = check(made, { paths: [other] });
    expect([exitCode, found.length]).toEqual([1, 1]);
    expect(found[0]).toMatch(/^stix\/empty-value .*tool\.json$/);
  });

  test('need no content folder, and may not exist', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'tool.json'), JSON.stringify(tool(1)));
    const content = join(folder, 'nothing');
    expect(validate({ content, paths: [join(folder, 'tool.json')] }).exitCode).toBe(0);
    const missing = validate({ content, paths: [join(folder, 'no.json')] });
    expect([missing.exitCode, missing.diagnostics.map(({ code }) => code)]).toEqual([1, ['io/not-found']]);
  });

  test('versions of one object in several files are looked at together', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.json'), JSON.stringify(tool(1, 1, { revoked: true })));
    writeFileSync(join(folder, 'b.json'), JSON.stringify(tool(1, 2)));
    const { diagnostics } = validate({
      content: folder,
      paths: [join(folder, 'a.json'), join(folder, 'b.json')],
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['stix/changed-after-revoked']);
  });
});

describe('--strict', () => {
  test('a warning is enough to fail, a note is not', () => {
    const content = new TestContent();
    content.object('one', careless(1));
    expect([check(content).exitCode, check(content, { strict: true }).exitCode]).toEqual([0, 1]);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'tool.json'), JSON.stringify(tool(1)));
    expect(validate({ content: folder, paths: [join(folder, 'tool.json')], strict: true }).exitCode).toBe(0);
  });
});

describe('--changed-since', () => {
  function repository(): { content: TestContent; git: (...args: string[]) => void } {
    const content = new TestContent();
    const git = (...args: string[]) =>
      void execFileSync(
        'git',
        ['-C', content.folder, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args],
        {
          stdio: 'pipe',
        },
      );
    for (const name of ['one', 'two', 'three'])
      content.object(name, careless(name.length + 2 * name.charCodeAt(0)));
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'first');
    git('checkout', '-qb', 'work');
    return { content, git };
  }
  const since = (content: TestContent) => check(content, { changedSince: 'main' });

  test('warns of what was edited, committed or not, added and renamed, and of nothing else', () => {
    const { content, git } = repository();
    expect(since(content)).toMatchObject({ exitCode: 0, found: [] });
    content.object('one', careless(1, { description: 'edited' }));
    expect(since(content).found).toEqual(warnings('one'));
    git('commit', '-qam', 'second');
    expect(since(content).found).toEqual(warnings('one'));
    content.object('new', careless(9));
    renameSync(content.path('api/things/objects/two.json'), content.path('api/things/objects/renamed.json'));
    expect(since(content).found).toEqual(
      [...warnings('new'), ...warnings('one'), ...warnings('renamed')].sort(),
    );
  });

  test('what others did since on that branch is not ours', () => {
    const { content, git } = repository();
    git('checkout', '-q', 'main');
    content.object('two', careless(2, { description: 'theirs' }));
    git('commit', '-qam', 'theirs');
    git('checkout', '-q', 'work');
    expect(since(content).found).toEqual([]);
  });

  test('never hides an error', () => {
    const { content, git } = repository();
    content.object('two', wrong(2));
    git('commit', '-qam', 'broken');
    git('branch', '-qf', 'main');
    expect(since(content)).toMatchObject({
      exitCode: 1,
      found: ['stix/empty-value api/things/objects/two.json'],
    });
  });

  test.each(['nowhere', '--output=x', ''])('a commit that there is not, "%s", is wrong use', (ref) => {
    const { content } = repository();
    const { exitCode, diagnostics } = validate({ content: content.folder, changedSince: ref });
    expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([2, ['io/no-history']]);
  });
});

describe('--jsonl', () => {
  const judge = async (...lines: string[]) => {
    const answers: unknown[] = [];
    for await (const line of validateLines(Readable.from([Buffer.from(lines.join('\n'))]))) {
      expect(line.endsWith('\n')).toBe(true);
      answers.push(JSON.parse(line));
    }
    return answers;
  };

  test('answers each line, in order, with its case as it came', async () => {
    const lines = [
      { case: 1, object: tool(1) },
      { case: { any: ['thing', null] }, object: careless(2) },
      { case: 'x', object: wrong(3) },
      { object: tool(4) },
    ].map((line) => JSON.stringify(line));
    expect(await judge(...lines)).toEqual([
      { case: 1, valid: true, codes: [], warnings: [] },
      {
        case: { any: ['thing', null] },
        valid: true,
        codes: [],
        warnings: ['stix/vocabulary-spelling', 'stix/vocabulary-tool-type'],
      },
      { case: 'x', valid: false, codes: ['stix/empty-value'], warnings: [] },
      { case: null, valid: true, codes: [], warnings: [] },
    ]);
  });

  test('an object is judged alone, a bundle with all that it holds', async () => {
    const lost = { created_by_ref: 'identity--00000000-0000-4000-8000-00000000000f' };
    const objects = [
      tool(1, 1, lost),
      bundle([tool(1)]),
      bundle([tool(1), wrong(2)]),
      bundle([tool(1), 5 as never]),
    ];
    const answers = (await judge(...objects.map((object) => JSON.stringify({ case: 0, object })))) as {
      valid: boolean;
    }[];
    expect(answers.map(({ valid }) => valid)).toEqual([true, true, false, false]);
  });

  test.each<[string, string]>([
    ['nonsense', 'json/syntax'],
    ['[]', 'json/syntax'],
    ['{"case": 1}', 'json/not-a-case'],
    ['{"case": 1, "object": {"type": "tool", "type": "tool"}}', 'json/duplicate-name'],
    ['{"case": 1, "object": 5}', 'stix/not-an-object'],
    [`{"case": 1, "object": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'json/syntax'],
  ])('a line that is none gets an answer too: %.30s', async (line, code) => {
    expect(await judge(line)).toMatchObject([{ valid: false, codes: [code] }]);
  });
});
