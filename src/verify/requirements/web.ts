import { TAXII } from '../../taxii/media-type.ts';
import { collectionEndpoints, endpoints } from '../endpoints.ts';
import { show } from '../json-value.ts';
import { dateHeaders } from '../lists.ts';
import type { Probe } from '../probe.ts';
import { type Requirement, ruled, taxii } from '../requirement.ts';
import { segment } from '../urls.ts';
import { demand, Skip } from '../verdict.ts';
import type { Exchange } from '../wire.ts';
import { UNKNOWN_UUID } from './collections.ts';
import { demandTimestamp } from './lists.ts';

/** Methods, browsers, caches and access (TAXII 2.1 §5.4, §5.5, §5.7; RFC 9110; the Fetch Standard). */
export const web: readonly Requirement[] = [
  {
    id: 'T-5.5-1',
    cites: 'TAXII 2.1 §5.5',
    strength: 'MUST',
    levels: ruled,
    title: 'POST to a collection that cannot be written is refused with 403 or 404',
    check: async (probe) =>
      demandRefused(await write(probe, 'POST', probe.listUrl('objects'), { 'Content-Type': TAXII }, '{}')),
  },
  {
    id: 'T-5.7-1',
    cites: 'TAXII 2.1 §5.7',
    strength: 'MUST',
    levels: ruled,
    title: 'DELETE in a collection that cannot be written is refused with 403 or 404',
    // Of an object that does not exist: a broken server must not lose anything by this.
    check: async (probe) =>
      demandRefused(await write(probe, 'DELETE', probe.objectUrl(`tool--${UNKNOWN_UUID}`))),
  },
  {
    id: 'H-9.3.2-1',
    cites: 'RFC 9110 §9.3.2',
    strength: 'MUST',
    levels: taxii,
    title: 'HEAD has the status and the media type of GET, and no body',
    check: async (probe) => {
      for (const { url } of await endpoints(probe)) {
        const [get, head] = [await probe.ask(url), await probe.ask(url, { method: 'HEAD' })];
        demand(head.status === get.status, head, `status ${head.status}`, `status ${get.status}`);
        demand(head.bytes.length === 0, head, `a body of ${head.bytes.length} bytes`, 'no body');
        for (const name of ['Content-Type', 'X-TAXII-Date-Added-Last'])
          demand(
            head.headers.get(name) === get.headers.get(name),
            head,
            `${name}: ${head.headers.get(name)}`,
            `${get.headers.get(name)}`,
          );
      }
    },
  },
  {
    id: 'H-cors-1',
    cites: 'Fetch Standard §3.2.3',
    strength: 'SHOULD',
    levels: taxii,
    title: 'Scripts of other sites may read the answers, and the X-TAXII headers of lists',
    check: async (probe) => {
      for (const { name, url } of await collectionEndpoints(probe)) {
        const answer = await probe.ask(url, { headers: { Origin: ORIGIN } });
        demandOrigin(answer);
        if (name !== 'objects' && name !== 'manifest') continue;
        const exposed = (answer.headers.get('Access-Control-Expose-Headers') ?? '').toLowerCase();
        const isExposed = exposed.includes('x-taxii-date-added-last') || exposed.includes('*');
        demand(
          isExposed,
          answer,
          `Access-Control-Expose-Headers: ${exposed || 'none'}`,
          'X-TAXII-Date-Added-Last',
        );
      }
    },
  },
  {
    id: 'H-cors-2',
    cites: 'Fetch Standard §3.2.2, §4.8',
    strength: 'SHOULD',
    levels: taxii,
    title: 'A browser that asks by OPTIONS whether it may send Authorization and Accept is let in',
    check: async (probe) => {
      const headers = {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization,accept',
      };
      // Browsers send no credentials with this request.
      const answer = await probe.ask(probe.listUrl('objects'), {
        method: 'OPTIONS',
        accept: '*/*',
        headers,
        isAnonymous: true,
      });
      demand(
        answer.status >= 200 && answer.status < 300,
        answer,
        `status ${answer.status}`,
        'a status of 2xx',
      );
      demandOrigin(answer);
      const allowed = (answer.headers.get('Access-Control-Allow-Headers') ?? '').toLowerCase();
      demand(
        allowed.includes('authorization'),
        answer,
        `Access-Control-Allow-Headers: ${allowed || 'none'}`,
        'authorization',
      );
    },
  },
  {
    id: 'H-13-1',
    cites: 'RFC 9110 §13.1.2, §15.4.5',
    strength: 'SHOULD',
    levels: taxii,
    title: 'Answers have an ETag, and If-None-Match with it gets 304 without a body',
    check: async (probe) => {
      for (const { url } of await collectionEndpoints(probe)) {
        const answer = await probe.ask(url);
        const tag = answer.headers.get('ETag');
        demand(tag, answer, 'no ETag', 'an ETag');
        const again = await probe.ask(url, { headers: { 'If-None-Match': tag } });
        demand(again.status === 304, again, `status ${again.status}`, 'status 304');
        demand(again.bytes.length === 0, again, 'a body', 'no body');
      }
    },
  },
  {
    id: 'T-5.4-1',
    cites: 'TAXII 2.1 §5.4, §3.2; RFC 9110 §11.6.1',
    strength: 'MUST',
    levels: taxii,
    title: 'Who fails to authenticate gets 401 with WWW-Authenticate, or 404',
    check: async (probe) => {
      if (!probe.asker.hasCredentials) throw new Skip('no credentials were given');
      const url = probe.listUrl('objects');
      const answer = await probe.ask(url, { isAnonymous: true });
      if (answer.status === 200) throw new Skip('the collection is open to all');
      demand([401, 404].includes(answer.status), answer, `status ${answer.status}`, 'status 401 or 404');
      const offered = answer.headers.get('WWW-Authenticate');
      demand(answer.status === 404 || offered, answer, 'no WWW-Authenticate', 'WWW-Authenticate');
    },
  },
  {
    id: 'T-5.4-2',
    cites: 'TAXII 2.1 §5.3, §5.4',
    strength: 'MUST',
    levels: taxii,
    title: 'A collection that says can_read: false gives nothing: 403 or 404',
    check: async ({ site, asker }) => {
      const shut = site.roots.flatMap(({ url, listed }) =>
        listed
          .filter(({ can_read: canRead }) => canRead === false)
          .map(({ id }) => `${url}collections/${segment(String(id))}/`),
      );
      if (shut.length === 0) throw new Skip('every collection that is listed can be read');
      for (const url of shut.slice(0, 3))
        for (const list of ['objects', 'manifest']) demandRefused(await asker.ask(`${url}${list}/`));
    },
  },
  {
    id: 'T-3.2-4',
    cites: 'TAXII 2.1 §3.2; clients go on from what they find there',
    strength: 'MUST',
    levels: taxii,
    title: 'Where X-TAXII-Date-Added-First or -Last is sent, it is a timestamp, on empty answers too',
    // Of all that was asked before, so that it comes late.
    check: async ({ asker, target }) => {
      const answers = asker.heard.filter(
        ({ status, request }) => status === 200 && request.url.startsWith(target.url),
      );
      for (const answer of answers)
        for (const name of dateHeaders) {
          const value = answer.headers.get(name);
          if (value !== null) demandTimestamp(value, name, answer);
        }
    },
  },
  {
    id: 'H-17-1',
    cites: 'RFC 9110 §17; DESIGN issue 4, security',
    strength: 'LEVEL',
    levels: taxii,
    title: 'No answer holds the credentials that were sent',
    check: async (probe) => {
      const secrets = probe.asker.secrets;
      if (secrets.length === 0) throw new Skip('no credentials were given');
      for (const exchange of probe.asker.heard) {
        const told = [exchange.text, ...exchange.headers.values()].join('\n');
        demand(
          !secrets.some((secret) => told.includes(secret)),
          exchange,
          'the credentials, in the answer',
          'no trace of them',
        );
      }
    },
  },
];

const ORIGIN = 'https://reader.example';

function demandOrigin(answer: Exchange): void {
  const allowed = answer.headers.get('Access-Control-Allow-Origin');
  const seen = `Access-Control-Allow-Origin: ${show(allowed ?? undefined)}`;
  demand(allowed === '*' || allowed === ORIGIN, answer, seen, '* or the origin that asked');
}

async function write(
  probe: Probe,
  method: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<Exchange> {
  // Nothing is ever written: where it could be, it is not tried.
  if (probe.target.resource.can_write !== false) throw new Skip('the collection can be written');
  return probe.ask(url, { method, headers, ...(body === undefined ? {} : { body }) });
}

function demandRefused(answer: Exchange): void {
  demand([401, 403, 404].includes(answer.status), answer, `status ${answer.status}`, 'status 403 or 404');
}
