import { expect, test } from 'vitest';
import { withoutDuplicates } from '../../src/release/duplicates.ts';
import { day, texts, tool, toolId, url } from './objects.ts';

const relaid = () =>
  texts.add({
    note: '',
    name: 'a',
    modified: day(1),
    created: day(1),
    id: toolId('a'),
    spec_version: '2.1',
    type: 'tool',
  });

test('different objects, and different versions of one, all stay in order', () => {
  const objects = [tool('a', 2), tool('b'), tool('a', 1), url('x')];
  expect(withoutDuplicates(objects, texts.read)).toEqual({ objects, duplicates: [] });
  expect(withoutDuplicates([], texts.read)).toEqual({ objects: [], duplicates: [] });
});

test('of identical ones the first stays, whatever their layout', () => {
  const [first, second, third] = [tool('a'), relaid(), tool('a')];
  expect(withoutDuplicates([first, second, third], texts.read)).toEqual({
    objects: [first],
    duplicates: [
      { object: second, other: first, identical: true },
      { object: third, other: first, identical: true },
    ],
  });
});

test('of conflicting ones the last stays', () => {
  const [first, other, second] = [tool('a', 1, 'x'), tool('b'), tool('a', 1, 'y')];
  expect(withoutDuplicates([first, other, second], texts.read)).toEqual({
    objects: [second, other],
    duplicates: [{ object: second, other: first, identical: false }],
  });
});

test('SCOs without timestamps are repetitions by id', () => {
  const [first, second] = [url('x'), url('y')];
  expect(withoutDuplicates([first, second], texts.read).duplicates).toEqual([
    { object: second, other: first, identical: false },
  ]);
});

test('one instant in two spellings is one version', () => {
  const [first, second] = [tool('a', '2024-01-01T00:00:00Z'), tool('a', '2024-01-01T00:00:00.000Z')];
  expect(withoutDuplicates([first, second], texts.read).objects).toEqual([second]);
});
