import { describe, expect, it } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import { makeHistory } from '../support/history.ts';
import { collectionId, MemoryStorage, publishHistory } from '../support/memory-site.ts';
import type { RawAnswer, RawRequest } from '../support/raw-http.ts';
import { handlerReference } from './compare.ts';
import { corpus } from './corpus.ts';
import { printReport, runBattery } from './run.ts';
import { describeSite, listPath } from './site.ts';
import { harvestTokens } from './tokens.ts';
import { Truth } from './truth.ts';

/** The judge itself: servers that do what they must not are found out, and one that declines is not blamed. */

const history = makeHistory({ seed: 5, pool: 60, releases: 4, activity: 0.8, kind: 'snapshots' });
const { stages } = publishHistory(history, 20);
const storage = new MemoryStorage(stages.at(-1)!);
const reference = handlerReference(storage);
const site = await describeSite(storage);
const [collection] = site.collections;
const objects = listPath(collection!, 'objects');

interface Plain {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** A server of level 3 without a network. */
async function honest(request: RawRequest): Promise<Plain> {
  const expected = await reference(request);
  if (expected === 'elsewhere')
    return { status: 404, headers: [['Content-Type', 'text/html']], body: '<p>404' };
  const { status, contentType, dateFirst, dateLast, body } = expected;
  const headers: [string, string][] = [['Access-Control-Allow-Origin', '*']];
  if (contentType) headers.push(['Content-Type', contentType]);
  if (dateFirst) headers.push(['X-TAXII-Date-Added-First', dateFirst]);
  if (dateLast) headers.push(['X-TAXII-Date-Added-Last', dateLast]);
  return { status, headers, body };
}

function toAnswer({ status, headers, body }: Plain): RawAnswer {
  const values = (name: string) => headers.filter(([key]) => key === name).map(([, value]) => value);
  const bytes = Buffer.from(body);
  return { status, headers, values, header: (name) => values(name)[0], body: bytes, encodedBody: bytes };
}

type Server = (request: RawRequest) => Promise<Plain>;

const tokens = await harvestTokens(async (request) => toAnswer(await honest(request)), site);

function battery(server: Server, declines = false) {
  const truth = new Truth(reference, site, tokens);
  const send = async (request: RawRequest) => toAnswer(await server(request));
  return runBattery({ requests: corpus(site, tokens), send, truth, declines });
}

function error(status: number): Plain {
  const headers = [['Content-Type', TAXII] as const, ['Access-Control-Allow-Origin', '*'] as const];
  return { status, headers, body: JSON.stringify({ title: 'No', http_status: String(status) }) };
}

/** A server that answers some requests in a way of its own. */
function but(change: (plain: Plain, request: RawRequest) => Plain | Promise<Plain>): Server {
  return async (request) => change(await honest(request), request);
}

function isList({ status, body }: Plain): boolean {
  return status === 200 && body.includes('"objects":[');
}

function edit(
  plain: Plain,
  change: (body: { more: boolean; next?: string; objects: unknown[] }) => void,
): Plain {
  if (!isList(plain)) return plain;
  const body = JSON.parse(plain.body);
  change(body);
  return { ...plain, body: JSON.stringify(body) };
}

function without(target: string, name: RegExp): string {
  const [path, query = ''] = target.split('?');
  return `${path}?${query
    .split('&')
    .filter((part) => !name.test(part))
    .join('&')}`;
}

function redirected(name: RegExp): Server {
  return (request) => honest({ ...request, target: without(request.target, name) });
}

it('an honest server is right in all', async () => {
  const report = await battery(honest);
  expect(report.wrong.length, printReport(report)).toBe(0);
  expect([...report.kinds.keys()]).toEqual(['truth: exact', 'truth: refused']);
});

it('what is declined is counted by what was asked for, and not wrong', async () => {
  const server = but((plain, { target }) =>
    plain.status === 200 && /match(\[|%5B)id/i.test(target) ? error(400) : plain,
  );
  const report = await battery(server, true);
  expect(report.wrong.length, printReport(report)).toBe(0);
  expect(report.kinds.get('truth: declined: 400 for GET objects with match[id]')).toBeGreaterThan(0);
  // The same from a host that says it answers everything is wrong.
  expect((await battery(server)).wrong.length).toBeGreaterThan(0);
});

it('smaller pages and tokens of its own are a server’s own choice', async () => {
  const small: Server = async (request) => {
    const own = new Map(tokens.map(({ token }, n) => [`t${n}`, token]));
    const names = new Map(tokens.map(({ token }, n) => [token, `t${n}`]));
    const target = request.target.replace(/next=(t\d+)/, (_, name) => `next=${own.get(name)}`);
    const plain = await honest({ ...request, target });
    return {
      ...plain,
      body: plain.body.replace(/"next":"([^"]*)"/, (_, token) => `"next":"${names.get(token) ?? 'new'}"`),
    };
  };
  const named = tokens.map((token, n) => ({ ...token, token: `t${n}` }));
  const truth = new Truth(reference, site, named);
  const requests = corpus(site, named).filter(({ name }) => name.startsWith('next=t'));
  expect(requests.length).toBeGreaterThan(20);
  const report = await runBattery({
    requests,
    send: async (request) => toAnswer(await small(request)),
    truth,
  });
  expect(report.wrong.length, printReport(report)).toBe(0);
});

describe('found out', () => {
  const broken: Record<string, [Server, RegExp]> = {
    'an object is lost': [but((plain) => edit(plain, (body) => body.objects.splice(0, 1))), /body/],
    'the last object is lost': [
      but((plain) => edit(plain, (body) => (body.objects.length > 1 && !body.more ? body.objects.pop() : 0))),
      /body|X-TAXII/,
    ],
    'objects in another order': [but((plain) => edit(plain, (body) => body.objects.reverse())), /body/],
    'an object twice': [
      but((plain) => edit(plain, (body) => body.objects.push(body.objects[0]))),
      /body|entries/,
    ],
    'numbers spelled anew': [
      but((plain) => ({ ...plain, body: plain.body.replace('"2.1"', '2.1') })),
      /body/,
    ],
    'more without next': [
      but((plain) => edit(plain, (body) => delete body.next)),
      /more: true, and next: undefined/,
    ],
    'next without more': [
      but((plain) => edit(plain, (body) => Object.assign(body, { more: false, next: 'x' }))),
      /more: false, and next: x/,
    ],
    'the last page says more': [
      but((plain) => edit(plain, (body) => Object.assign(body, { more: true, next: body.next ?? 'x' }))),
      /body/,
    ],
    'more, and nothing here': [
      but((plain) => (isList(plain) ? { ...plain, body: '{"more":true,"next":"x"}' } : plain)),
      /nothing here/,
    ],
    'an empty answer': [
      but((plain) => (isList(plain) ? { ...plain, body: '{"more":false}' } : plain)),
      /body|X-TAXII/,
    ],
    'limit is ignored': [redirected(/^(limit|%6Climit)=/), /entries for limit=1/],
    'added_after is ignored': [redirected(/^added/), /body|X-TAXII/],
    'match[type] is ignored': [redirected(/^match(\[|%5b)type/i), /body|X-TAXII/],
    'match[version] is ignored': [redirected(/^match(\[|%5b)version/i), /body|X-TAXII|status 200/],
    'match[id] is ignored': [redirected(/^match(\[|%5b)id/i), /body|X-TAXII/],
    'page one for an unknown next': [
      async (request) => {
        const plain = await honest(request);
        return plain.status === 400 && /next=/.test(request.target)
          ? honest({ ...request, target: objects })
          : plain;
      },
      /never given out|status 200 instead of 400/,
    ],
    'the next page twice': [
      async (request) =>
        honest({ ...request, target: request.target.replace(/next=[^&]*/, `next=${tokens[0]!.token}`) }),
      /body|X-TAXII/,
    ],
    'the wrong Date-Added-Last': [
      but((plain) => ({
        ...plain,
        headers: plain.headers.map(([name, value]) => [
          name,
          name.endsWith('Last') ? '2024-01-01T00:00:00.000000Z' : value,
        ]),
      })),
      /X-TAXII-Date-Added-Last/,
    ],
    'no dates': [
      but((plain) => ({ ...plain, headers: plain.headers.filter(([name]) => !name.startsWith('X-TAXII')) })),
      /X-TAXII-Date-Added-First: undefined/,
    ],
    'application/json': [
      but((plain) => ({
        ...plain,
        headers: plain.headers.map(([name, value]) => [
          name,
          name === 'Content-Type' ? 'application/json' : value,
        ]),
      })),
      /Content-Type/,
    ],
    'an error in HTML': [
      but((plain) =>
        plain.status === 404 ? { status: 404, headers: [['Content-Type', 'text/html']], body: '<p>' } : plain,
      ),
      /an error 404 with Content-Type text\/html/,
    ],
    'http_status is another': [
      but((plain) => ({ ...plain, body: plain.body.replace('"http_status":"4', '"http_status":"5') })),
      /http_status/,
    ],
    '500': [but((plain, { target }) => (target.includes('match') ? error(500) : plain)), /status 500/],
    'a malformed limit is taken': [redirected(/^limit=(0|-1|)$/), /status 200 instead of 400/],
    '406 for any Accept but one': [
      but((plain, { headers = [] }) => (headers.some(([, value]) => value === '*/*') ? error(406) : plain)),
      /status 406 instead of 200, whatever/,
    ],
    '200 for POST': [
      but((plain, request) => (request.method === 'POST' ? honest({ ...request, method: 'GET' }) : plain)),
      /status 200 instead of 40[35]/,
    ],
    'a redirect to the slash': [
      but((plain, { target }) =>
        /\/objects(\?|$)/.test(target)
          ? { status: 301, headers: [['Location', `${target}/`]], body: '' }
          : plain,
      ),
      /status 301/,
    ],
    'a body for HEAD': [
      but((plain, request) => (request.method === 'HEAD' ? honest({ ...request, method: 'GET' }) : plain)),
      /a body for HEAD|body: "/,
    ],
    'no CORS': [
      but((plain) => ({ ...plain, headers: plain.headers.filter(([name]) => !name.startsWith('Access')) })),
      /Access-Control-Allow-Origin/,
    ],
  };

  it.each(Object.entries(broken))('%s', async (_, [server, why]) => {
    const report = await battery(server);
    expect(report.wrong.map((one) => one.why).join('\n')).toMatch(why);
  });

  // A host that may decline is held to the rest all the same.
  it.each([
    'limit is ignored',
    'an object is lost',
    'page one for an unknown next',
    'an error in HTML',
    '500',
  ])('%s, by a host that may decline', async (name) => {
    const [server, why] = broken[name]!;
    const report = await battery(server, true);
    expect(report.wrong.map((one) => one.why).join('\n')).toMatch(why);
  });
});

it('the collection under test has what makes a difference', () => {
  expect(collection!.id).toBe(collectionId);
  expect(collection!.types.length).toBeGreaterThan(3);
  expect(collection!.objects.some(({ versions }) => versions.length > 1)).toBe(true);
  expect(tokens.length).toBeGreaterThan(20);
});
