import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/commands/build.ts';
import { release } from '../../src/commands/release.ts';
import { validate } from '../../src/commands/validate.ts';
import { bundle, day, TestContent, temporaryFolder, tool, toolId } from '../support/content.ts';

/** An empty list, which the standard forbids: publishable, and invalid. */
const broken = (n: number, version = 1, more: object = {}) => tool(n, version, { aliases: [], ...more });

/** Snapshots 1, 2 and 3 of two tools; one is broken in the releases named. */
function snapshots(brokenIn: readonly string[], validation = ''): TestContent {
  const content = new TestContent();
  const release = (name: string, n: number) => [tool(1), brokenIn.includes(name) ? broken(2, n) : tool(2, n)];
  content.snapshots('api/up', { '1': release('1', 1), '2': release('2', 2), '3': release('3', 3) });
  content.append('api/up/collection.yaml', validation);
  return content;
}

function judge(content: TestContent) {
  const { exitCode, diagnostics } = validate({ content: content.folder });
  return {
    exitCode,
    found: diagnostics
      .filter(({ severity }) => severity !== 'note')
      .map(({ code, severity, at }) => `${severity} ${code} ${at?.file.split('/').at(-1) ?? '-'}`)
      .filter((line) => !line.includes('no-release'))
      .sort(),
  };
}

describe('what stops a build of snapshots', () => {
  test('by default the latest release', () => {
    expect(judge(snapshots(['3']))).toEqual({ exitCode: 1, found: ['error stix/empty-value 3.json'] });
  });

  test('not the past, which is still told', () => {
    expect(judge(snapshots(['1', '2']))).toEqual({
      exitCode: 0,
      found: ['warning stix/empty-value 1.json', 'warning stix/empty-value 2.json'],
    });
  });

  test('all of it, where that is asked for', () => {
    expect(judge(snapshots(['1'], 'validation: { enforce: all }\n'))).toEqual({
      exitCode: 1,
      found: ['error stix/empty-value 1.json'],
    });
  });

  test('none of it, where that is asked for', () => {
    expect(judge(snapshots(['3'], 'validation: { enforce: none }\n')).exitCode).toBe(0);
  });

  test('an object that is carried from an older release into the latest stops it', () => {
    const content = new TestContent();
    content.snapshots('api/up', { '1': [broken(1)], '2': [broken(1), tool(2)] });
    expect(judge(content)).toEqual({ exitCode: 1, found: ['error stix/empty-value 2.json'] });
  });

  test('site.yaml speaks for all collections, a collection for itself', () => {
    const content = snapshots(['3']);
    content.append('site.yaml', 'validation: { enforce: none }\n');
    expect(judge(content).exitCode).toBe(0);
    content.append('api/up/collection.yaml', 'validation: { enforce: latest }\n');
    expect(judge(content).exitCode).toBe(1);
  });
});

describe('known exceptions', () => {
  const accept = (entry: string) => `validation:\n  accept:\n    - { code: stix/empty-value, ${entry} }\n`;

  test.each([
    ['by code', 'reason: upstream'],
    ['by id', `id: ${toolId(2)}, reason: upstream`],
    ['by release', 'release: "3", reason: upstream'],
    ['by both', `id: ${toolId(2)}, release: "3", reason: upstream`],
  ])('%s', (_, entry) => {
    const { exitCode, found } = judge(snapshots(['3'], accept(entry)));
    expect([exitCode, found]).toEqual([0, ['warning stix/empty-value 3.json']]);
  });

  test.each([
    ['of another object', `id: ${toolId(1)}, reason: upstream`],
    ['of another release', 'release: "2", reason: upstream'],
  ])('one %s excuses nothing, and is a fault itself', (_, entry) => {
    const { exitCode, found } = judge(snapshots(['3'], accept(entry)));
    expect(exitCode).toBe(1);
    expect(found).toEqual(['error config/unused-exception collection.yaml', 'error stix/empty-value 3.json']);
  });

  test('one that nothing needs any longer is a fault', () => {
    const { exitCode, found } = judge(snapshots([], accept('reason: upstream')));
    expect([exitCode, found]).toEqual([1, ['error config/unused-exception collection.yaml']]);
  });

  test('one for a code that there is not, or without a reason, is refused', () => {
    const wrong = 'validation:\n  accept:\n    - { code: stix/nonsense, reason: x }\n';
    expect(judge(snapshots([], wrong)).found).toEqual(['error config/wrong-value collection.yaml']);
    expect(judge(snapshots([], accept('id: x'))).found).toEqual(['error config/missing-key collection.yaml']);
  });

  test('the reason is told, by validate and on the page of the collection', async () => {
    const content = snapshots(['1', '3'], accept('release: "3", reason: "upstream knows <b>"'));
    const { diagnostics } = validate({ content: content.folder });
    expect(diagnostics.find(({ at }) => at?.file.endsWith('3.json'))!.message).toContain(
      'upstream knows <b>',
    );
    const out = join(temporaryFolder(), 'dist');
    const { exitCode, diagnostics: built } = await build({ content: content.folder, out });
    expect(exitCode).toBe(0);
    expect(built.filter(({ code }) => code === 'release/let-through').map(({ message }) => message)).toEqual([
      'Release 3 of api/up is published with known faults: stix/empty-value in 1 object(s).',
      'Release 1 of api/up is published with known faults: stix/empty-value in 1 object(s).',
    ]);
    const page = readFileSync(
      join(out, 'browse/api/0a82c212-67e7-4a46-a18d-064388e5ebd4/index.html'),
      'utf8',
    );
    expect(page).toContain('upstream knows &lt;b&gt;');
    expect(page.match(/Published with known faults/g)).toHaveLength(2);
  });
});

