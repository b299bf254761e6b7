import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { release } from '../../src/commands/release.ts';
import { compiledCli, project, runCli } from '../support/compiled.ts';
import { day, TestContent, temporaryFolder, tool } from '../support/content.ts';

/** The real program as a process; `env` comes on top of a bare environment. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = project) {
  const { PATH, HOME } = process.env;
  return runCli(args, { cwd, env: { PATH, HOME, ...env } });
}

function sound(): TestContent {
  const content = new TestContent();
  content.object('one', tool(1));
  expect(release({ content: content.folder, version: '1.0.0', date: day(60) }).exitCode).toBe(0);
  return content;
}

function broken(name = 'broken'): TestContent {
  const content = sound();
  content.write(`api/things/objects/${name}.json`, '{\n  "type" 5');
  return content;
}

const ESCAPE = '\u001b';

describe('help teaches', () => {
  test.each<[string, string[]]>([
    ['validate', ['--content', '--format']],
    ['build', ['--out', '--base-url', '--dry-run', '--content', '--format', 'same bytes']],
    ['serve', ['--port', '--address', '--site', '127.0.0.1', '8080']],
    ['release', ['<version>', '--collection', '--date', '--description', '--dry-run', 'SHA256SUMS']],
    ['diff', ['<from>', '<to>', '--collection', 'Signs:']],
  ])('%s', async (command, words) => {
    const { code, stdout, stderr } = await run([command, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: taxii-press ${command} `));
    for (const word of words) expect(stdout).toContain(word);
  });

  test('the program itself, and its version', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const word of [
      'validate',
      'build',
      'serve',
      'release',
      'diff',
      'explain',
      'site.yaml',
      'Exit codes',
    ])
      expect(stdout).toContain(word);
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

describe('wrong use is exit 2, said on standard error', () => {
  test.each([
    [[]],
    [['bild']],
    [['build', '--dryrun']],
    [['build', '--out']],
    [['build', '--base-url', 'example.org']],
    [['build', '--base-url', 'https://[/']],
    [['release']],
    [['diff', '1']],
    [['serve', '--port', '70000']],
    [['serve', '--port', 'http']],
    [['validate', '--format', 'xml']],
  ])('%j', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.length).toBeGreaterThan(10);
    expect(stderr).not.toMatch(/please report|^ +at /m);
  });
});

describe('exit codes and streams', () => {
  test('0: sound, on standard output, and nothing on standard error', async () => {
    const { code, stdout, stderr } = await run(['validate', '--content', sound().folder]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('api/things: 1 releases, 1 objects');
  });

  test('1: a finding with file, line and column, from where the user stands', async () => {
    const content = broken();
    const { code, stdout, stderr } = await run(['validate', '--content', '.'], {}, content.folder);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toBe(
      'error Found "5" where ":" was expected. [json/syntax]\n' +
        '  at api/things/objects/broken.json:2:10\n' +
        '    1 │ {\n' +
        '  > 2 │   "type" 5\n' +
        '      │          ^\n' +
        '  help The file is not well-formed JSON (RFC 8259). Mend it at the place shown.\n\n' +
        '1 error in 1 file\n',
    );
  });

  test('1: findings stop a build and a release', async () => {
    const content = broken();
    const place = join(temporaryFolder(), 'dist');
    expect((await run(['build', '--content', content.folder, '--out', place])).code).toBe(1);
    expect((await run(['release', '2', '--content', content.folder])).code).toBe(1);
    expect(existsSync(place)).toBe(false);
  });

  test('2: what does not exist', async () => {
    const { folder } = sound();
    expect((await run(['diff', '1.0.0', '9', '--content', folder])).code).toBe(2);
    expect((await run(['release', '2', '--content', folder, '--collection', 'x'])).code).toBe(2);
  });

  test('options may stand before the command', async () => {
    expect((await run(['--content', sound().folder, 'validate'])).code).toBe(0);
  });
});

describe('--format json is one document', () => {
  test.each<[string, string[], number]>([
    ['validate', ['validate'], 0],
    ['build', ['build', '--dry-run', '--out', '/tmp/taxii-press-never'], 0],
    ['diff', ['diff', '1.0.0', '1.0.0'], 0],
    ['release', ['release', '1.1.0', '--dry-run'], 1],
  ])('%s', async (_, args, expected) => {
    const { code, stdout, stderr } = await run([...args, '--format', 'json', '--content', sound().folder]);
    expect([code, stderr]).toEqual([expected, '']);
    const document = JSON.parse(stdout) as { diagnostics: unknown[]; result: unknown };
    expect(Object.keys(document)).toEqual(['diagnostics', 'result']);
    if (code === 0) expect(document.result).not.toBeNull();
    else expect(document.diagnostics).toMatchObject([{ code: 'release/nothing-changed', severity: 'error' }]);
  });

  test('with findings in it, all of them, however many', async () => {
    const content = sound();
    content.write('api/things/objects/many.json', JSON.stringify({ ...bundleOf(5000) }, null, 1));
    const { code, stdout } = await run(['validate', '--format', 'json', '--content', content.folder]);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: unknown[] };
    expect([code, diagnostics.length]).toEqual([1, 5000]);
    expect(diagnostics[0]).toMatchObject({
      code: 'stix/not-an-object',
      at: { line: 5, column: 3, pointer: '/objects/0' },
    });
  });
});

function bundleOf(count: number) {
  return {
    type: 'bundle',
    id: 'bundle--00000000-0000-4000-8000-000000000000',
    objects: Array(count).fill(5),
  };
}

test('--format github escapes what would break out of an annotation', async () => {
  const content = broken('100%,a:b');
  const { code, stdout } = await run(
    ['validate', '--format', 'github', '--content', '.'],
    {},
    content.folder,
  );
  expect(code).toBe(1);
  expect(stdout).toBe(
    '::error file=api/things/objects/100%25%2Ca%3Ab.json,line=2,col=10,title=json/syntax::' +
      'Found "5" where ":" was expected. The file is not well-formed JSON (RFC 8259). Mend it at the place shown.\n' +
      '1 error in 1 file\n',
  );
});

test('--format sarif is one log, with the pages of the codes and nothing else', async () => {
  const { folder } = broken();
  const { code, stdout } = await run(['validate', '--format', 'sarif', '--content', '.'], {}, folder);
  const [{ tool, results }] = (JSON.parse(stdout) as { runs: [{ tool: object; results: object[] }] }).runs;
  expect([code, results.length]).toEqual([1, 1]);
  expect(results[0]).toMatchObject({ ruleId: 'json/syntax', level: 'error' });
  expect(JSON.stringify(tool)).toContain('## Mended');
  const clean = await run(['validate', '--format', 'sarif', '--content', sound().folder]);
  expect([clean.code, JSON.parse(clean.stdout).runs[0].results]).toEqual([0, []]);
});

describe('explain', () => {
  test('prints the page of a code, and lists all codes', async () => {
    expect((await run(['explain', 'json/syntax'])).stdout).toMatch(/^# json\/syntax\n/);
    expect((await run(['explain'])).stdout).toContain('json/syntax');
  });

  test('2: what is no code', async () => {
    const { code, stdout } = await run(['explain', 'json/sintax']);
    expect(code).toBe(2);
    expect(stdout).toContain('json/syntax');
  });
});

describe('colours', () => {
  const output = async (env: NodeJS.ProcessEnv) => {
    const { stdout, stderr } = await run(['validate', '--content', broken().folder], env);
    return stdout + stderr;
  };
  test.each<[string, NodeJS.ProcessEnv]>([
    ['a pipe', {}],
    ['a pipe in CI', { CI: 'true' }],
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }],
  ])('none: %s', async (_, env) => expect(await output(env)).not.toContain(ESCAPE));

  test('some where they are asked for', async () =>
    expect(await output({ FORCE_COLOR: '1' })).toContain(ESCAPE));
});

test('a reader that goes away early gets no stack trace', () => {
  const content = sound();
  content.write('api/things/objects/many.json', JSON.stringify(bundleOf(20_000), null, 1));
  const command = `"${process.execPath}" "${compiledCli()}" validate --format json --content "${content.folder}" | head -c 1`;
  const { stderr } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
  expect(stderr).toBe('');
});

test('the sources run without being compiled', () => {
  const args = ['--import', 'tsx', 'src/cli.ts', '--version'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
});
