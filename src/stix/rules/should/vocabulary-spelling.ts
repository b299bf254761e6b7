import { describe } from '../../describe.ts';
import { vocabularyUses } from '../../vocabularies/open-vocabularies.ts';
import { observableRule } from '../shared/observables.ts';
import { eachWrongText, type Place, type Search } from '../shared/places.ts';
import { isWellSpelled, SPELLING } from '../shared/spelling.ts';

/** By type, where values of open vocabularies are. Names of hash algorithms are written as they are known. */
const searches = new Map<string, Search[]>();
for (const { type, property } of vocabularyUses) add(type, [property]);
add('file', ['extensions', 'windows-pebinary-ext', 'pe_type']);
add('marking-definition', ['definition_type']);

function add(type: string, place: Place): void {
  searches.set(type, [...(searches.get(type) ?? []), { place, holds: 'value', isFine: isWellSpelled }]);
}

export const vocabularySpelling = observableRule({
  code: 'stix/vocabulary-spelling',
  level: 'should',
  oasis: ['111', 'open-vocab-format'],
  section: '§2.14',
  message: (v: { property: string; value: string }) =>
    `"${v.property}" has ${describe(v.value)}, which is not in ${SPELLING}.`,
  help: 'Values of an open vocabulary are in lower case, with hyphens instead of blanks and underscores: your own ones too.',
  types: [...searches.keys()],
  check: (object, report) => {
    for (const search of searches.get(object.type as string)!) {
      eachWrongText(object, search, (value, path) => {
        report(path, { property: search.place[search.place.length - 1]!, value });
      });
    }
  },
});
