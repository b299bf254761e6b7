import { type Kind, kindOf } from '../kinds.ts';

/** Any parsed JSON object: a rule judges what it finds, whatever that is. */
export type StixObject = Readonly<Record<string, unknown>>;

/** Leads from the object to what is wrong. */
export type Path = readonly (string | number)[];

/** The standard's own words: what must be, and what should be. */
export type Level = 'must' | 'should';

/**
 * Who asks for it. `both`: the text of STIX 2.1 and the OASIS validator · `text`: only the text, so that others
 * publish it unpunished · `oasis`: only that validator, so that others would refuse what the text allows.
 */
export type Basis = 'both' | 'text' | 'oasis';

/** What there is to say of a kind of fault. */
export interface FaultKind<Values> {
  /** `stix/…`; never renamed and never reused. */
  readonly code: `stix/${string}`;
  readonly level: Level;
  /** Left out where it is `both`. */
  readonly basis?: Basis;
  /** The names and numbers that the OASIS validator has for it. */
  readonly oasis?: readonly string[];
  /** Of STIX 2.1, such as `§3.2`. */
  readonly section: string;
  /** Found, where and what was expected, in one sentence. */
  readonly message: (values: Values) => string;
  /** How to mend it. */
  readonly help: string;
  /** Set where nobody is told of it who does not ask for it by code, number or name. */
  readonly byDefault?: 'off';
  /** Set where the basis is that of a schema's node, and so not the same for all that bears the code. */
  readonly isMixed?: true;
}

export type Report<Values> = (path: Path, values: Values) => void;

interface RuleOf<Values> extends FaultKind<Values> {
  /** The types that it looks at; every type where it is left out. */
  readonly types?: readonly string[];
  /** The kinds of types that it looks at, instead. */
  readonly kinds?: readonly Kind[];
  /**
   * Takes any object of those types, also one that its schema refuses, and never throws.
   * @param report says what is wrong, as often as it is wrong
   */
  readonly check: (object: StixObject, report: Report<Values>) => void;
}

/** A rule on one object, alone. What it passes from its check to its message is its own affair. */
export type Rule = RuleOf<unknown>;

/** Makes a rule, whose values have the type that its message takes. */
export function rule<Values>(made: RuleOf<Values>): Rule {
  return made as unknown as Rule;
}

export function appliesTo({ types, kinds }: Rule, type: string): boolean {
  if (types) return types.includes(type);
  return kinds === undefined || kinds.includes(kindOf(type));
}

export function isObject(value: unknown): value is StixObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a list; of anything else, none. */
export function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The members of an object; of anything else, none. */
export function members(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}
