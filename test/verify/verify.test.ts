import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requirements } from '../../src/verify/requirements/all.ts';
import { type Report, type VerifyOptions, verify } from '../../src/verify/verify.ts';
import { buildSample, type SampleBuild } from '../support/sample-build.ts';
import { broken } from './broken.ts';
import { handlerServer, type Server, sendTo, withoutQuery } from './servers.ts';

/** Over a site in memory: what is right passes all, and what is broken in one place is caught there. */

const URL_OF_SITE = 'https://taxii.example/';
const COLLECTION = 'port-threats';

let sample: SampleBuild;
let good: Server;
/** With room for everything in one answer. */
let wide: SampleBuild;
let wideGood: Server;

beforeAll(async () => {
  sample = await buildSample({ baseUrl: URL_OF_SITE, pageSize: 20 });
  wide = await buildSample({ baseUrl: URL_OF_SITE });
  good = handlerServer(sample.site);
  wideGood = handlerServer(wide.site);
});
afterAll(() => {
  sample.remove();
  wide.remove();
});

function look(server: Server, options: Partial<VerifyOptions> = {}): Promise<Report> {
  const wait = async () => undefined;
  return verify({ url: URL_OF_SITE, send: sendTo(server), wait, maxRequests: 2000, ...options });
}

function ids(report: Report, ...verdicts: readonly string[]): string[] {
  return report.results.filter(({ outcome }) => verdicts.includes(outcome.verdict)).map(({ id }) => id);
}

describe('our own handler', () => {
  test('meets every requirement of level 3', async () => {
    for (const { id } of sample.collections) {
      const report = await look(good, { collection: id });
      expect(ids(report, 'fail', 'unchecked', 'declined')).toEqual([]);
      expect(report).toMatchObject({ level: 3, conforms: true });
    }
    const report = await look(good, { collection: COLLECTION });
    expect(ids(report, 'skipped')).toEqual(['H-12.5.5-1', 'T-5.4-1', 'T-5.4-2', 'H-17-1']);
    const held = requirements.filter(({ levels }) => levels.includes(3));
    expect(report.results.map(({ id }) => id)).toEqual(held.map(({ id }) => id));
  });

  test('meets every requirement of level 1, where the query does not reach it', async () => {
    const report = await look(withoutQuery(wideGood), { collection: COLLECTION });
    expect(ids(report, 'fail', 'unchecked', 'declined')).toEqual([]);
    expect(report).toMatchObject({ level: 1, conforms: true });
    expect(await look(withoutQuery(wideGood), { level: 2 })).toMatchObject({
      level: 1,
      conforms: false,
    });
  });
});

describe('a broken server is caught:', () => {
  test.each(broken)('$name: $caughtBy', async ({ caughtBy, serve, isFixed, options = {} }) => {
    const base = isFixed ? withoutQuery(wideGood) : good;
    const report = await look(serve(base), { collection: COLLECTION, ...options });
    expect(ids(report, 'fail')).toContain(caughtBy);
    const isShould = requirements.find(({ id }) => id === caughtBy)!.strength === 'SHOULD';
    if (!isShould) expect(report.conforms).toBe(false);
  });

  test('every requirement has one that it catches', () => {
    const caught = new Set(broken.map(({ caughtBy }) => caughtBy));
    expect([...caught].sort()).toEqual(requirements.map(({ id }) => id).sort());
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
  });
});
