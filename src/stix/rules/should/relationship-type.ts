import { describe } from '../../describe.ts';
import { isSuggested, suggestedRelationships } from '../../vocabularies/relationships.ts';
import { rule } from '../rule.ts';

interface Found {
  readonly source: string;
  readonly type: string;
  readonly target: string;
}

export const relationshipType = rule({
  code: 'stix/relationship-type',
  level: 'should',
  oasis: ['202', 'relationship-types'],
  section: '§3.7, §5.1',
  types: ['relationship'],
  message: (v: Found) =>
    `STIX 2.1 has no relationship ${describe(v.type)} from ${describe(v.source)} to ${describe(v.target)}; ${suggestionsFor(v)}.`,
  help: 'Any relationship is allowed, but readers know what the defined ones mean: take one of those where it fits, and mind its direction.',
  check({ relationship_type: type, source_ref: from, target_ref: to }, report) {
    if (typeof type !== 'string' || typeof from !== 'string' || typeof to !== 'string') return;
    const source = typeOf(from);
    const target = typeOf(to);
    if (source === '' || target === '' || isSuggested(source, type, target)) return;
    report(['relationship_type'], { source, type, target });
  },
});

/** All before the last "--", as the OASIS validator reads it; nothing where there is none. */
function typeOf(reference: string): string {
  return reference.slice(0, Math.max(reference.lastIndexOf('--'), 0));
}

function suggestionsFor({ source, target }: Found): string {
  const defined = Object.hasOwn(suggestedRelationships, source) ? suggestedRelationships[source]! : {};
  const fitting = Object.keys(defined).filter((type) => isSuggested(source, type, target) === true);
  return fitting.length > 0
    ? `between these it has ${fitting.join(', ')}`
    : 'between these it has only derived-from, duplicate-of and related-to';
}
