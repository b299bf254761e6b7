import { CURSOR } from './cursor.ts';
import { captures } from './file-captures.ts';
import { pathDimension } from './file-paths.ts';
import { matchRules } from './file-rules.ts';
import { OBJECT_ID, TYPE, UUID, VIEW } from './file-words.ts';
import { hasValue, isEncoded, isPresent, isRepeated } from './raw-parameters.ts';
import { RAW_INSTANT, rawValue } from './raw-patterns.ts';
import { type Classifier, type QueryTable, queryTable } from './table.ts';

/**
 * The query table for hosts of level 2, which can match text and serve files, and nothing else. It is made from
 * `queryTable`: the same dimensions, their symbols split where level 2 has pages for some values only, and the
 * same rules, the last of which becomes rules that name files. A host prints it in its own language; what no
 * page answers exactly is declined.
 */
export interface FileTable {
  /** The path of the base URL, such as "/" or "/repository/". */
  readonly base: string;
  readonly dimensions: readonly Dimension[];
  readonly captures: readonly Capture[];
  readonly rules: readonly FileRule[];
  /** The sizes of pages, largest first: powers of ten. */
  readonly sizes: readonly number[];
  /** What the expressions name, for hosts that find a word faster than they try an expression. */
  readonly apiRoots: FileTableInput['apiRoots'];
}

/** `typed` is the captures collection and type with ":" between them. */
export type Source = 'method' | 'accept' | 'path' | 'query' | 'typed';

/** The first regular expression that matches the source, as it arrived, gives the symbol. */
export interface Dimension {
  readonly name: string;
  readonly reads: Source;
  readonly cases: readonly {
    readonly regex: string;
    readonly ignoreCase?: boolean;
    readonly symbol: string;
  }[];
  readonly otherwise: string;
}

/** A value that file names are made of; "$1" in it stands for the group of the expression. Else empty. */
export interface Capture {
  readonly name: string;
  readonly reads: 'path' | 'query';
  readonly cases: readonly { readonly regex: string; readonly value: string }[];
}

export interface FileRule {
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly outcome: FileOutcome;
}

/** File names hold `{captures}`, `{after}` (the cursor for added_after) and `{size}`. */
export type FileOutcome =
  | { readonly answer: 'elsewhere' }
  | { readonly answer: 'preflight' }
  | { readonly answer: 'error'; readonly error: FileError }
  | {
      readonly answer: 'file';
      /** With `{size}`: the first that exists of all sizes from the limit's downwards. */
      readonly file: string;
      readonly missing: FileError | 'empty';
    };

/** An error message is a file as well. */
export interface FileError {
  readonly status: number;
  readonly title: string;
  readonly description: string;
}

export interface FileTableInput {
  readonly base: string;
  readonly pageSize: number;
  readonly apiRoots: readonly {
    readonly name: string;
    readonly collections: readonly {
      readonly id: string;
      readonly alias?: string;
      /** Of the objects that it holds. */
      readonly types: readonly string[];
    }[];
  }[];
}

/** Powers of ten up to the most objects in one answer, largest first. */
export function pageSizes(most: number): number[] {
  const sizes: number[] = [];
  for (let size = 1; size <= most; size *= 10) sizes.unshift(size);
  return sizes;
}

export function fileTable(input: FileTableInput, table: QueryTable = queryTable): FileTable {
  const sizes = pageSizes(input.pageSize);
  return {
    base: input.base,
    apiRoots: input.apiRoots,
    sizes,
    dimensions: [
      pathDimension(input, table),
      ...table.classifiers.map((classifier) => refine(classifier, sizes)),
      typeDimension(input),
    ],
    captures: captures(input, table),
    rules: matchRules(table, sizes),
  };
}

function refine(classifier: Classifier, sizes: readonly number[]): Dimension {
  const { name, reads, cases, otherwise } = classifier;
  if (reads === 'method' || reads === 'accept') {
    return {
      name,
      reads,
      otherwise,
      cases: cases.flatMap(([pattern, symbol]) => plainCase(pattern, symbol)),
    };
  }
  const parameter = reads.parameter;
  return {
    name,
    reads: 'query',
    cases: [
      { regex: isRepeated(parameter), symbol: 'malformed' },
      ...refinements(sizes)[parameter]!.map(([value, symbol]) => ({
        regex: hasValue(parameter, value),
        symbol,
      })),
      // What is sound but has no page, and what cannot be read without decoding.
      ...cases.flatMap(([pattern]) => {
        const value = rawValue(pattern);
        return value === undefined ? [] : [{ regex: hasValue(parameter, value), symbol: 'other' }];
      }),
      { regex: isEncoded(parameter), symbol: 'other' },
      ...cases.flatMap(([pattern]) =>
        pattern.is === 'distinct-versions' ? [{ regex: hasValue(parameter, '[^&]+'), symbol: 'other' }] : [],
      ),
      { regex: isPresent(parameter), symbol: 'malformed' },
    ],
    otherwise: 'absent',
  };
}

function plainCase(pattern: Classifier['cases'][number][0], symbol: string): Dimension['cases'] {
  if (pattern.is === 'absent') return [{ regex: '^$', symbol }];
  if (pattern.is === 'one-of') return [{ regex: `^(?:${pattern.values.join('|')})$`, symbol }];
  if (pattern.is === 'matches')
    return [{ regex: pattern.regex, symbol, ...(pattern.ignoreCase ? { ignoreCase: true } : {}) }];
  throw new Error(`no method and no Accept is ${pattern.is}`);
}

/** A version that is not 2.1: told apart by its signs, so that an engine that goes back has one way to read a list. */
const OTHER_VERSION = '(?:(?:[013-9][0-9]*|2[0-9]+)\\.[0-9]+|2\\.(?:[02-9][0-9]*|1[0-9]+))';

/** The values that level 2 has pages for, by parameter. */
function refinements(
  sizes: readonly number[],
): Readonly<Record<string, readonly (readonly [string, string])[]>> {
  return {
    limit: sizes.map((size, index) => {
      const zeros = sizes.length - 1 - index;
      return [`[1-9][0-9]{${zeros}${index === 0 ? ',' : ''}}`, `up-to-${size}`] as const;
    }),
    added_after: [[RAW_INSTANT, 'instant']],
    next: [
      [`2\\.${UUID}\\.(?:${VIEW})\\.[0-9]\\.(?:${CURSOR})`, 'page'],
      ['[A-Za-z0-9._-]+', 'foreign'],
    ],
    'match[id]': [[OBJECT_ID, 'one']],
    'match[type]': [[TYPE, 'one']],
    'match[version]': [
      ['last', 'last'],
      ['first', 'first'],
      ['all', 'all'],
    ],
    'match[spec_version]': [
      [`(?:${OTHER_VERSION},)*2\\.1(?:,[0-9]+\\.[0-9]+)*`, 'every'],
      ['[0-9]+\\.[0-9]+(?:,[0-9]+\\.[0-9]+)*', 'none'],
    ],
  };
}

/** Whether a collection holds objects of the type that is asked for. */
function typeDimension({ apiRoots }: FileTableInput): Dimension {
  const collections = apiRoots.flatMap((root) => root.collections).filter(({ types }) => types.length > 0);
  return {
    name: 'type',
    reads: 'typed',
    cases: collections.map(({ id, types }) => ({ regex: `^${id}:(?:${types.join('|')})$`, symbol: 'held' })),
    otherwise: 'unheld',
  };
}
