import { unauthorized } from './access-view.ts';
import type { FileError, FileOutcome, FileRule } from './file-table.ts';
import { noSuchObject, unknownNext } from './resolve.ts';
import type { QueryTable, Rule } from './table.ts';

/** What level 2 has no page for. Sound or not, such a request gets no answer that might be wrong (DESIGN §5, P5). */
export const declined: FileError = {
  status: 400,
  title: 'Not answered here',
  description:
    'This host answers from files, and has none for this query: use one filter at a time, single values, and ' +
    'added_after as the X-TAXII-Date-Added-Last header gave it.',
};

/** What a server refuses by itself, before any rule is asked. */
export const serverErrors: readonly FileError[] = [
  {
    status: 400,
    title: 'Malformed request',
    description: 'The request line or a header is not as HTTP wants it.',
  },
  unauthorized,
  { status: 403, title: 'Forbidden', description: 'These credentials do not open this.' },
  { status: 414, title: 'Request too long', description: 'The address is longer than this server reads.' },
  {
    status: 500,
    title: 'Internal error',
    description: 'This server cannot read what it needs; its own log says more. Try again later.',
  },
];

/** The rules of a query table for a host that answers from files; the rules before its last ones stay as they are. */
export function matchRules(table: QueryTable, sizes: readonly number[]): FileRule[] {
  return table.rules.flatMap((rule) => {
    if (rule.outcome.answer === 'document') return documents(rule);
    if (rule.outcome.answer === 'list') return lists(sizes);
    const { when, outcome } = rule;
    if (outcome.answer === 'error') return [{ when, outcome: fail(outcome) }];
    return [{ when, outcome: { answer: outcome.answer } }];
  });
}

function fail({ status, title, description }: FileError): FileOutcome {
  return { answer: 'error', error: { status, title, description } };
}

function file(path: string, missing: FileError | 'empty'): FileOutcome {
  return { answer: 'file', file: path, missing };
}

const documentFiles: Readonly<Record<string, string>> = {
  discovery: '_taxii/discovery.json',
  'api-root': '{root}/api-root.json',
  collections: '{root}/collections.json',
  collection: '{folder}/collection.json',
};

function documents(rule: Rule): FileRule[] {
  return rule.when.path!.map((path) => ({
    when: { ...rule.when, path: [path] },
    outcome: file(documentFiles[path]!, declined),
  }));
}

const PAGED = ['objects', 'manifest'];
const ONE = ['object', 'versions'];
const EMPTY = '_taxii/empty.json';

/** Rules for requests that are sound as far as the rules before could tell (§3.4, §5.3, §5.4, §5.6, §5.8). */
function lists(sizes: readonly number[]): FileRule[] {
  const decline = fail(declined);
  const foreign = fail(unknownNext);
  const tooSmall = sizes.slice(1).map((size) => `up-to-${size}`);
  const pages = '{folder}/pages/{collection}';
  const byType = { path: PAGED, 'match[type]': ['one'] };
  const byId = { path: PAGED, 'match[id]': ['one'] };
  return [
    { when: { path: PAGED, next: ['foreign'] }, outcome: foreign },
    { when: { path: ONE, next: ['foreign', 'page'] }, outcome: foreign },
    ...['limit', 'added_after', 'match[spec_version]', 'next'].map((name) => ({
      when: { [name]: ['other'] },
      outcome: decline,
    })),
    { when: { path: [...PAGED, 'object'], 'match[version]': ['other'] }, outcome: decline },
    ...['match[id]', 'match[type]'].map((name) => ({
      when: { path: PAGED, [name]: ['other'] },
      outcome: decline,
    })),
    // §3.5: a token says what its walk began with, so it outranks all other parameters but limit.
    {
      when: { path: PAGED, next: ['page'] },
      outcome: file(
        '{folder}/pages/{tokenCollection}/{tokenView}/{size}/{tokenCursor}/{kind}.json',
        unknownNext,
      ),
    },
    { when: { path: ONE, added_after: ['instant'] }, outcome: decline },
    { when: { path: ONE, 'match[spec_version]': ['none'] }, outcome: decline },
    { when: { path: ['versions'], limit: tooSmall }, outcome: decline },
    { when: { path: ['versions'] }, outcome: file('{folder}/ids/{object}/versions.json', noSuchObject) },
    { when: { path: ['object'], limit: tooSmall, 'match[version]': ['all'] }, outcome: decline },
    {
      when: { path: ['object'] },
      outcome: file('{folder}/ids/{object}/{version}/objects.json', noSuchObject),
    },
    { when: { 'match[spec_version]': ['none'] }, outcome: file(EMPTY, declined) },
    { when: { ...byId, ...byType }, outcome: decline },
    { when: { ...byId, added_after: ['instant'] }, outcome: decline },
    { when: { ...byId, limit: tooSmall, 'match[version]': ['all'] }, outcome: decline },
    { when: byId, outcome: file('{folder}/ids/{id}/{version}/{kind}.json', 'empty') },
    { when: { ...byType, type: ['unheld'] }, outcome: file(EMPTY, declined) },
    { when: { ...byType, 'match[version]': ['first', 'all'] }, outcome: decline },
    {
      when: { ...byType, added_after: ['instant'] },
      outcome: file(`${pages}/t-{type}/{size}/{after}/{kind}.json`, declined),
    },
    { when: byType, outcome: file(`${pages}/t-{type}/{size}/start/{kind}.json`, declined) },
    {
      when: { added_after: ['instant'] },
      outcome: file(`${pages}/{version}/{size}/{after}/{kind}.json`, declined),
    },
    { when: {}, outcome: file(`${pages}/{version}/{size}/start/{kind}.json`, declined) },
  ];
}
