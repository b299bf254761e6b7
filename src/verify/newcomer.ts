import { compareInstants, isInstant } from '../json/instant.ts';
import type { Entry } from './lists.ts';
import type { Probe } from './probe.ts';
import type { Query } from './urls.ts';
import { Fault, Skip, Unchecked } from './verdict.ts';

/**
 * Looks whether something was added to the collection since its server was first asked, by one question more.
 * @returns the id of a new object version; undefined where there is none, or that cannot be told
 */
export async function newcomer(probe: Probe): Promise<string | undefined> {
  const start = startOf(probe);
  if (start === undefined) return undefined;
  try {
    const last = (await probe.whole('manifest')).at(-1)?.value.date_added;
    const query: Query = typeof last === 'string' ? [['added_after', last]] : [];
    const { entries } = await probe.page('manifest', query, { isFresh: true });
    return entries.find((entry) => isSince(entry, start))?.id;
  } catch (error) {
    if (error instanceof Fault || error instanceof Skip || error instanceof Unchecked) return undefined;
    throw error;
  }
}

/** By the server's own clock (RFC 9110 §6.6.1). */
function startOf({ asker }: Probe): string | undefined {
  const told = Date.parse(asker.heard[0]?.headers.get('Date') ?? '');
  return Number.isNaN(told) ? undefined : new Date(told).toISOString();
}

function isSince({ value: { date_added: added } }: Entry, start: string): boolean {
  return typeof added === 'string' && isInstant(added) && compareInstants(added, start) >= 0;
}