describe('rules that are set', () => {
  const dangling = () => {
    const content = new TestContent();
    content.object('one', tool(1, 1, { created_by_ref: 'identity--00000000-0000-4000-8000-00000000000f' }));
    return content;
  };

  test('a reference out of the collection is a warning, unless it is to be more or less', () => {
    expect(judge(dangling()).found).toContain('warning stix/dangling-reference one.json');
    const strict = dangling();
    strict.append('site.yaml', 'validation: { references: error }\n');
    expect(judge(strict)).toMatchObject({ exitCode: 1 });
    const off = dangling();
    off.append('site.yaml', 'validation: { references: off }\n');
    expect(judge(off).found).toEqual([]);
  });

  test('a SHOULD is raised, or silenced, by its code, number or group', () => {
    const spelt = (rules: string) => {
      const content = new TestContent();
      content.object('one', tool(1, 1, { tool_types: ['Remote Access'] }));
      content.append('site.yaml', `validation:\n  rules: { ${rules} }\n`);
      return judge(content).found;
    };
    const both = ['stix/vocabulary-spelling', 'stix/vocabulary-tool-type'];
    const shown = (lines: string[]) => lines.map((line) => line.replace(' one.json', '')).sort();
    expect(shown(spelt(''))).toEqual(both.map((code) => `warning ${code}`));
    expect(shown(spelt('111: error'))).toEqual([`error ${both[0]}`, `warning ${both[1]}`]);
    expect(shown(spelt('1: off'))).toEqual([`warning ${both[1]}`]);
    expect(shown(spelt('should: off'))).toEqual([]);
    expect(shown(spelt('should: off, stix/vocabulary-spelling: warning'))).toEqual([`warning ${both[0]}`]);
  });

  test('a MUST cannot be, and a name that nothing has is refused', () => {
    for (const rules of ['stix/last-before-first: off', '999: off', 'stix/nonsense: off']) {
      const content = dangling();
      content.append('site.yaml', `validation:\n  rules: { ${rules} }\n`);
      expect(judge(content).found).toEqual(['error config/wrong-value site.yaml']);
    }
  });
});

describe('versions of one object', () => {
  const creator = { created_by_ref: 'identity--00000000-0000-4000-8000-00000000000f' };
  const rules = 'validation: { references: off }\n';

  test('in one working tree', () => {
    const content = new TestContent();
    content.append('site.yaml', rules);
    content.object('all', bundle([tool(1, 2), tool(1, 1, { revoked: true })]));
    expect(judge(content).found).toEqual(['error stix/changed-after-revoked all.json']);
    content.object('all', bundle([tool(1, 1), tool(1, 2, creator)]));
    expect(judge(content).found).toEqual(['error stix/creator-changed all.json']);
    content.object('all', bundle([tool(1, 1), tool(1, 3, { created: tool(1, 2).modified })]));
    expect(judge(content).found).toEqual(['error stix/created-changed all.json']);
    content.object('all', bundle([tool(1, 1), tool(1, 3, { revoked: true })]));
    expect(judge(content).found).toEqual([]);
  });

  test('in snapshots they are told and stop nothing', () => {
    const content = new TestContent();
    content.snapshots('api/up', { '1': [tool(1, 1, { revoked: true })], '2': [tool(1, 2)] });
    expect(judge(content)).toEqual({ exitCode: 0, found: ['warning stix/changed-after-revoked 2.json'] });
  });

  test('against what was released', () => {
    const content = new TestContent();
    content.object('one', tool(1, 2, { revoked: true }));
    expect(release({ content: content.folder, version: '1', date: day(60) }).exitCode).toBe(0);
    content.object('one', tool(1, 3));
    expect(judge(content).found).toEqual(['error stix/changed-after-revoked one.json']);
  });

  test('a reference to what is revoked', () => {
    const content = new TestContent();
    const link = {
      type: 'relationship',
      spec_version: '2.1',
      id: 'relationship--00000000-0000-4000-8000-000000000001',
      created: tool(1).created,
      modified: tool(1).modified,
      relationship_type: 'related-to',
      source_ref: toolId(1),
      target_ref: toolId(2),
    };
    content.object('all', bundle([tool(1), tool(2, 1, { revoked: true }), link]));
    expect(judge(content).found).toEqual(['warning stix/reference-to-revoked all.json']);
    content.object('all', bundle([tool(1), tool(2, 1, { revoked: true }), { ...link, revoked: true }]));
    expect(judge(content).found).toEqual([]);
  });
});
