/**
 * A STIX pattern as a tree (STIX 2.1 §9). `start` and `end` are UTF-16 offsets into the pattern's text.
 *
 * Chains of one operator are one node with many operands, so that a pattern of a million terms is wide and
 * not deep: whoever walks the tree may recurse, since only parentheses nest, and those are limited.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** §9.2. Numbers and octets keep their spelling; a string is without its quotes and escapes. */
export interface TextLiteral extends Span {
  readonly kind: 'string' | 'integer' | 'float' | 'hex' | 'binary' | 'timestamp';
  readonly value: string;
}

export interface BooleanLiteral extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export type Literal = TextLiteral | BooleanLiteral;

/** §9.7: a named property or key, `[n]` (the number as it is spelled), or `[*]`. */
export type PathStep =
  | (Span & { readonly kind: 'key'; readonly name: string; readonly isQuoted: boolean })
  | (Span & { readonly kind: 'index'; readonly index: string })
  | (Span & { readonly kind: 'every' });

/** §9.7: `object-type:property.step…`; the first step is always a key. */
export interface ObjectPath extends Span {
  readonly type: string;
  readonly steps: readonly PathStep[];
}

export type OrderOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type TextOperator = 'LIKE' | 'MATCHES' | 'ISSUBSET' | 'ISSUPERSET';

interface TestBase extends Span {
  readonly path: ObjectPath;
  /** Preceded by NOT. */
  readonly isNegated: boolean;
}

export type OrderTest = TestBase & {
  readonly kind: 'order';
  readonly operator: OrderOperator;
  readonly value: Literal;
};
export type SetTest = TestBase & { readonly kind: 'in'; readonly values: readonly Literal[] };
export type TextTest = TestBase & {
  readonly kind: 'text';
  readonly operator: TextOperator;
  readonly value: TextLiteral;
};
export type ExistsTest = TestBase & { readonly kind: 'exists' };

/** §9.6.1: one object path and what is asked of it. */
export type Test = OrderTest | SetTest | TextTest | ExistsTest;

interface Chain<Kind extends string, Operand> extends Span {
  readonly kind: Kind;
  readonly operands: readonly Operand[];
}

/** §9.6: what is compared inside one pair of square brackets. Parentheses show only as nesting. */
export type Comparison = Test | Chain<'and', Comparison> | Chain<'or', Comparison>;

/** §9.5.1. Numbers keep their spelling. */
export type Qualifier =
  | (Span & { readonly kind: 'within'; readonly seconds: TextLiteral })
  | (Span & { readonly kind: 'repeats'; readonly times: TextLiteral })
  | (Span & { readonly kind: 'startStop'; readonly from: TextLiteral; readonly until: TextLiteral });

/** §9.5: one pair of square brackets, or a pair of parentheses, with the qualifiers that follow it. */
export type QualifiedObservation =
  | (Span & {
      readonly kind: 'observation';
      readonly comparison: Comparison;
      readonly qualifiers: readonly Qualifier[];
    })
  | (Span & {
      readonly kind: 'group';
      readonly inner: Observation;
      readonly qualifiers: readonly Qualifier[];
    });

/** §9.5.2, §9.5.3: AND binds closest, then OR, then FOLLOWEDBY. */
export type Observation =
  | QualifiedObservation
  | Chain<'and', Observation>
  | Chain<'or', Observation>
  | Chain<'followedBy', Observation>;

export interface Pattern {
  readonly observation: Observation;
}
