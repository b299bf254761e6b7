/**
 * What STIX 2.1 demands of a pattern beyond its grammar.
 *
 * `level` is the standard's own word, and `may` where it allows what is found. `oasis` is what the OASIS validator does with a pattern that breaks the
 * rule: it refuses it; it is silent, for it does not look; or it accepts it with its eyes open, its own tests
 * holding such a pattern valid. Only the caller can weigh the text against the tool, so both are said here.
 */
export interface PatternRuleFacts {
  readonly section: string;
  readonly level: 'must' | 'should' | 'may';
  readonly oasis: 'refuses' | 'silent' | 'accepts';
  readonly says: string;
}

function must<const Oasis extends PatternRuleFacts['oasis']>(section: string, oasis: Oasis, says: string) {
  return { section, level: 'must', oasis, says } as const;
}

function should(section: string, oasis: 'silent', says: string) {
  return { section, level: 'should', oasis, says } as const;
}

function may(section: string, says: string) {
  return { section, level: 'may', oasis: 'refuses', says } as const;
}

export const patternRules = {
  'type-name': must('3.1', 'refuses', 'an object type has 3 to 250 of a–z, 0–9 and single hyphens'),
  'observable-type': must('9.7', 'silent', 'an object type is that of a cyber-observable object'),
  'property-name': must('3.1', 'refuses', 'a property has 3 to 250 of a–z, 0–9 and "_"'),
  'known-property': should(
    '9.7',
    'silent',
    'a property is one that its object type defines; an extension may add others',
  ),
  'key-name': should(
    '2.3',
    'silent',
    'a step names a key that an object can hold: 1 to 250 of a–z, A–Z, 0–9, "-", "_" and "."',
  ),
  'list-index': must('9.7.2', 'refuses', 'a list index is not negative'),
  'index-on-hashes': must(
    '9.7.2',
    'refuses',
    'an index stands on a list, and hashes are a dictionary of strings',
  ),
  'positive-number': must('9.2', 'silent', 'a positive number has no plus sign'),
  'integer-range': must('2.10', 'silent', 'an integer is between -(2^53)+1 and (2^53)-1'),
  'hex-case': must('9.2', 'silent', 'hexadecimal digits are in lower case'),
  'calendar-day': must('2.16', 'accepts', 'a timestamp is a moment that there is'),
  'hash-value': must('2.7', 'refuses', 'a hash has the form that its algorithm gives it'),
  'hash-operator': may(
    '9.6.1',
    'the OASIS validator takes only a whole hash after LIKE, MATCHES and the like, and no hash after IN',
  ),
  'exists-in-older': may(
    '9.6.1',
    'the OASIS validator reads a pattern of any pattern_version but 2.1 as STIX 2.0, which has no EXISTS',
  ),
  'leading-comment': may('9', 'the OASIS validator takes no comment before the first bracket'),
  'set-types': must('9.6.1', 'silent', 'the constants after IN are of one data type'),
  'address-path': must(
    '9.6.1',
    'silent',
    'ISSUBSET and ISSUPERSET compare the value of an ipv4-addr or ipv6-addr',
  ),
  'address-value': must(
    '9.6.1',
    'silent',
    'ISSUBSET and ISSUPERSET take an address or a block of addresses in CIDR notation',
  ),
  'regular-expression': must('9.6.1', 'silent', 'MATCHES takes a regular expression in the syntax of PCRE'),
  'and-of-types': must(
    '9.5',
    'accepts',
    'comparisons of different object types are joined by OR, since AND is about one object',
  ),
  'qualifier-twice': must(
    '9.5.1',
    'refuses',
    'an observation expression has at most one qualifier of a kind',
  ),
  'group-qualifier-twice': must(
    '9.5.1',
    'accepts',
    'observation expressions in parentheses have at most one qualifier of a kind',
  ),
  'repeats-positive': must('9.5.1', 'silent', 'REPEATS takes a positive number'),
  'within-positive': must('9.5.1', 'silent', 'WITHIN takes a positive number'),
  'start-before-stop': should(
    '9.5.1',
    'silent',
    'START is before STOP; the standard does not say so, but else nothing can match',
  ),
  'window-in-validity': should(
    '9.5.1',
    'silent',
    'START and STOP lie within the valid_from and valid_until of the indicator',
  ),
} satisfies Record<string, PatternRuleFacts>;

export type PatternRule = keyof typeof patternRules;
