import fc from 'fast-check';
import type {
  Comparison,
  Literal,
  ObjectPath,
  Observation,
  PathStep,
  QualifiedObservation,
  Qualifier,
  TextLiteral,
} from '../../../src/stix/pattern/ast.ts';
import { kindOfWord } from '../../../src/stix/pattern/token.ts';

/** Any tree that the grammar has a text for; all offsets are 0. */

const nowhere = { start: 0, end: 0 } as const;

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/).filter((word) => kindOfWord(word) === 'name');
const type = fc.oneof(
  name,
  fc.stringMatching(/^[a-z_][a-z0-9]{0,4}-[a-z0-9-]{0,6}$/),
  fc.constantFrom('file', 'ipv4-addr', 'h', 'b', 't'),
);
const string = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom("'", '\\', "\\'", '\n', '/*', '//', '😀'),
);
const digits = fc.stringMatching(/^(0|[1-9][0-9]{0,20})$/);
const decimals = fc.stringMatching(/^[0-9]{0,3}\.[0-9]{1,5}$/);
const timestamp = fc
  .date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 9 })
  .map((octets) => btoa(String.fromCharCode(...octets)));

function literal(kind: TextLiteral['kind'], value: fc.Arbitrary<string>): fc.Arbitrary<TextLiteral> {
  return value.map((text) => ({ kind, value: text, ...nowhere }));
}

function signed(number: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom('', '-', '+'), number).map((parts) => parts.join(''));
}

const stringLiteral = literal('string', string);
const timestampLiteral = literal('timestamp', timestamp);
const orderable = fc.oneof(
  stringLiteral,
  timestampLiteral,
  literal('integer', signed(digits)),
  literal('float', signed(decimals)),
  literal('hex', fc.stringMatching(/^([0-9A-Fa-f]{2}){0,6}$/)),
  literal('binary', base64),
);
const anyLiteral: fc.Arbitrary<Literal> = fc.oneof(
  { weight: 6, arbitrary: orderable },
  {
    weight: 1,
    arbitrary: fc.boolean().map((value) => ({ kind: 'boolean', value, ...nowhere }) as const),
  },
);

const key: fc.Arbitrary<PathStep> = fc.oneof(
  name.map((text) => ({ kind: 'key', name: text, isQuoted: false, ...nowhere }) as const),
  string.map((text) => ({ kind: 'key', name: text, isQuoted: true, ...nowhere }) as const),
);
const step: fc.Arbitrary<PathStep> = fc.oneof(
  { weight: 3, arbitrary: key },
  { weight: 1, arbitrary: fc.constant({ kind: 'every', ...nowhere } as const) },
  { weight: 1, arbitrary: signed(digits).map((index) => ({ kind: 'index', index, ...nowhere }) as const) },
);
const path: fc.Arbitrary<ObjectPath> = fc
  .tuple(type, key, fc.array(step, { maxLength: 2 }))
  .map(([objectType, first, others]) => ({ type: objectType, steps: [first, ...others], ...nowhere }));

const spans = { start: fc.constant(0), end: fc.constant(0) };
const base = { path, isNegated: fc.boolean(), ...spans };
const test: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({
    ...base,
    kind: fc.constant('order' as const),
    operator: fc.constantFrom('=' as const, '!=' as const),
    value: anyLiteral,
  }),
  fc.record({
    ...base,
    kind: fc.constant('order' as const),
    operator: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
    value: orderable,
  }),
  fc.record({ ...base, kind: fc.constant('in' as const), values: fc.array(anyLiteral, { maxLength: 2 }) }),
  fc.record({
    ...base,
    kind: fc.constant('text' as const),
    operator: fc.constantFrom(
      'LIKE' as const,
      'MATCHES' as const,
      'ISSUBSET' as const,
      'ISSUPERSET' as const,
    ),
    value: stringLiteral,
  }),
  fc.record({ ...base, kind: fc.constant('exists' as const) }),
);

function chainOf<Kind extends string, Operand>(kind: fc.Arbitrary<Kind>, operand: fc.Arbitrary<Operand>) {
  return fc.record({ kind, operands: fc.array(operand, { minLength: 2, maxLength: 3 }), ...spans });
}

const { comparison } = fc.letrec<{ comparison: Comparison }>((tie) => ({
  comparison: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    test,
    chainOf(fc.constantFrom('and' as const, 'or' as const), tie('comparison')),
  ),
}));

const qualifier: fc.Arbitrary<Qualifier> = fc.oneof(
  fc
    .oneof(literal('integer', digits), literal('float', decimals))
    .map((seconds) => ({ kind: 'within', seconds, ...nowhere }) as const),
  literal('integer', digits).map((times) => ({ kind: 'repeats', times, ...nowhere }) as const),
  fc
    .tuple(timestampLiteral, timestampLiteral)
    .map(([from, until]) => ({ kind: 'startStop', from, until, ...nowhere }) as const),
);
const qualifiers = fc.array(qualifier, { maxLength: 2 });

/** Chains of observations hold only what binds closer, since parentheses are a node of their own there. */
export const { followedBy: observation } = fc.letrec<{
  one: QualifiedObservation;
  and: Observation;
  or: Observation;
  followedBy: Observation;
}>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('observation' as const), comparison, qualifiers, ...spans }),
    fc.record({ kind: fc.constant('group' as const), inner: tie('followedBy'), qualifiers, ...spans }),
  ),
  and: fc.oneof({ depthSize: 'small' }, tie('one'), chainOf(fc.constant('and' as const), tie('one'))),
  or: fc.oneof({ depthSize: 'small' }, tie('and'), chainOf(fc.constant('or' as const), tie('and'))),
  followedBy: fc.oneof(
    { depthSize: 'small' },
    tie('or'),
    chainOf(fc.constant('followedBy' as const), tie('or')),
  ),
}));
