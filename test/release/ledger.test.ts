import { beforeEach, describe, expect, test } from 'vitest';
import { Ledger, type ReleaseMaterial } from '../../src/release/ledger.ts';
import type { SourceObject } from '../../src/release/source-object.ts';
import { dateAdded } from '../../src/taxii/date-added.ts';
import { day, marking, markingId, names, next, texts, tool, toolId, url, urlId } from './objects.ts';

let ledger: Ledger;
beforeEach(() => {
  ledger = new Ledger(texts.read);
});

function release(objects: readonly SourceObject[], removed: ReleaseMaterial['removed'] = 'absent') {
  const {
    added,
    readded,
    changed,
    edited,
    reverted,
    removed: gone,
    objects: held,
  } = ledger.apply(next(ledger, objects, removed));
  return { added, readded, changed, edited, reverted, removed: gone, objects: held };
}

const none = { added: 0, readded: 0, changed: 0, edited: 0, reverted: 0, removed: 0 };
const log = () =>
  ledger.log.map(({ kind, release: index }, n) => `${index} ${kind} ${names([ledger.log[n]!])}`);
const view = (name: 'all' | 'last' | 'first') => names(ledger.views[name].entries());

describe('snapshots', () => {
  test('added, unchanged, changed, removed', () => {
    expect(release([tool('a'), tool('b')])).toEqual({ ...none, added: 2, objects: 2 });
    expect(release([tool('a'), tool('b')])).toEqual({ ...none, objects: 2 });
    expect(release([tool('a', 2), tool('c')])).toEqual({
      ...none,
      added: 1,
      changed: 1,
      removed: 1,
      objects: 2,
    });
    expect(log()).toEqual(['0 added a@1', '0 added b@1', '2 changed a@2', '2 added c@1']);
    expect(view('last')).toEqual(['a@2', 'c@1']);
    expect(view('first')).toEqual(['a@1', 'c@1']);
    expect(view('all')).toEqual(['a@1', 'a@2', 'c@1']);
    expect(ledger.log[1]!.withdrawnIn).toBe(2);
  });

  test('the same object in another layout is no change', () => {
    release([tool('a')]);
    const { type, id, name } = JSON.parse(
      JSON.stringify({ type: 'tool', id: toolId('a'), name: 'a' }),
    ) as Record<string, string>;
    const shuffled = texts.add({
      note: '',
      name,
      modified: day(1),
      created: day(1),
      id,
      spec_version: '2.1',
      type,
    });
    expect(release([shuffled])).toEqual({ ...none, objects: 1 });
  });

  test('an edit in place replaces the content and gets a new date_added', () => {
    release([tool('a'), tool('b')]);
    expect(release([tool('a', 1, 'x'), tool('b')])).toEqual({ ...none, edited: 1, objects: 2 });
    expect(view('all')).toEqual(['b@1', 'a@1!x']);
    expect(view('last')).toEqual(['b@1', 'a@1!x']);
    expect(view('first')).toEqual(['b@1', 'a@1!x']);
    expect(dateAdded(ledger.dated, 2)).toBeGreaterThan(dateAdded(ledger.dated, 1));
  });

  test('an edit of an older version leaves the latest where it is', () => {
    release([tool('a', 1), tool('a', 2), tool('b')]);
    expect(release([tool('a', 1, 'x'), tool('a', 2), tool('b')])).toEqual({ ...none, edited: 1, objects: 2 });
    expect(view('last')).toEqual(['a@2', 'b@1']);
    expect(view('first')).toEqual(['b@1', 'a@1!x']);
    expect(view('all')).toEqual(['a@2', 'b@1', 'a@1!x']);
  });

  test('an object that comes back as it was is added again', () => {
    release([tool('a'), tool('b')]);
    release([tool('b')]);
    expect(release([tool('a'), tool('b')])).toEqual({ ...none, readded: 1, objects: 2 });
    expect(view('all')).toEqual(['b@1', 'a@1']);
    expect(log().at(-1)).toBe('2 readded a@1');
  });

  test('a removed object takes all its versions along, and they do not come back with it', () => {
    release([tool('a', 1)]);
    release([tool('a', 2)]);
    release([]);
    expect(view('all')).toEqual([]);
    release([tool('a', 2)]);
    expect([view('all'), view('first'), view('last')]).toEqual([['a@2'], ['a@2'], ['a@2']]);
  });

  test('several versions in one bundle', () => {
    expect(release([tool('a', 2), tool('a', 1), tool('a', 3)])).toEqual({ ...none, added: 3, objects: 1 });
    expect([view('all'), view('first'), view('last')]).toEqual([['a@2', 'a@1', 'a@3'], ['a@1'], ['a@3']]);
    expect(release([tool('a', 3)])).toEqual({ ...none, objects: 1 });
    expect(view('all')).toEqual(['a@2', 'a@1', 'a@3']);
  });

  test('going back to an older version publishes it anew and withdraws the newer ones', () => {
    release([tool('a', 1)]);
    release([tool('a', 2)]);
    release([tool('a', 3)]);
    expect(release([tool('a', 2)])).toEqual({ ...none, reverted: 1, objects: 1 });
    expect([view('all'), view('first'), view('last')]).toEqual([['a@1', 'a@2'], ['a@1'], ['a@2']]);
    expect(log().at(-1)).toBe('3 reverted a@2');
    expect(ledger.log.map(({ withdrawnIn }) => withdrawnIn)).toEqual([undefined, 3, 3, undefined]);
    expect(release([tool('a', 3)])).toEqual({ ...none, changed: 1, objects: 1 });
  });

  test('going back to an older version that was never published is going back as well', () => {
    release([tool('a', 2)]);
    expect(release([tool('a', 1)])).toEqual({ ...none, reverted: 1, objects: 1 });
    expect([view('all'), view('first'), view('last')]).toEqual([['a@1'], ['a@1'], ['a@1']]);
  });

  test('going back and editing at once is one entry', () => {
    release([tool('a', 1)]);
    release([tool('a', 2)]);
    const report = release([tool('a', 1, 'x')]);
    expect(report.edited + report.reverted).toBe(1);
    expect([view('all'), view('last')]).toEqual([['a@1!x'], ['a@1!x']]);
  });

  test('an older version that arrives late becomes the first and not the last', () => {
    release([tool('a', 2), tool('b')]);
    expect(release([tool('a', 1), tool('a', 2), tool('b')])).toEqual({ ...none, changed: 1, objects: 2 });
    expect(view('first')).toEqual(['b@1', 'a@1']);
    expect(view('last')).toEqual(['a@2', 'b@1']);
    expect(view('all')).toEqual(['a@2', 'b@1', 'a@1']);
  });

  test('one instant in two spellings is one version', () => {
    release([tool('a', '2024-01-01T00:00:00Z')]);
    expect(release([tool('a', '2024-01-01T00:00:00.000Z'), tool('b')])).toMatchObject({
      edited: 1,
      changed: 0,
    });
    expect(view('all')).toHaveLength(2);
    release([tool('a', '2024-01-01T00:00:00Z', 'x'), tool('b')]);
    expect([view('all'), view('first'), view('last')]).toEqual(Array(3).fill(['b@1', 'a@1!x']));
  });

  test('versions are ordered by time and not by text', () => {
    release([
      tool('a', '2024-01-01T00:00:00.5Z'),
      tool('a', '2024-01-01T00:00:00.45Z'),
      tool('a', '2024-01-01T00:00:00Z'),
    ]);
    expect([...ledger.views.last.entries()].map(({ objectVersion }) => objectVersion)).toEqual([
      '2024-01-01T00:00:00.5Z',
    ]);
    expect([...ledger.views.first.entries()].map(({ objectVersion }) => objectVersion)).toEqual([
      '2024-01-01T00:00:00Z',
    ]);
  });
});

