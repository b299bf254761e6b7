import { beforeAll, describe, expect, test } from 'vitest';
import { compareReleases, stateAt } from '../../src/release/compare-releases.ts';
import { Ledger } from '../../src/release/ledger.ts';
import { day, names, next, texts, tool, toolId, url } from './objects.ts';

const ledger = new Ledger(texts.read);

beforeAll(() => {
  const relaid = texts.add({
    note: '',
    name: 'd',
    modified: day(1),
    created: day(1),
    id: toolId('d'),
    spec_version: '2.1',
    type: 'tool',
  });
  ledger.apply(next(ledger, [tool('a'), tool('b'), tool('c', 2), tool('d'), url('x')]));
  ledger.apply(next(ledger, [tool('a', 2), tool('b', 1, 'x'), tool('c', 1), url('y')]));
  ledger.apply(next(ledger, [tool('a', 3), tool('c', 1), relaid, tool('e')]));
});

const changes = (from: number, to: number) =>
  compareReleases(ledger, from, to).map(({ change, before, after }) => {
    const side = (entry: typeof before) => (entry ? names([entry])[0] : '·');
    return `${change} ${side(before)} ${side(after)}`;
  });

describe('the changes between releases', () => {
  test('from nothing', () => {
    expect(changes(-1, 0)).toEqual(['added · a@1', 'added · b@1', 'added · c@2', 'added · d@1', 'added · x']);
  });

  test('from one to the next', () => {
    expect(changes(0, 1)).toEqual([
      'changed a@1 a@2',
      'changed x y',
      'edited b@1 b@1!x',
      'reverted c@2 c@1',
      'removed d@1 ·',
    ]);
    expect(changes(1, 2)).toEqual([
      'added · d@1',
      'added · e@1',
      'changed a@2 a@3',
      'removed b@1!x ·',
      'removed y ·',
    ]);
  });

  test('over a release between: what went and came back as it was, in another layout, is no change', () => {
    expect(changes(0, 2)).toEqual([
      'added · e@1',
      'changed a@1 a@3',
      'reverted c@2 c@1',
      'removed b@1 ·',
      'removed x ·',
    ]);
  });

  test('backwards', () => {
    expect(changes(1, 0)).toEqual([
      'added · d@1',
      'changed c@1 c@2',
      'changed y x',
      'edited b@1!x b@1',
      'reverted a@2 a@1',
    ]);
  });

  test('to itself', () => expect(changes(1, 1)).toEqual([]));
});

test('the state after a release is its snapshot', () => {
  const state = (release: number) => names(stateAt(ledger, release).values()).sort();
  expect(state(-1)).toEqual([]);
  expect(state(0)).toEqual(['a@1', 'b@1', 'c@2', 'd@1', 'x']);
  expect(state(1)).toEqual(['a@2', 'b@1!x', 'c@1', 'y']);
  expect(state(2)).toEqual(['a@3', 'c@1', 'd@1', 'e@1']);
});
