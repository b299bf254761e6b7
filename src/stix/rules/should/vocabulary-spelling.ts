import { describe } from '../../describe.ts';
import { vocabularyUses } from '../../vocabularies/open-vocabularies.ts';
import { observableRule } from './observables.ts';
import { eachTextAt, type Place } from './places.ts';
import { isWellSpelled, SPELLING } from './spelling.ts';

/** By type, where values of open vocabularies are. Names of hash algorithms are written as they are known. */
const placesOf = new Map<string, Place[]>();
for (const { type, property } of vocabularyUses) add(type, [property]);
add('file', ['extensions', 'windows-pebinary-ext', 'pe_type']);
add('marking-definition', ['definition_type']);

function add(type: string, place: Place): void {
  placesOf.set(type, [...(placesOf.get(type) ?? []), place]);
}

export const vocabularySpelling = observableRule({
  code: 'stix/vocabulary-spelling',
  level: 'should',
  oasis: ['111', 'open-vocab-format'],
  section: '§2.14',
  message: (v: { property: string; value: string }) =>
    `"${v.property}" has ${describe(v.value)}, which is not in ${SPELLING}.`,
  help: 'Values of an open vocabulary are in lower case, with hyphens instead of blanks and underscores: your own ones too.',
  types: [...placesOf.keys()],
  check: (object, report) => {
    for (const place of placesOf.get(object.type as string)!) {
      eachTextAt(object, place, 'value', (value, path) => {
        if (!isWellSpelled(value)) report(path(), { property: place[place.length - 1]!, value });
      });
    }
  },
});
