import type { Span } from './ast.ts';
import type { PatternFault } from './fault.ts';
import type { PatternRule } from './rules.ts';

/** Where a pattern that parses breaks a rule; `patternRules` says what the rule is worth. */
export interface PatternFinding extends PatternFault {
  readonly rule: PatternRule;
}

export type Report = (rule: PatternRule, at: Span, found: string, expected: string) => void;

/** What the rules may know of the world around a pattern. */
export interface PatternContext {
  /** The pattern as it stands; without it `leading-comment` is not checked. */
  readonly text?: string;
  /** The properties that a type defines, where that is known; without it `known-property` is not checked. */
  readonly propertiesOf?: (type: string) => { has(property: string): boolean } | undefined;
  /** Set where the pattern is one of another version than STIX 2.1. */
  readonly isOlder?: boolean;
  /** The indicator's `valid_from` and `valid_until`. */
  readonly validFrom?: string;
  readonly validUntil?: string;
}