describe('objects without timestamps', () => {
  test('an SCO that changes is changed, not edited', () => {
    release([url('https://a.example/')]);
    expect(release([url('https://b.example/')])).toEqual({ ...none, changed: 1, objects: 1 });
    expect(ledger.present.get(urlId)!.map((entry) => names([entry])[0])).toEqual(['https://b.example/']);
    expect([view('all'), view('first'), view('last')]).toEqual(Array(3).fill(['https://b.example/']));
  });

  test('a marking definition keeps the version of its creation', () => {
    release([marking('one')]);
    expect(ledger.present.get(markingId)![0]!.objectVersion).toBe(day(1));
    expect(release([marking('two')])).toEqual({ ...none, edited: 1, objects: 1 });
    expect(ledger.views.all.live).toBe(1);
  });
});

describe('differences', () => {
  test('what a release does not name stays', () => {
    release([tool('a'), tool('b')], []);
    expect(release([tool('a', 2)], [toolId('b')])).toEqual({ ...none, changed: 1, removed: 1, objects: 1 });
    expect(release([], [])).toEqual({ ...none, objects: 1 });
    expect(view('all')).toEqual(['a@1', 'a@2']);
  });

  test('removing what is not there removes nothing', () => {
    release([tool('a')], []);
    expect(release([], [toolId('b')])).toEqual({ ...none, objects: 1 });
  });
});

test('empty releases are releases', () => {
  expect(release([])).toEqual({ ...none, objects: 0 });
  release([tool('a')]);
  release([tool('a')]);
  expect(ledger.dated.map(({ first, count }) => [first, count])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
  ]);
});

test('latest versions by type are what the latest versions are', () => {
  release([tool('a'), url('x'), tool('b')]);
  release([tool('a', 2), url('x')]);
  expect([...ledger.lastByType].map(([type, one]) => [type, names(one.entries())])).toEqual([
    ['tool', ['a@2']],
    ['url', ['x']],
  ]);
});
