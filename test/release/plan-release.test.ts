import { beforeEach, describe, expect, test } from 'vitest';
import { Ledger } from '../../src/release/ledger.ts';
import { isEmpty, planRelease } from '../../src/release/plan-release.ts';
import type { SourceObject } from '../../src/release/source-object.ts';
import { day, marking, next, texts, tool, toolId, url, urlId } from './objects.ts';

let ledger: Ledger;
beforeEach(() => {
  ledger = new Ledger(texts.read);
  ledger.apply(next(ledger, [tool('a'), tool('b', 5), url('x'), marking('m')], []));
  ledger.apply(next(ledger, [tool('b', 7)], []));
});

const rest = () => [tool('a'), tool('b', 7), url('x'), marking('m')];

function plan(tree: readonly SourceObject[]) {
  const found = planRelease(ledger, tree, texts.read);
  const ids = (list: readonly SourceObject[]) => list.map(({ id }) => id);
  return {
    added: ids(found.added),
    changed: ids(found.changed),
    removed: found.removed,
    silentEdits: ids(found.silentEdits.map(({ object }) => object)),
    backwards: ids(found.backwards.map(({ object }) => object)),
    empty: isEmpty(found),
  };
}

const nothing = { added: [], changed: [], removed: [], silentEdits: [], backwards: [], empty: true };

describe('the difference of a tree to the last release', () => {
  test('nothing', () => expect(plan(rest())).toEqual(nothing));

  test('the same in another layout and order', () => {
    const relaid = texts.add({
      note: '',
      modified: day(1),
      name: 'a',
      created: day(1),
      id: toolId('a'),
      type: 'tool',
      spec_version: '2.1',
    });
    expect(plan([...rest().slice(1), relaid])).toEqual(nothing);
  });

  test('added', () =>
    expect(plan([...rest(), tool('c')])).toEqual({ ...nothing, added: [toolId('c')], empty: false }));

  test('a new version', () => {
    expect(plan([tool('a', 2), ...rest().slice(1)])).toEqual({
      ...nothing,
      changed: [toolId('a')],
      empty: false,
    });
  });

  test('an SCO may change as it is', () => {
    expect(plan([tool('a'), tool('b', 7), url('y'), marking('m')])).toEqual({
      ...nothing,
      changed: [urlId],
      empty: false,
    });
  });

  test('removed, sorted', () => {
    expect(plan([url('x'), marking('m')])).toEqual({
      ...nothing,
      removed: [toolId('a'), toolId('b')],
      empty: false,
    });
  });

  test('a silent edit is refused, of what has modified and of what has only created', () => {
    expect(plan([tool('a', 1, 'x'), ...rest().slice(1)])).toEqual({ ...nothing, silentEdits: [toolId('a')] });
    expect(plan([...rest().slice(0, 3), marking('n')]).silentEdits).toHaveLength(1);
  });

  test.each([
    ['one that was released', 5],
    ['one that never was', 6],
    ['one before all', 2],
  ])('an older version is refused: %s', (_, version) => {
    expect(plan([tool('a'), tool('b', version), url('x'), marking('m')])).toEqual({
      ...nothing,
      backwards: [toolId('b')],
    });
  });

  test('one instant in another spelling is a silent edit', () => {
    expect(plan([tool('a', day(1).replace('.000', '')), ...rest().slice(1)])).toEqual({
      ...nothing,
      silentEdits: [toolId('a')],
    });
  });

  test('a version that was removed may come back', () => {
    ledger.apply(next(ledger, [], [toolId('a')]));
    expect(plan(rest())).toEqual({ ...nothing, added: [toolId('a')], empty: false });
  });

  test('a tree that keeps an older version beside the newest has not changed', () => {
    expect(plan([...rest(), tool('b', 5)])).toEqual(nothing);
  });

  test('what a release takes in leaves nothing to release', () => {
    const tree = [tool('a', 3), tool('b', 7), url('z'), tool('c', 1), tool('c', 2)];
    const { added, changed, removed } = planRelease(ledger, tree, texts.read);
    ledger.apply(next(ledger, [...added, ...changed], removed));
    expect(plan(tree)).toEqual(nothing);
  });
});
