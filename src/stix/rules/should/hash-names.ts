import { nestedVocabularyUses } from '../../vocabularies/open-vocabularies.ts';
import type { Path, StixObject } from '../rule.ts';
import { eachTextAt, type Place } from './places.ts';

const places = new Map<string, Place[]>();
for (const { vocabulary, type, path } of nestedVocabularyUses) {
  if (vocabulary === 'hash-algorithm-ov') places.set(type, [...(places.get(type) ?? []), path]);
}

/** The SCOs that have hashes. */
export const hashedTypes = [...places.keys()];

/** The names of the algorithms of all hashes of an SCO. */
export function eachHashName(observable: StixObject, visit: (name: string, path: () => Path) => void): void {
  for (const place of places.get(observable.type as string) ?? [])
    eachTextAt(observable, place, 'keys', visit);
}
