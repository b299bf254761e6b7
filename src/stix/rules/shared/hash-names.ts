import { nestedVocabularyUses } from '../../vocabularies/open-vocabularies.ts';
import type { StixObject } from '../rule.ts';
import { eachWrongText, type Place, type Visit } from './places.ts';

const places = new Map<string, Place[]>();
for (const { vocabulary, type, path } of nestedVocabularyUses) {
  if (vocabulary === 'hash-algorithm-ov') places.set(type, [...(places.get(type) ?? []), path]);
}

/** The SCOs that have hashes. */
export const hashedTypes = [...places.keys()];

/** The names of the algorithms of all hashes of an SCO that are not fine. */
export function eachWrongHashName(
  observable: StixObject,
  isFine: (name: string) => boolean,
  visit: Visit,
): void {
  for (const place of places.get(observable.type as string) ?? [])
    eachWrongText(observable, { place, holds: 'keys', isFine }, visit);
}
