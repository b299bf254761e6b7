import { toMicroseconds } from '../json/instant.ts';
import { matches } from './patterns.ts';
import { splitPath, splitQuery, type TaxiiRequest } from './request.ts';
import { type Filter, latest, type Selection } from './selection.ts';
import { type PathPattern, type QueryTable, queryTable, type RuleOutcome } from './table.ts';
import { parseToken } from './token.ts';

/** The names that paths may hold: API roots, and their collections by id and by alias. */
export interface Names {
  readonly apiRoots: readonly {
    readonly name: string;
    readonly collections: readonly { readonly id: string; readonly alias?: string }[];
  }[];
}

export type Endpoint = 'objects' | 'manifest' | 'object' | 'versions';

/** What a request means. */
export type Outcome =
  | Exclude<RuleOutcome, { answer: 'document' | 'list' }>
  | {
      readonly answer: 'document';
      readonly status: 200;
      readonly document: 'discovery' | 'api-root' | 'collections' | 'collection';
      readonly apiRoot: string;
      readonly collection: string;
    }
  | {
      readonly answer: 'list';
      readonly status: 200;
      readonly endpoint: Endpoint;
      readonly apiRoot: string;
      readonly collection: string;
      /** The object that the path names, for `object` and `versions`. */
      readonly object: string;
      readonly selection: Selection;
    };

/** A token that this collection did not give out; never page one. */
export const unknownNext = {
  answer: 'error',
  status: 400,
  title: 'Unknown next',
  description: 'This value of next was not given out by this collection.',
} as const;

/** §5.6, §5.8: a list of one object's versions needs the object. */
export const noSuchObject = {
  answer: 'error',
  status: 404,
  title: 'No such object',
  description: 'This collection holds no object of this id.',
} as const;

/** Total: every request has one outcome. */
export function resolve(names: Names, request: TaxiiRequest, table: QueryTable = queryTable): Outcome {
  const path = classifyPath(table, names, splitPath(request.path));
  const parameters = splitQuery(request.query);
  const symbols = new Map([['path', path.symbol], ...classify(table, request, parameters)]);
  const rule = table.rules.find(({ when }) =>
    Object.entries(when).every(([dimension, allowed]) => allowed.includes(symbols.get(dimension)!)),
  );
  if (!rule) throw new Error(`no rule for ${JSON.stringify([...symbols])}`);
  return complete(rule.outcome, path, parameters, table);
}

interface Place {
  readonly symbol: string;
  readonly apiRoot: string;
  readonly collection: string;
  readonly object: string;
}

function classifyPath(table: QueryTable, names: Names, segments: readonly string[]): Place {
  for (const pattern of table.paths) {
    const place = matchPath(pattern, names, segments);
    if (place) return place;
  }
  return { symbol: 'elsewhere', apiRoot: '', collection: '', object: '' };
}

function matchPath(pattern: PathPattern, names: Names, segments: readonly string[]): Place | undefined {
  const open = pattern.segments.at(-1) === '{rest}';
  if (open ? segments.length < pattern.segments.length : segments.length !== pattern.segments.length)
    return undefined;
  const place = { symbol: pattern.symbol, apiRoot: '', collection: '', object: '' };
  for (const [index, wanted] of pattern.segments.entries()) {
    const found = segments[index]!;
    if (wanted === '{api-root}')
      place.apiRoot = names.apiRoots.find(({ name }) => name === found)?.name ?? '';
    else if (wanted === '{collection}') place.collection = collectionId(names, place.apiRoot, found);
    else if (wanted === '{object}') place.object = found;
    if (wanted === '{api-root}' ? !place.apiRoot : wanted === '{collection}' && !place.collection)
      return undefined;
    if (!wanted.startsWith('{') && wanted !== found) return undefined;
  }
  return place;
}

// §5.2.1: a collection may be named by its alias as well
function collectionId(names: Names, apiRoot: string, name: string): string {
  const collections = names.apiRoots.find((root) => root.name === apiRoot)?.collections ?? [];
  return (
    (collections.find(({ id }) => id === name) ?? collections.find(({ alias }) => alias === name))?.id ?? ''
  );
}

type Parameters = ReadonlyMap<string, readonly (string | undefined)[]>;

function classify(table: QueryTable, request: TaxiiRequest, parameters: Parameters): [string, string][] {
  return table.classifiers.map(({ name, reads, cases, otherwise }) => {
    const values = valuesOf(reads, request, parameters);
    return [name, cases.find(([pattern]) => matches(pattern, values))?.[1] ?? otherwise];
  });
}

function valuesOf(
  reads: QueryTable['classifiers'][number]['reads'],
  request: TaxiiRequest,
  parameters: Parameters,
): readonly (string | undefined)[] {
  if (reads === 'method') return [request.method];
  if (reads === 'accept') return request.accept === undefined ? [] : [request.accept];
  return parameters.get(reads.parameter) ?? [];
}

function complete(outcome: RuleOutcome, place: Place, parameters: Parameters, table: QueryTable): Outcome {
  const { apiRoot, collection, object } = place;
  if (outcome.answer === 'document') {
    const document = place.symbol as 'discovery';
    return { ...outcome, document, apiRoot, collection };
  }
  if (outcome.answer !== 'list') return outcome;
  const endpoint = place.symbol as Endpoint;
  const selection = select(endpoint, place, supported(parameters, table.parameters[endpoint]!));
  if (!selection) return unknownNext;
  return { ...outcome, endpoint, apiRoot, collection, object, selection };
}

/** The value of each parameter that an endpoint supports; the rules have seen to it that each is sound. */
function supported(parameters: Parameters, names: readonly string[]): (name: string) => string | undefined {
  return (name) => (names.includes(name) ? parameters.get(name)?.[0] : undefined);
}

function select(
  endpoint: Endpoint,
  place: Place,
  value: (name: string) => string | undefined,
): Selection | undefined {
  const limit = value('limit');
  const limited = limit === undefined ? {} : { limit: Number(limit) };
  const addedAfter = value('added_after');
  const next = value('next');
  if (next === undefined) {
    const from = addedAfter === undefined ? ('start' as const) : { addedAfter: toMicroseconds(addedAfter) };
    return { filter: filterOf(endpoint, place, value), from, ...limited };
  }
  // A token outranks all other parameters but limit: it says what its walk began with.
  const token = parseToken(next, place.collection);
  if (!token || !belongs(token.filter, endpoint, place)) return undefined;
  return { filter: token.filter, from: { n: token.n }, ...limited };
}

function filterOf(endpoint: Endpoint, place: Place, value: (name: string) => string | undefined): Filter {
  const list = (name: string) => value(name)?.split(',');
  const ids = place.object === '' ? list('match[id]') : [place.object];
  const types = list('match[type]');
  const specVersions = list('match[spec_version]');
  const versions = endpoint === 'versions' ? (['all'] as const) : (list('match[version]') ?? latest.versions);
  return {
    versions: versions[0] === 'all' ? 'all' : versions,
    ...(types ? { types } : {}),
    ...(ids ? { ids } : {}),
    ...(specVersions ? { specVersions } : {}),
  };
}

/** A token of one object's list does not continue another object's list. */
function belongs(filter: Filter, endpoint: Endpoint, place: Place): boolean {
  if (place.object !== '' && (filter.ids?.length !== 1 || filter.ids[0] !== place.object)) return false;
  return endpoint !== 'versions' || filter.versions === 'all';
}
