import { TAXII } from '../../taxii/media-type.ts';
import { demandShape, documentOf, objectOf, show } from '../json-value.ts';
import type { Probe } from '../probe.ts';
import { type Requirement, taxii } from '../requirement.ts';
import { apiRootUrls, isClosed, type Site } from '../site.ts';
import { isLoopback } from '../urls.ts';
import { demand, Skip } from '../verdict.ts';
import type { Exchange } from '../wire.ts';

/** Discovery and API roots (TAXII 2.1 §4). */
export const discovery: readonly Requirement[] = [
  {
    id: 'T-8.2.1-1',
    cites: 'TAXII 2.1 §8.2.1, §4.1',
    strength: 'MUST',
    levels: taxii,
    title: 'Discovery is at /taxii2/, at the root of the host',
    check: async ({ site }) => {
      if (isClosed(site.discovery)) throw new Skip('discovery is not for this client');
      documentOf(site.discovery);
      const { pathname } = new URL(site.discoveryUrl);
      demand(pathname === '/taxii2/', site.discovery, `discovery at ${pathname}`, 'discovery at /taxii2/');
    },
  },
  {
    id: 'T-8.2.1-2',
    cites: 'TAXII 2.1 §8.2.1',
    strength: 'MUST',
    levels: taxii,
    title: 'There is at least one API root, on this host and port',
    check: async ({ site }) => {
      const { api_roots: listed } = objectOf(site.discovery) ?? {};
      demand(site.roots.length > 0, site.discovery, `api_roots: ${show(listed)}`, 'one of this origin');
    },
  },
  {
    id: 'T-8.2.2-1',
    cites: 'TAXII 2.1 §8.2.2',
    strength: 'MUST',
    levels: taxii,
    title: 'The server speaks HTTPS',
    check: async ({ site }) => {
      if (isLoopback(site.discoveryUrl)) throw new Skip('a server on this machine needs no TLS');
      const { protocol } = new URL(site.discoveryUrl);
      demand(protocol === 'https:', site.discovery, `${protocol}//`, 'https://');
    },
  },
  {
    id: 'T-4.1.1-1',
    cites: 'TAXII 2.1 §4.1.1',
    strength: 'MUST',
    levels: taxii,
    title: 'The discovery resource has a title, and properties of the right types',
    check: async (probe) => {
      const body = discoveryOf(probe);
      const shape = {
        title: 'string',
        'description?': 'string',
        'contact?': 'string',
        'default?': 'string',
        'api_roots?': 'list of string',
      } as const;
      demandShape(body, shape, probe.site.discovery);
    },
  },
  {
    id: 'T-4.1.1-2',
    cites: 'TAXII 2.1 §4.1.1',
    strength: 'MUST',
    levels: taxii,
    title: 'API root URLs are absolute with https, or begin with one "/"; they have no query',
    check: async (probe) => {
      const { site } = probe;
      for (const url of listedRoots(probe)) {
        const isAbsolute = /^https:\/\/[^/?#]/.test(url) || (/^http:\/\//.test(url) && isLoopback(url));
        const isSound = (isAbsolute || /^\/(?!\/)/.test(url)) && !url.includes('?');
        demand(isSound, site.discovery, `api_roots: ${show(url)}`, 'https://… or /…, without a query');
      }
    },
  },
  {
    id: 'T-4.1.1-3',
    cites: 'TAXII 2.1 §4.1.1',
    strength: 'MUST',
    levels: taxii,
    title: 'The default API root is one of api_roots',
    check: async (probe) => {
      const preferred = discoveryOf(probe).default;
      if (preferred === undefined) throw new Skip('there is no default');
      const { discovery } = probe.site;
      demand(
        listedRoots(probe).includes(preferred as string),
        discovery,
        `default: ${show(preferred)}`,
        'an item of api_roots',
      );
    },
  },
  {
    id: 'P-7-1',
    cites: 'DESIGN §7; clients append "collections/" to it',
    strength: 'LEVEL',
    levels: taxii,
    title: 'API root URLs end with "/"',
    check: async (probe) => {
      for (const url of listedRoots(probe))
        demand(url.endsWith('/'), probe.site.discovery, `api_roots: ${show(url)}`, 'a "/" at the end');
    },
  },
  {
    id: 'T-4.2-1',
    cites: 'TAXII 2.1 §4.2',
    strength: 'MUST',
    levels: taxii,
    title: 'Every advertised API root on this host answers with an API root resource',
    check: async (probe) => {
      const urls = apiRootUrls(probe.site.discovery);
      if (urls.length === 0) throw new Skip('discovery lists no API root on this host');
      for (const url of urls) {
        const answer = await probe.ask(url);
        if (isClosed(answer)) continue;
        const { versions } = documentOf(answer);
        demand(versions !== undefined, answer, 'no versions', 'an API root resource');
      }
    },
  },
  {
    id: 'T-4.2.1-1',
    cites: 'TAXII 2.1 §4.2.1',
    strength: 'MUST',
    levels: taxii,
    title: 'An API root has title, versions and max_content_length, a whole number above zero',
    check: async ({ site }) => {
      for (const answer of readable(site)) {
        const body = documentOf(answer);
        const shape = {
          title: 'string',
          'description?': 'string',
          versions: 'list of string',
          max_content_length: 'integer',
        } as const;
        demandShape(body, shape, answer);
        const most = body.max_content_length as number;
        demand(most > 0, answer, `max_content_length: ${most}`, 'a number above zero');
      }
    },
  },
  {
    id: 'T-4.2.1-2',
    cites: 'TAXII 2.1 §4.2.1',
    strength: 'MUST',
    levels: taxii,
    title: `The versions of an API root hold ${TAXII}, and media types with a version only`,
    check: async ({ site }) => {
      for (const answer of readable(site)) {
        const { versions } = documentOf(answer);
        const texts = Array.isArray(versions) ? versions : [];
        demand(texts.includes(TAXII), answer, `versions: ${show(versions)}`, show(TAXII));
        const odd = texts.find(
          (text) => !/^application\/(?:vnd\.oasis\.)?taxii\+json; ?version=\d/.test(text),
        );
        demand(odd === undefined, answer, `versions: ${show(odd)}`, 'media types of TAXII with a version');
      }
    },
  },
];

/** The API roots that tell this client of themselves; of others it may know a collection. */
function readable({ roots }: Site): Exchange[] {
  return roots.map(({ answer }) => answer).filter((answer) => !isClosed(answer));
}

function discoveryOf({ site }: Probe) {
  const body = objectOf(site.discovery);
  if (site.discovery.status !== 200 || !body) throw new Skip('there is no discovery resource');
  return body;
}

function listedRoots(probe: Probe): string[] {
  const { api_roots: listed } = discoveryOf(probe);
  if (!Array.isArray(listed)) throw new Skip('discovery lists no API roots');
  return listed.filter((url) => typeof url === 'string');
}
