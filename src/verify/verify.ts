import { Asker } from './asker.ts';
import type { Credentials } from './credentials.ts';
import { findLevel } from './level.ts';
import { newcomer } from './newcomer.ts';
import { politely } from './polite.ts';
import { Probe } from './probe.ts';
import type { Level, Requirement, Strength } from './requirement.ts';
import { comparing, requirements } from './requirements/all.ts';
import { findSite, isClosed } from './site.ts';
import { chooseTarget, type Target } from './target.ts';
import { Declined, Fault, Lacking, Skip, Unchecked, type Verdict } from './verdict.ts';
import { curlLine, type Send } from './wire.ts';

export interface VerifyOptions {
  /** Of a host, a discovery document, an API root, a collection, or something in one. */
  readonly url: string;
  readonly send: Send;
  /** @param milliseconds */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly credentials?: Credentials;
  /** The id, alias or title of the collection to look into. */
  readonly collection?: string;
  /** The least level that will do. */
  readonly level?: Level;
  readonly maxRequests: number;
  readonly tell?: (done: number, total: number) => void;
}

export interface Result extends Pick<Requirement, 'id' | 'cites' | 'strength' | 'title'> {
  readonly outcome: Verdict;
}

export interface Report {
  readonly url: string;
  /** Undefined where a TAXII server has no collection to read: what it does with queries does not show. */
  readonly level: Level | undefined;
  readonly demanded: Level | undefined;
  /**
   * True where everything that its level is held to was tried and met, and the level is at least the one demanded.
   * Without a collection that can be read, nothing is shown.
   */
  readonly conforms: boolean;
  /** True where no MUST of the standards failed or was left untried, whatever the levels promise beyond them. */
  readonly meetsStandards: boolean;
  readonly collection: { readonly title: string; readonly url: string } | undefined;
  readonly requests: number;
  readonly results: readonly Result[];
}

/** No report can be made. */
export class CannotVerifyError extends Error {}

/**
 * Holds a live server to the requirements of TAXII 2.1 and of the level that it shows.
 * @throws CannotVerifyError where it does not answer, or lets nobody in
 * @throws NoSuchCollectionError
 */
export async function verify(options: VerifyOptions): Promise<Report> {
  const { url, credentials, maxRequests, level: demanded } = options;
  const asker = new Asker(politely(options.send, options.wait), {
    origin: new URL(url).origin,
    maxRequests,
    ...(credentials ? { credentials } : {}),
  });
  const probe = await prepare(asker, options);
  const looks = await findLevel(probe);
  const tried = await tryAll(probe, looks, options.tell);
  const level = tried.some(({ outcome }) => outcome.verdict === 'declined') ? 2 : looks;
  const results = await doubtIfChanged(
    probe,
    tried.map((one) => judged(one, level)),
  );
  const isShown = level === 0 || probe.found !== undefined;
  return {
    url,
    level: isShown ? level : undefined,
    demanded,
    conforms: isShown && level >= (demanded ?? 1) && !results.some(isFinding),
    meetsStandards: isShown && level > 0 && !results.some(isFaultByStandards),
    collection: describe(probe.found),
    requests: asker.requests,
    results,
  };
}

async function prepare(asker: Asker, { url, collection }: VerifyOptions): Promise<Probe> {
  try {
    const site = await findSite(asker, url);
    const shut = [site.discovery, ...site.closed].find(isClosed);
    if (site.roots.length === 0 && shut)
      throw new CannotVerifyError(`status ${shut.status} for ${shut.request.url}; see --user and --token`);
    return new Probe(asker, site, await chooseTarget(asker, site, collection));
  } catch (error) {
    if (error instanceof Fault) throw new CannotVerifyError(`${error.seen} (${error.request.url})`);
    if (error instanceof Unchecked) throw new CannotVerifyError(error.message);
    throw error;
  }
}

async function tryAll(probe: Probe, level: Level, tell: VerifyOptions['tell']): Promise<Tried[]> {
  const held = requirements.filter(({ levels }) => levels.includes(level));
  const results: Tried[] = [];
  for (const requirement of held) {
    const { id, cites, strength, title } = requirement;
    results.push({ id, cites, strength, title, outcome: await tryOne(requirement, probe) });
    tell?.(results.length, held.length);
  }
  return results;
}

type Tried = Omit<Result, 'outcome'> & { readonly outcome: Verdict | Doubtful };

/** A fault, or none: the level tells. */
interface Doubtful {
  readonly verdict: 'lacking';
  readonly error: Lacking;
}

function judged({ outcome, ...result }: Tried, level: Level): Result {
  if (!('error' in outcome)) return { ...result, outcome };
  const { seen, expected, request, upTo } = outcome.error;
  const verdict = level <= upTo ? 'lacking' : 'fail';
  return { ...result, outcome: { verdict, seen, expected, curl: curlLine(request) } };
}

async function tryOne({ check }: Requirement, probe: Probe): Promise<Tried['outcome']> {
  try {
    await check(probe);
    return { verdict: 'pass' };
  } catch (error) {
    if (error instanceof Lacking) return { verdict: 'lacking', error };
    if (error instanceof Fault) {
      const { seen, expected, request } = error;
      return { verdict: 'fail', seen, expected, curl: curlLine(request) };
    }
    if (error instanceof Skip) return { verdict: 'skipped', reason: error.message };
    if (error instanceof Unchecked) return { verdict: 'unchecked', reason: error.message };
    if (error instanceof Declined) return { verdict: 'declined', curl: curlLine(error.request) };
    throw error;
  }
}

/** A collection that grows between two answers makes them differ, and nobody has done wrong. */
async function doubtIfChanged(probe: Probe, results: readonly Result[]): Promise<readonly Result[]> {
  const isDoubtful = ({ id, outcome }: Result) => outcome.verdict === 'fail' && comparing.has(id);
  const added = results.some(isDoubtful) ? await newcomer(probe) : undefined;
  if (added === undefined) return results;
  const reason = `the collection changed meanwhile: ${added} was added; try again`;
  return results.map((result) =>
    isDoubtful(result) ? { ...result, outcome: { verdict: 'unchecked', reason } } : result,
  );
}

/** What stands between a server and its level. */
export function isFinding({
  strength,
  outcome: { verdict },
}: {
  strength: Strength;
  outcome: Verdict;
}): boolean {
  return verdict === 'unchecked' || (verdict === 'fail' && strength !== 'SHOULD');
}

function isFaultByStandards(result: Result): boolean {
  return isFinding(result) && result.strength === 'MUST';
}

function describe(target: Target | undefined): Report['collection'] {
  return target && { title: String(target.resource.title), url: target.url };
}
