import type { Fault } from '../fault.ts';
import { kindOf } from '../kinds.ts';
import type { FaultKind, StixObject } from '../rules/rule.ts';
import { definedProperties } from '../schemas/compiled.ts';
import { checkPattern } from './check-pattern.ts';
import type { PatternFault } from './fault.ts';
import type { PatternContext } from './finding.ts';
import { parsePattern } from './parse-pattern.ts';
import { type PatternRule, type PatternRuleFacts, patternRules } from './rules.ts';

type PatternFaultKind = FaultKind<{ found: string; expected: string; position: number }>;

/** Beyond these, the faults of one pattern are no news. */
const MOST = 20;

const says: PatternFaultKind['message'] = ({ found, expected, position }) =>
  `At character ${position} of the pattern: found ${found}, expected ${expected}.`;

/** Found where a pattern does not parse. */
export const patternSyntax: PatternFaultKind = {
  code: 'stix/pattern',
  level: 'must',
  oasis: ['patterns'],
  section: '§9',
  message: says,
  help: "Mend the pattern at the place shown, such as [file:hashes.MD5 = '…' AND file:size > 10] REPEATS 2 TIMES.",
};

/** Found where a pattern parses and breaks a rule; one kind a rule. */
export const patternFaultKinds: ReadonlyMap<PatternRule, PatternFaultKind> = new Map(
  Object.entries(patternRules).map(([name, { section, level, oasis, says: rule }]) => [
    name as PatternRule,
    {
      code: `stix/pattern-${name}`,
      level: level === 'should' ? 'should' : 'must',
      ...basisOf(level, oasis),
      oasis: ['patterns'],
      section: `§${section}`,
      message: says,
      help: `STIX 2.1 §${section}: ${rule}.`,
    },
  ]),
);

function basisOf(
  level: PatternRuleFacts['level'],
  oasis: PatternRuleFacts['oasis'],
): Pick<PatternFaultKind, 'basis'> {
  if (level === 'may') return { basis: 'oasis' };
  return level === 'must' && oasis !== 'refuses' ? { basis: 'text' } : {};
}

/** The faults of an indicator's pattern, where it is a STIX pattern (§4.7, §9). */
export function checkIndicator(indicator: StixObject): Fault[] {
  const { pattern: text, pattern_type: type } = indicator;
  if (type !== 'stix' || typeof text !== 'string') return [];
  const { pattern, faults } = parsePattern(text);
  if (!pattern) return faults.map((fault) => toFault(patternSyntax, fault));
  return checkPattern(pattern, { ...contextOf(indicator), text })
    .slice(0, MOST)
    .map((finding) => toFault(patternFaultKinds.get(finding.rule)!, finding));
}

function toFault(kind: PatternFaultKind, { offset, found, expected }: PatternFault): Fault {
  const message = kind.message({ found, expected, position: offset + 1 });
  return { kind, basis: kind.basis ?? 'both', message, path: ['pattern'], offset };
}

function contextOf(indicator: StixObject): PatternContext {
  const { valid_from: from, valid_until: until, spec_version = '2.1' } = indicator;
  return {
    propertiesOf,
    isOlder: (indicator.pattern_version ?? spec_version) !== '2.1',
    ...(typeof from === 'string' ? { validFrom: from } : {}),
    ...(typeof until === 'string' ? { validUntil: until } : {}),
  };
}

const properties = new Map<string, ReadonlySet<string>>();

function propertiesOf(type: string): ReadonlySet<string> | undefined {
  if (kindOf(type) !== 'sco') return undefined;
  const known = properties.get(type) ?? new Set(definedProperties[type]);
  properties.set(type, known);
  return known;
}
