import type { Pattern } from './patterns.ts';

/**
 * What a TAXII 2.1 request means, as data. Every dimension of a request is reduced to a symbol by an ordered
 * list of patterns; an ordered list of rules over the symbols picks the outcome. "§" means TAXII 2.1.
 */

export interface Classifier {
  readonly name: string;
  readonly reads: 'method' | 'accept' | { readonly parameter: string };
  /** The first pattern that matches gives the symbol. */
  readonly cases: readonly (readonly [Pattern, symbol: string])[];
  readonly otherwise: string;
  readonly cites: string;
}

/** Paths by segments; `{…}` takes one segment: a known API root, a known collection, or any text. */
export interface PathPattern {
  readonly segments: readonly string[];
  readonly symbol: string;
}

export interface Rule {
  /** The symbols that each named dimension must have one of. */
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly outcome: RuleOutcome;
  readonly cites: string;
}

export type RuleOutcome =
  | { readonly answer: 'elsewhere' }
  | { readonly answer: 'preflight'; readonly status: 204 }
  | {
      readonly answer: 'error';
      readonly status: number;
      readonly title: string;
      readonly description: string;
    }
  | { readonly answer: 'document'; readonly status: 200 }
  | { readonly answer: 'list'; readonly status: 200 };

export interface QueryTable {
  readonly paths: readonly PathPattern[];
  readonly classifiers: readonly Classifier[];
  readonly rules: readonly Rule[];
  /** The parameters that each list endpoint supports; all others are ignored, as §3.4 allows. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

const LISTS = ['objects', 'manifest', 'object', 'versions'];
const PAGING = ['added_after', 'limit', 'next', 'match[spec_version]'];

const absent: Pattern = { is: 'absent' };
const repeated: Pattern = { is: 'repeated' };
const list = (element: string): Pattern => ({ is: 'matches', regex: `^${element}(?:,${element})*$` });

// One media range that TAXII 2.1 can answer, alone or in a list: with any parameters, in any order, but for
// another version and for a weight of zero.
const WEIGHT = 'q\\s*=\\s*(?:1(?:\\.0*)?|0?\\.0*[1-9][0-9]*)';
const VERSION = 'version\\s*=\\s*"?2\\.1"?';
// One way only to read each parameter: an engine that goes back would try all ways of all parameters.
const OTHER = '(?:[a-pr-uw-z][a-z0-9_-]*|q[a-z0-9_-]+)\\s*=(?:\\s*[^;,\\s]+(?:\\s+[^;,\\s]+)*)?';
const RANGE = '(?:\\*/\\*|application/\\*|application/taxii\\+json)';
const ACCEPTABLE = `(?:^|,)\\s*${RANGE}(?:\\s*;\\s*(?:${VERSION}|${WEIGHT}|${OTHER}))*\\s*(?:,|$)`;

function parameter(name: string, cites: string, ...cases: [Pattern, string][]): Classifier {
  const common: [Pattern, string][] = [
    [absent, 'absent'],
    [repeated, 'malformed'],
  ];
  return { name, reads: { parameter: name }, cases: [...common, ...cases], otherwise: 'malformed', cites };
}

function malformed(name: string, expected: string, endpoints: readonly string[] = LISTS): Rule {
  return {
    when: { [name]: ['malformed'], path: endpoints },
    outcome: {
      answer: 'error',
      status: 400,
      title: `Malformed ${name}`,
      description: `${name} must be given at most once, as ${expected}.`,
    },
    cites: '§3.4',
  };
}

