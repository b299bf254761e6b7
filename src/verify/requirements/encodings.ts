import { collectionEndpoints } from '../endpoints.ts';
import { dateHeaders } from '../lists.ts';
import { contentType } from '../media-type.ts';
import type { Probe } from '../probe.ts';
import { type Requirement, taxii } from '../requirement.ts';
import { demand, Skip } from '../verdict.ts';
import type { Exchange } from '../wire.ts';

/** Compressed answers (RFC 9110 §8.4, §12.5): files beside files go stale, and lose their headers. */
export const encodings: readonly Requirement[] = [
  {
    id: 'H-8.4-1',
    cites: 'RFC 9110 §8.4, §12.5.3',
    strength: 'MUST',
    levels: taxii,
    title: 'An answer that is compressed says so, and is the same one: content, media type and dates',
    check: async (probe) => {
      for (const { plain, zipped } of await pairs(probe)) {
        const text = await unzipped(zipped);
        demand(text === plain.text, zipped, 'another body than without gzip', 'the same body');
        for (const name of ['Content-Type', ...dateHeaders]) {
          const [seen, expected] = [zipped, plain].map(({ headers }) => `${name}: ${headers.get(name)}`);
          demand(seen === expected, zipped, seen!, expected!);
        }
      }
    },
  },
  {
    id: 'H-12.5.5-1',
    cites: 'RFC 9110 §12.5.5; RFC 9111 §4.1',
    strength: 'SHOULD',
    levels: taxii,
    title: 'What can be had compressed varies by Accept-Encoding: a cache must not give it to others',
    check: async (probe) => {
      const coded = (await pairs(probe)).filter(({ zipped }) => codingOf(zipped) !== 'identity');
      if (coded.length === 0) throw new Skip('the server does not compress');
      for (const one of coded.flatMap(({ plain, zipped }) => [plain, zipped])) {
        const vary = one.headers.get('Vary') ?? 'none';
        demand(/\*|accept-encoding/i.test(vary), one, `Vary: ${vary}`, 'Vary: Accept-Encoding');
      }
    },
  },
];

interface Pair {
  readonly plain: Exchange;
  readonly zipped: Exchange;
}

async function pairs(probe: Probe): Promise<Pair[]> {
  const found: Pair[] = [];
  for (const { url } of await collectionEndpoints(probe)) {
    const plain = await probe.ask(url);
    if (plain.status !== 200 || contentType(plain) === null) continue;
    found.push({ plain, zipped: await probe.ask(url, { headers: { 'Accept-Encoding': 'gzip' } }) });
  }
  return found;
}

function codingOf({ headers }: Exchange): string {
  return (headers.get('Content-Encoding') ?? 'identity').trim().toLowerCase();
}

async function unzipped(exchange: Exchange): Promise<string> {
  const coding = codingOf(exchange);
  if (coding === 'identity') return exchange.text;
  demand(/^(?:x-)?gzip$/.test(coding), exchange, `Content-Encoding: ${coding}`, 'gzip, or none');
  try {
    const stream = new Blob([exchange.bytes as BlobPart])
      .stream()
      .pipeThrough(new DecompressionStream('gzip'));
    return await new Response(stream).text();
  } catch {
    demand(false, exchange, 'a body that is not gzip', 'what Content-Encoding says');
  }
}
