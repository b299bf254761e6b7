import { describe, expect, test } from 'vitest';
import { sampleSite } from '../../src/html/sample-site.ts';
import { siteView } from '../../src/html/view-models.ts';
import { Ledger } from '../../src/release/ledger.ts';
import type { Site } from '../../src/site/site.ts';

const ID = '6a1d1f0c-3f0b-4b3a-9a55-0c1f1b2d3e4f';

function viewCollection(site: Site) {
  return siteView(site).collections[0]!;
}

function withoutBaseUrl(site: Site): Site {
  const { baseUrl: _, ...config } = site.config;
  return { ...site, config };
}

describe('a collection', () => {
  test('counts objects, versions and types, the commonest first', () => {
    const view = viewCollection(sampleSite());
    expect(view).toMatchObject({
      objects: '1,236',
      countedObjects: '1,236 objects',
      objectVersions: '1,239',
    });
    expect(view.types).toEqual([
      { type: 'indicator', objects: '1,233', share: '100.0' },
      { type: 'malware', objects: '3', share: '0.2' },
    ]);
  });

  test('lists releases newest first', () => {
    const { releases, latest } = viewCollection(sampleSite());
    expect(releases.map(({ releaseVersion }) => releaseVersion)).toEqual(['1.1.0', '1.0.0']);
    expect(latest).toBe(releases[0]);
    expect(latest).toMatchObject({
      date: { day: '2026-02-28', minute: '2026-02-28 12:00 UTC', machine: '2026-02-28T12:00:00Z' },
      description: 'A new family, and a correction.',
    });
  });

  test('tells what a release did in the order of the columns', () => {
    const view = siteView(sampleSite());
    const counts = view.collections[0]!.releases[0]!.counts;
    const named = view.releaseColumns.map(({ title }, index) => [title, counts[index]!.text]);
    expect(Object.fromEntries(named)).toEqual({
      Added: '1',
      Changed: '1',
      'Edited in place': '1',
      Reverted: '0',
      'Re-added': '0',
      Removed: '1',
      Total: '1,236',
    });
    expect(counts.map(({ isZero }) => isZero)).toEqual([false, false, false, true, true, false, false]);
  });

  test('has its page under its alias, else under its id', () => {
    expect(viewCollection(sampleSite()).page).toBe('browse/public/port-threats/index.html');
    const site = sampleSite();
    const { alias: _, ...config } = site.collections[0]!.config;
    const bare = { ...site, collections: [{ ...site.collections[0]!, config }] };
    expect(viewCollection(bare).page).toBe(`browse/public/${ID}/index.html`);
  });

  test('without releases has none of what follows from them', () => {
    const site = sampleSite();
    const ledger = new Ledger(() => new Uint8Array());
    const view = viewCollection({ ...site, collections: [{ config: site.collections[0]!.config, ledger }] });
    expect(view).toMatchObject({ objects: '0', types: [], releases: [] });
    expect(view).not.toHaveProperty('latest');
    expect(view).not.toHaveProperty('aboutHtml');
  });
});

describe('URLs', () => {
  test('are absolute where the base URL is known', () => {
    const site = sampleSite({ config: { baseUrl: 'https://cert.example/feeds/' } });
    expect(viewCollection(site).urls).toEqual([
      { name: 'Discovery', url: 'https://cert.example/feeds/taxii2/' },
      { name: 'API root', url: 'https://cert.example/feeds/public/' },
      { name: 'Collection', url: `https://cert.example/feeds/public/collections/${ID}/` },
      { name: 'Objects', url: `https://cert.example/feeds/public/collections/${ID}/objects/` },
    ]);
    expect(siteView(site).basePath).toBe('/feeds/');
  });

  test('begin with "/" where it is not, and the examples say what to fill in', () => {
    const view = siteView(withoutBaseUrl(sampleSite()));
    expect(view.discoveryUrl).toBe('/taxii2/');
    expect(view.unknownHost).toBe('https://HOST');
    expect(view.examples[0]!.code).toContain("'https://HOST/taxii2/'");
  });

  test('cannot end the quotes of an example', () => {
    const view = siteView(sampleSite({ config: { baseUrl: "https://x.example/'$(id)'/" } }));
    expect(view.examples[0]!.code).toContain("'https://x.example/%27$(id)%27/taxii2/'");
  });
});

describe('what is offered depends on the levels', () => {
  const titles = (site: Site) => viewCollection(site).examples.map(({ title }) => title);

  test('3: paging, polling and filters', () => {
    const site = sampleSite({ levels: [3], config: { hosts: ['node'] } });
    expect(titles(site)).toEqual([
      'Page by page',
      'Only what is new',
      'Only one type',
      'Python, with taxii2-client',
    ]);
    // 1,236 objects make two milliseconds, and the last one of a release falls on a whole one
    expect(viewCollection(site).examples[1]!.code).toContain('added_after=2026-01-31T12:00:00.002000Z');
  });

  test('3: no page of the example exceeds the most that an answer holds', () => {
    const site = sampleSite({ levels: [3], config: { paging: { max: 50 } } });
    expect(viewCollection(site).examples[0]!.code).toContain('?limit=50');
  });

  test('1: the whole collection and no query', () => {
    const site = sampleSite({ levels: [1], config: { hosts: ['serve'] } });
    expect(titles(site)).toEqual(['All objects', 'Python, with taxii2-client']);
    expect(JSON.stringify(viewCollection(site).examples)).not.toContain('?');
  });

  test('0: nothing of TAXII', () => {
    const site = sampleSite({ levels: [0], config: { hosts: ['files'] } });
    const view = siteView(site);
    expect(view.service.isTaxii).toBe(false);
    expect(view).not.toHaveProperty('discoveryUrl');
    expect(view.apiRoots[0]).not.toHaveProperty('url');
    expect(view.collections[0]).toMatchObject({ urls: [], examples: [] });
  });

  test('hosts come with their level and departures, those of other levels not at all', () => {
    const { hosts } = siteView(sampleSite({ levels: [1], config: { hosts: ['node', 'serve', 'files'] } }));
    expect(hosts.map(({ level }) => level)).toMatchObject([{ level: 1, name: 'headers' }]);
    expect(hosts[0]!.departures.length).toBeGreaterThan(0);
  });
});

describe('what is protected', () => {
  const access = { readers: 'members', mutualTls: false };

  test('is on no page: neither a collection nor what is counted', () => {
    const site = sampleSite({ collection: { access } });
    const view = siteView(site);
    expect(view.apiRoots[0]).toMatchObject({ name: 'public', collections: [] });
    expect(view).toMatchObject({
      collections: [],
      extent: '0 collections, 0 objects',
      hasProtectedPart: true,
    });
    for (const secret of ['Port threats', 'port-threats', ID])
      expect(JSON.stringify(view)).not.toContain(secret);
  });

  test('is on no page: nor an API root', () => {
    const site = sampleSite({ collection: { access } });
    const [root] = site.config.apiRoots;
    const closed = { ...site, config: { ...site.config, apiRoots: [{ ...root!, access }] } };
    expect(siteView(closed)).toMatchObject({ apiRoots: [], collections: [] });
    expect(siteView(sampleSite()).hasProtectedPart).toBe(false);
  });
});
