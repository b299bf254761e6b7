import { idsOf } from './lists.ts';
import type { Probe } from './probe.ts';
import type { Level } from './requirement.ts';
import type { Query } from './urls.ts';
import { Fault, Skip } from './verdict.ts';

/** Questions whose right answer is never the whole collection. */
const narrow: readonly Query[] = [
  [['match[type]', 'x-no-such-type']],
  [['added_after', '2200-01-01T00:00:00.000000Z']],
];

/**
 * What the server is (DESIGN §6), as far as two questions tell: no TAXII; the same answer to every query; or
 * something that looks at the query, which declines nothing (3) unless a check finds that it does (2).
 *
 * Every level is held to the standard, but for what its way of serving cannot do, and is that in an honest way:
 *
 * - **0** serves files, and is held to nothing but not to call itself TAXII.
 * - **1** cannot look at the request: requirements on queries, methods, Accept and the words of errors are not put
 *   to it. Its headers go by path as far as its rules reach, so it may lack (`Lacking`) the X-TAXII-Date-Added headers
 *   (storage has headers of its own names; rules may be too few for every collection) and single objects (each needs
 *   a file or a rule). What it does not hold may be 403 instead of 404, where storage hides what is in it. What it
 *   lacks is absent: a header that is wrong, or another answer than an error, is a fault at every level.
 * - **2** may decline (`Declined`) a combination that it has no page for, with a TAXII error. Where the storage behind
 *   it alone knows what is there, that error may be 404, and so may the answer to a match[id] that nothing matches.
 * - **3** may do none of these.
 */
export async function findLevel(probe: Probe): Promise<Level> {
  if (!probe.site.isTaxii) return 0;
  try {
    return (await ignoresQueries(probe)) ? 1 : 3;
  } catch (error) {
    // A server that breaks off here is held to everything.
    if (error instanceof Fault || error instanceof Skip) return 3;
    throw error;
  }
}

async function ignoresQueries(probe: Probe): Promise<boolean> {
  const { entries } = await probe.page('objects');
  // Of an empty collection every answer is right but the one to a malformed question.
  if (entries.length === 0) return (await probe.page('objects', [['limit', '0']])).entries.length === 0;
  const limited = await probe.page('objects', [['limit', '1']]);
  if (limited.entries.length < entries.length) return false;
  for (const query of narrow) {
    const answer = await probe.page('objects', query);
    if (idsOf(answer.entries).join() !== idsOf(entries).join()) return false;
  }
  return true;
}
