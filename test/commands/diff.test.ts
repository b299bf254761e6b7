import { describe, expect, test } from 'vitest';
import { diff } from '../../src/commands/diff.ts';
import { day, TestContent, tool, toolId, url } from '../support/content.ts';

function history(): TestContent {
  const content = new TestContent();
  content.snapshots('api/up', {
    '1': [tool(1), tool(2), tool(3, 2), tool(4), url('https://a.example/')],
    '2': [
      tool(1, 2, { name: 'New name' }),
      tool(2, 1, { x_note: 1 }),
      tool(3),
      tool(5),
      url('https://b.example/', url('https://a.example/').id),
    ],
  });
  return content;
}

const run = (content: TestContent, from: string, to: string, collection: string | undefined = 'up') =>
  diff({ content: content.folder, from, to, ...(collection ? { collection } : {}) });

describe('diff', () => {
  test('by kind and id, with versions and names', () => {
    const { exitCode, text, data } = run(history(), '1', '2');
    expect(exitCode).toBe(0);
    const urlId = url('https://a.example/').id;
    expect(text).toBe(
      [
        'From 1 to 2: 1 added, 2 changed, 1 edited, 1 reverted, 1 removed',
        `     object                                      1                         2                         name`,
        `  +  ${toolId(5)}                            2024-01-01T00:00:00.000Z  Tool 5`,
        `  ~  ${toolId(1)}  2024-01-01T00:00:00.000Z  2024-01-02T00:00:00.000Z  New name`,
        `  ~  ${urlId}   1970-01-01T00:00:00.000Z  1970-01-01T00:00:00.000Z`,
        `  !  ${toolId(2)}  2024-01-01T00:00:00.000Z  2024-01-01T00:00:00.000Z  Tool 2`,
        `  <  ${toolId(3)}  2024-01-02T00:00:00.000Z  2024-01-01T00:00:00.000Z  Tool 3`,
        `  -  ${toolId(4)}  2024-01-01T00:00:00.000Z                            Tool 4`,
        '',
      ].join('\n'),
    );
    expect(data).toMatchObject({
      collection: 'api/up',
      from: '1',
      to: '2',
      changes: [
        { change: 'added', id: toolId(5), after: day(1) },
        { change: 'changed', id: toolId(1), before: day(1), after: day(2) },
        { change: 'changed', id: urlId },
        { change: 'edited', id: toolId(2) },
        { change: 'reverted', id: toolId(3), before: day(2), after: day(1) },
        { change: 'removed', id: toolId(4), before: day(1) },
      ],
    });
  });

  test('to itself, nothing', () => {
    expect(run(history(), '1', '1').text).toBe(
      'From 1 to 1: 0 added, 0 changed, 0 edited, 0 reverted, 0 removed\n',
    );
  });

  test.each([
    ['3', '2', '3'],
    ['1', '3', '3'],
    ['1.0', '2', '1.0'],
  ])('from %s to %s: there is no %s', (from, to, missing) => {
    const { exitCode, diagnostics, text } = run(history(), from, to);
    expect([exitCode, text]).toEqual([2, '']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      `There is no release ${missing}; there are 1, 2.`,
    ]);
  });

  test('a collection must be named where there are several, and an unknown one is told the known ones', () => {
    const several = diff({ content: history().folder, from: '1', to: '2' });
    expect([several.exitCode, several.diagnostics[0]!.code]).toEqual([2, 'site/several-collections']);
    const unknown = run(history(), '1', '2', 'nope');
    expect([unknown.exitCode, unknown.diagnostics[0]!.code]).toEqual([2, 'site/unknown-collection']);
    expect(unknown.diagnostics[0]!.message).toContain('api/up');
  });

  test('a broken history is not compared', () => {
    const content = history();
    content.write('api/up/snapshots/2.json', '{');
    const { exitCode, diagnostics } = run(content, '1', '2');
    expect([exitCode, diagnostics.map(({ code }) => code)]).toEqual([1, ['json/syntax']]);
  });
});