export const queryTable: QueryTable = {
  // §3.1, table of endpoints
  paths: [
    { segments: ['taxii2'], symbol: 'discovery' },
    { segments: ['{api-root}'], symbol: 'api-root' },
    { segments: ['{api-root}', 'status', '{any}'], symbol: 'status' },
    { segments: ['{api-root}', 'collections'], symbol: 'collections' },
    { segments: ['{api-root}', 'collections', '{collection}'], symbol: 'collection' },
    { segments: ['{api-root}', 'collections', '{collection}', 'manifest'], symbol: 'manifest' },
    { segments: ['{api-root}', 'collections', '{collection}', 'objects'], symbol: 'objects' },
    { segments: ['{api-root}', 'collections', '{collection}', 'objects', '{object}'], symbol: 'object' },
    {
      segments: ['{api-root}', 'collections', '{collection}', 'objects', '{object}', 'versions'],
      symbol: 'versions',
    },
    { segments: ['taxii2', '{rest}'], symbol: 'unknown' },
    { segments: ['{api-root}', '{rest}'], symbol: 'unknown' },
  ],
  classifiers: [
    {
      name: 'method',
      reads: 'method',
      cases: [
        [{ is: 'one-of', values: ['GET', 'HEAD'] }, 'read'],
        [{ is: 'one-of', values: ['OPTIONS'] }, 'options'],
        [{ is: 'one-of', values: ['POST'] }, 'post'],
        [{ is: 'one-of', values: ['DELETE'] }, 'delete'],
      ],
      otherwise: 'other',
      cites: '§3.1',
    },
    {
      name: 'accept',
      reads: 'accept',
      cases: [
        [absent, 'acceptable'],
        [{ is: 'matches', regex: '^[\\s,]*$' }, 'acceptable'],
        [{ is: 'matches', regex: ACCEPTABLE, ignoreCase: true }, 'acceptable'],
      ],
      otherwise: 'unacceptable',
      cites: '§1.6.8, §3.1',
    },
    parameter('limit', '§3.4', [{ is: 'matches', regex: '^[1-9][0-9]*$' }, 'number']),
    parameter('added_after', '§3.4', [{ is: 'instant' }, 'instant']),
    parameter('next', '§3.4, §3.5', [{ is: 'matches', regex: '^[A-Za-z0-9._-]+$' }, 'token']),
    parameter('match[id]', '§3.4.1', [list('[^,]+'), 'list']),
    parameter('match[type]', '§3.4.1', [list('[^,]+'), 'list']),
    parameter(
      'match[version]',
      '§3.4.1',
      [{ is: 'one-of', values: ['all'] }, 'all'],
      [{ is: 'distinct-versions', words: ['first', 'last'] }, 'list'],
    ),
    parameter('match[spec_version]', '§3.4.1', [list('[0-9]+\\.[0-9]+'), 'list']),
  ],
  rules: [
    { when: { path: ['elsewhere'] }, outcome: { answer: 'elsewhere' }, cites: '§3.1' },
    {
      when: { method: ['options'] },
      outcome: { answer: 'preflight', status: 204 },
      cites: 'Fetch Standard §3.2',
    },
    {
      when: { path: ['unknown'] },
      outcome: {
        answer: 'error',
        status: 404,
        title: 'Not found',
        description: 'There is no such API root, collection or endpoint here.',
      },
      cites: '§3.6',
    },
    {
      when: { path: ['status'] },
      outcome: {
        answer: 'error',
        status: 404,
        title: 'No such status',
        description: 'The collections here are read-only, so there is no request whose status could be told.',
      },
      cites: '§4.3',
    },
    {
      when: { method: ['post'], path: ['objects'] },
      outcome: {
        answer: 'error',
        status: 403,
        title: 'Read-only collection',
        description:
          'This collection takes contributions as pull requests to its content repository, not by POST.',
      },
      cites: '§5.5',
    },
    {
      when: { method: ['delete'], path: ['object'] },
      outcome: {
        answer: 'error',
        status: 403,
        title: 'Read-only collection',
        description: 'Objects of this collection cannot be deleted by clients.',
      },
      cites: '§5.7',
    },
    {
      when: { method: ['post', 'delete', 'other'] },
      outcome: {
        answer: 'error',
        status: 405,
        title: 'Method not allowed',
        description: 'This endpoint answers GET, HEAD and OPTIONS.',
      },
      cites: '§3.1, RFC 9110 §15.5.6',
    },
    {
      when: { accept: ['unacceptable'] },
      outcome: {
        answer: 'error',
        status: 406,
        title: 'Not acceptable',
        description: 'The Accept header must allow application/taxii+json;version=2.1.',
      },
      cites: '§1.6.8, §3.1',
    },
    {
      when: { path: ['discovery', 'api-root', 'collections', 'collection'] },
      outcome: { answer: 'document', status: 200 },
      cites: '§4.1, §4.2, §5.1, §5.2',
    },
    malformed('limit', 'a whole number greater than zero'),
    malformed('added_after', 'a timestamp in UTC such as 2026-01-31T12:00:00.000000Z'),
    malformed('match[spec_version]', 'versions such as 2.1 parted by commas'),
    malformed(
      'match[version]',
      'all, or a list of first, last and timestamps parted by commas in which nothing occurs twice',
      ['objects', 'manifest', 'object'],
    ),
    malformed('match[id]', 'identifiers parted by commas', ['objects', 'manifest']),
    malformed('match[type]', 'object types parted by commas', ['objects', 'manifest']),
    malformed('next', 'the value of "next" in an answer of this collection'),
    { when: { path: LISTS }, outcome: { answer: 'list', status: 200 }, cites: '§5.3, §5.4, §5.6, §5.8' },
  ],
  parameters: {
    objects: [...PAGING, 'match[id]', 'match[type]', 'match[version]'],
    manifest: [...PAGING, 'match[id]', 'match[type]', 'match[version]'],
    object: [...PAGING, 'match[version]'],
    versions: PAGING,
  },
};
