import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccessControl } from '../../src/query/access-control.ts';
import { createHandler } from '../../src/query/handler.ts';
import { MemoryStorage } from '../support/memory-site.ts';
import { makeProtectedSite, objectId, type Shape, uuid } from '../support/protected-site.ts';
import '../support/seed.ts';

/** Random sites, random clients, random requests: nobody learns of what they may not read. */

const lists = ['alpha', 'beta', 'gamma'] as const;
const reader = fc.option(fc.constantFrom(...lists), { nil: undefined });

const shapes: fc.Arbitrary<Shape> = fc
  .array(fc.record({ readers: reader, collections: fc.array(reader, { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((roots) =>
    fc.nat(roots.length - 1).map((defaultRoot) => ({
      roots: roots.map(({ readers, collections }) => ({ ...(readers ? { readers } : {}), collections })),
      defaultRoot,
    })),
  );

/** Known by the lists that the client is on; undefined shows nothing, "wrong" shows wrong credentials. */
const clients = fc.oneof(
  fc.constantFrom(undefined, 'wrong'),
  fc.subarray([...lists], { minLength: 1 }).map((on) => on.join('+')),
);

const access: AccessControl = async (headers) => {
  const on = headers.get('Authorization')?.replace('Test ', '');
  const isKnown = on !== undefined && on !== 'wrong';
  return { isKnown, lists: new Set(isKnown ? on.split('+') : []) };
};

const collectionNames = fc.nat(9).chain((n) => fc.constantFrom(uuid(n), `alias-${n}x`, 'nothing'));
const tails = fc.oneof(
  fc.constantFrom(
    '',
    'objects/',
    'objects',
    'manifest/',
    'objects/?limit=1',
    'objects/?match[version]=all',
    'wrong/',
  ),
  fc.tuple(fc.nat(9), fc.nat(1)).map(([n, o]) => `objects/${objectId(n, o)}/`),
  fc.tuple(fc.nat(9), fc.nat(1)).map(([n, o]) => `objects/${objectId(n, o)}/versions/`),
  fc.nat(9).map((n) => `objects/?next=1.${uuid(n)}.1.0`),
  fc.nat(9).map((n) => `manifest/?match[id]=${objectId(n, 0)}`),
);
const spell = (path: string, way: number) =>
  [path, path.replaceAll('/', '//'), path.replace('r', '%72'), path.replace('collections', '%63ollections')][
    way
  ]!;
const paths = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('/taxii2/', '/taxii2', '/_taxii/site.json', '/_taxii/discovery.json', '/', '/nothing/'),
      fc.nat(3).chain((r) =>
        fc.oneof(
          fc.constantFrom(
            `/r${r}/`,
            `/r${r}/collections/`,
            `/r${r}/collections`,
            `/r${r}/status/1/`,
            `/r${r}/x/`,
          ),
          fc.tuple(collectionNames, tails).map(([name, tail]) => `/r${r}/collections/${name}/${tail}`),
        ),
      ),
    ),
    fc.nat(3),
  )
  .map(([path, way]) => spell(path, way));
const methods = fc.oneof(
  { weight: 6, arbitrary: fc.constant('GET') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'POST', 'DELETE', 'PUT', 'OPTIONS') },
);
const accepts = fc.constantFrom(undefined, '*/*', 'text/html');
const requests = fc.record({ path: paths, method: methods, accept: accepts, client: clients });

interface Asked {
  readonly path: string;
  readonly method: string;
  readonly accept?: string | undefined;
  readonly client?: string | undefined;
}

function toRequest({ path, method, accept, client }: Asked) {
  const headers = {
    ...(accept ? { Accept: accept } : {}),
    ...(client ? { Authorization: `Test ${client}` } : {}),
  };
  return new Request(`http://taxii.example${path}`, { method, headers });
}

async function shown(response: Response | undefined) {
  if (!response) return undefined;
  const { 'cache-control': _, vary: __, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, text: await response.text() };
}

describe('a protected site', () => {
  test('answers each client as a public site of what that client may see, or not at all', {
    timeout: 300_000,
  }, async () => {
    const counts = { same: 0, refused: 0, hidden: 0, alike: 0, ok: 0 };
    await fc.assert(
      fc.asyncProperty(shapes, fc.array(requests, { minLength: 20, maxLength: 40 }), async (shape, asked) => {
        const site = makeProtectedSite(shape);
        const handler = createHandler(new MemoryStorage(site.files), { access });
        for (const request of asked) {
          const response = await handler(toRequest(request));
          const isPrivate = response?.headers.get('Vary')?.includes('Authorization');
          const answer = await shown(response);
          const on = new Set(request.client && request.client !== 'wrong' ? request.client.split('+') : []);

          // Never a word of what the client may not read, in the body or in a header.
          const all = JSON.stringify(answer ?? '');
          for (const { readers, marks } of site.secrets)
            if (!on.has(readers)) for (const mark of marks) expect(all).not.toContain(mark);

          // What is hidden and what is not there look the same.
          if (
            request.method === 'GET' &&
            (answer?.status === 401 || answer?.text.includes('There is no such API root'))
          ) {
            const path = request.path.replace(/(ollections\/+)[^/?]+/, '$1nowhere');
            expect(await shown(await handler(toRequest({ ...request, path })))).toEqual(answer);
            if (path !== request.path) counts.alike += 1;
          }

          if (answer?.status === 401) {
            counts.refused += 1;
            expect(on.size).toBe(0);
            expect(answer.headers['www-authenticate']).toBe(
              'Basic realm="TAXII", charset="UTF-8", Bearer realm="TAXII"',
            );
            expect(answer.headers['content-type']).toBe('application/taxii+json;version=2.1');
            continue;
          }
          const twin = createHandler(new MemoryStorage(site.asPublicFor(on)));
          const expected = await shown(await twin(toRequest(request)));
          if (request.method === 'OPTIONS') continue;
          if (on.size > 0 && answer?.status === 404 && expected?.status !== 404) {
            // In an API root that is hidden as a whole; of the public twin it is no path at all.
            expect(expected).toBeUndefined();
            counts.hidden += 1;
            continue;
          }
          if (on.size > 0 && answer && !expected) {
            // A collection with readers of its own in an API root of others: the public twin has no such root.
            expect(request.path).toMatch(/ollections\/+[^/]+/);
            continue;
          }
          expect(answer).toEqual(expected);
          counts.same += 1;
          if (answer?.status === 200) counts.ok += 1;
          // What others get otherwise is for nobody's cache but the client's own.
          const others = await Promise.all(
            [undefined, 'alpha', 'beta', 'gamma', 'alpha+beta+gamma'].map(async (client) =>
              shown(await handler(toRequest({ ...request, client }))),
            ),
          );
          if (others.some((other) => JSON.stringify(other) !== JSON.stringify(answer))) {
            expect(isPrivate).toBe(true);
            expect(response!.headers.get('Cache-Control')).toMatch(/^(?:private, no-cache|no-store)$/);
          }
        }
      }),
      { numRuns: 60 },
    );
    // The test is worth its name only if all of these happen.
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(20);
  });

  test('without anybody to tell clients apart shows what is protected to nobody', {
    timeout: 60_000,
  }, async () => {
    const site = makeProtectedSite({
      roots: [{ readers: 'alpha', collections: [undefined, 'beta'] }],
      defaultRoot: 0,
    });
    const handler = createHandler(new MemoryStorage(site.files));
    for (const path of [
      '/r0/',
      '/r0/collections/',
      `/r0/collections/${uuid(0)}/objects/`,
      '/r0/collections/x/',
    ])
      expect((await handler(toRequest({ path, method: 'GET', client: 'alpha' })))!.status).toBe(401);
    const discovery = await handler(toRequest({ path: '/taxii2/', method: 'GET', client: 'alpha' }));
    expect(await discovery!.json()).toEqual({ title: 'Site' });
  });
});
