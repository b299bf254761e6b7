import { describe } from '../../describe.ts';
import {
  isKnownHashAlgorithm,
  nestedVocabularyUses,
  type OpenVocabulary,
  openVocabularies,
  vocabularyUses,
} from '../../vocabularies/open-vocabularies.ts';
import type { Rule } from '../rule.ts';
import { observableRule } from '../shared/observables.ts';
import { eachWrongText, type Search } from '../shared/places.ts';

/** The OASIS validator's name for each check, and the section of the vocabulary. */
const named: Readonly<Record<OpenVocabulary, readonly [oasis: string, section: string]>> = {
  'attack-motivation-ov': ['attack-motivation', '§10.2'],
  'attack-resource-level-ov': ['attack-resource-level', '§10.3'],
  'identity-class-ov': ['identity-class', '§10.8'],
  'indicator-type-ov': ['indicator-types', '§10.10'],
  'industry-sector-ov': ['industry-sector', '§10.11'],
  'malware-type-ov': ['malware-types', '§10.15'],
  'report-type-ov': ['report-types', '§10.22'],
  'threat-actor-type-ov': ['threat-actor-types', '§10.23'],
  'threat-actor-role-ov': ['threat-actor-role', '§10.24'],
  'threat-actor-sophistication-ov': ['threat-actor-sophistication', '§10.25'],
  'tool-type-ov': ['tool-types', '§10.26'],
  'region-ov': ['region', '§10.21'],
  'grouping-context-ov': ['grouping-context', '§10.6'],
  'implementation-language-ov': ['implementation-languages', '§10.9'],
  'infrastructure-type-ov': ['infrastructure-types', '§10.12'],
  'malware-capabilities-ov': ['malware-capabilities', '§10.13'],
  'processor-architecture-ov': ['processor-architecture', '§10.20'],
  'malware-result-ov': ['malware-result', '§10.14'],
  'hash-algorithm-ov': ['hash-algo', '§10.7'],
  'windows-pebinary-type-ov': ['windows-pebinary-type', '§10.28'],
  'account-type-ov': ['account-type', '§10.1'],
  'pattern-type-ov': ['indicator-pattern-types', '§10.19'],
};

/** More values than this, a message does not list. */
const FEW = 12;

interface Use extends Search {
  readonly vocabulary: OpenVocabulary;
  readonly oasis: number;
  readonly type: string;
}

interface Found {
  readonly property: string;
  readonly value: string;
}

const uses: readonly Use[] = [
  ...vocabularyUses.map((use) => ({ ...use, place: [use.property], holds: 'value' as const })),
  ...nestedVocabularyUses.map((use) => ({ ...use, place: use.path })),
].map((use) => ({ ...use, isFine: testOf(use.vocabulary) }));

function testOf(vocabulary: OpenVocabulary): Search['isFine'] {
  if (vocabulary === 'hash-algorithm-ov') return isKnownHashAlgorithm;
  const values = openVocabularies[vocabulary];
  return (value) => values.has(value);
}

/** One rule for every open vocabulary, in the order of their numbers. */
export const vocabularyRules: readonly Rule[] = (Object.keys(named) as OpenVocabulary[])
  .map((vocabulary) => uses.filter((use) => use.vocabulary === vocabulary))
  .sort(([a], [b]) => a!.oasis - b!.oasis)
  .map(vocabularyRule);

function vocabularyRule(places: readonly Use[]): Rule {
  const { vocabulary, oasis } = places[0]!;
  const name = vocabulary.replace(/-ov$/, '');
  const values = openVocabularies[vocabulary];
  const suggested = values.size > FEW ? vocabulary : `${vocabulary}: ${[...values].join(', ')}`;
  const [oasisName, section] = named[vocabulary];
  return observableRule({
    code: `stix/vocabulary-${name}`,
    level: 'should',
    oasis: [String(oasis), oasisName],
    section,
    message: (v: Found) => `"${v.property}" has ${describe(v.value)}, which is not in ${suggested}.`,
    help: `Take a value of ${vocabulary} (${section}) where one fits. Any other is allowed, but fewer will understand it.`,
    types: [...new Set(places.map(({ type }) => type))],
    check: (object, report) => {
      for (const use of places) {
        if (use.type !== object.type) continue;
        eachWrongText(object, use, (value, path) => {
          report(path, { property: use.place[use.place.length - 1]!, value });
        });
      }
    },
  });
}
