import { expect, test, vi } from 'vitest';
import { lazySet, words } from '../../../src/stix/vocabularies/lazy-set.ts';

test('a lazy set is built once, at its first use', () => {
  const build = vi.fn(() => words('\na b\n  c a\n'));
  const set = lazySet(build);
  expect(build).not.toHaveBeenCalled();
  expect([...set()]).toEqual(['a', 'b', 'c']);
  expect(set()).toBe(set());
  expect(build).toHaveBeenCalledOnce();
});
