import { describe, expect, test } from 'vitest';
import { Ledger } from '../../src/release/ledger.ts';
import type { SourceObject } from '../../src/release/source-object.ts';
import { SHARD } from '../../src/release/view.ts';
import { next, texts, tool } from './objects.ts';

/** Tools number `from` to before `to`. */
function tools(from: number, to: number, version = 1): SourceObject[] {
  return Array.from({ length: to - from }, (_, n) => tool((from + n).toString(36), version));
}

const state = ({ views }: Ledger) => [views.last.epoch, views.last.live, views.last.slots.length];

describe('a view', () => {
  test('that is less than half full is renumbered densely, in log order', () => {
    const ledger = new Ledger(texts.read);
    const size = SHARD + 1;
    ledger.apply(next(ledger, tools(0, size)));
    expect(state(ledger)).toEqual([0, size, size]);
    ledger.apply(next(ledger, tools(0, (size + 1) / 2)));
    expect(state(ledger)).toEqual([0, (size + 1) / 2, size]);
    ledger.apply(next(ledger, tools(0, (size - 1) / 2)));
    expect(state(ledger)).toEqual([1, (size - 1) / 2, (size - 1) / 2]);
    const numbers = ledger.views.last.slots.map(({ n }) => n);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  test('of up to a shard is never renumbered', () => {
    const ledger = new Ledger(texts.read);
    ledger.apply(next(ledger, tools(0, SHARD)));
    ledger.apply(next(ledger, []));
    expect(state(ledger)).toEqual([0, 0, SHARD]);
    ledger.apply(next(ledger, tools(0, 1)));
    expect(state(ledger)).toEqual([1, 1, 1]);
  });

  test('keeps the slots of what did not change', () => {
    const ledger = new Ledger(texts.read);
    ledger.apply(next(ledger, tools(0, 30)));
    const slots = [...ledger.views.last.slots];
    ledger.apply(next(ledger, [...tools(0, 10), ...tools(10, 20, 2)]));
    expect(ledger.views.last.slots.slice(0, 30)).toEqual(slots);
    expect(ledger.views.last.slots).toHaveLength(40);
    expect([...ledger.views.last.entries()].map(({ n }) => n)).toEqual([
      ...Array.from({ length: 10 }, (_, n) => n),
      ...Array.from({ length: 10 }, (_, n) => 30 + n),
    ]);
  });

  test('of all versions keeps superseded ones, and so does not thin out', () => {
    const ledger = new Ledger(texts.read);
    for (let version = 1; version <= 4; version += 1) ledger.apply(next(ledger, tools(0, 400, version)));
    expect(ledger.views.all.epoch).toBe(0);
    expect(ledger.views.all.live).toBe(1600);
    expect(ledger.views.last.live).toBe(400);
    expect(ledger.views.last.epoch).toBeGreaterThan(0);
    expect(ledger.views.first.slots.map(({ n }) => n)).toEqual(Array.from({ length: 400 }, (_, n) => n));
  });

  test('refuses an entry that is older than one it holds', () => {
    const ledger = new Ledger(texts.read);
    ledger.apply(next(ledger, tools(0, 2)));
    expect(() => ledger.views.last.enter(ledger.log[0]!)).toThrow('too late');
  });
});
