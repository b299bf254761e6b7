import { TAXII } from '../../taxii/media-type.ts';
import { endpoints, successes } from '../endpoints.ts';
import { documentOf, objectOf, show } from '../json-value.ts';
import { contentType, isTaxii } from '../media-type.ts';
import type { Probe } from '../probe.ts';
import { type Requirement, ruled, taxii } from '../requirement.ts';
import { demand, Skip } from '../verdict.ts';
import type { Exchange } from '../wire.ts';
import { UNKNOWN_UUID } from './collections.ts';

/** Content negotiation (TAXII 2.1 §1.6.8, §3.1) and errors (§3.6). */
export const mediaTypes: readonly Requirement[] = [
  {
    id: 'T-3.1-1',
    cites: 'TAXII 2.1 §3.1, §1.6.8.1',
    strength: 'MUST',
    levels: taxii,
    title: 'Every success has the media type of TAXII 2.1, with its version',
    check: async (probe) => {
      for (const exchange of await successes(probe)) demandTaxii(exchange);
    },
  },
  {
    id: 'T-3.1-2',
    cites: 'TAXII 2.1 §1.6.8.1; the OASIS client compares part by part',
    strength: 'SHOULD',
    levels: taxii,
    title: `The media type is spelled ${TAXII}, without more`,
    check: async (probe) => {
      for (const exchange of await successes(probe))
        demand(contentType(exchange) === TAXII, exchange, `Content-Type: ${contentType(exchange)}`, TAXII);
    },
  },
  {
    id: 'T-3.1-3',
    cites: 'TAXII 2.1 §3.1',
    strength: 'MUST',
    levels: taxii,
    title: 'No 406 for an Accept header that names TAXII 2.1, alone or among others, with or without version',
    check: (probe) =>
      demandAccepted(probe, [
        'application/taxii+json',
        'application/taxii+json; version=2.1',
        `${TAXII},application/stix+json;version=2.1`,
        `text/html;q=0.5, ${TAXII}`,
        `${TAXII};q=0.9`,
        `application/taxii+json;version=2.0, ${TAXII}`,
      ]),
  },
  {
    id: 'P-7-3',
    cites: 'DESIGN §7; RFC 9110 §12.5.1',
    strength: 'LEVEL',
    levels: taxii,
    title: 'No 406 for */*, application/*, or no Accept header at all',
    check: (probe) => demandAccepted(probe, ['*/*', 'application/*', null, 'text/html, */*;q=0.1']),
  },
  {
    id: 'T-3.1-4',
    cites: 'TAXII 2.1 §3.1',
    strength: 'MUST',
    levels: taxii,
    title: 'An Accept header without TAXII 2.1 gets TAXII all the same, or 406',
    check: async (probe) => {
      for (const accept of ['text/html', 'application/taxii+json;version=2.0']) {
        const answer = await probe.ask(probe.listUrl('objects'), { accept });
        demand([200, 406].includes(answer.status), answer, `status ${answer.status}`, 'status 200 or 406');
        if (answer.status === 200) demandTaxii(answer);
      }
    },
  },
  {
    id: 'T-3.1-5',
    cites: 'TAXII 2.1 §3.1, §4, §5',
    strength: 'MUST',
    levels: ruled,
    title: 'Errors have the media type of TAXII 2.1, with its version',
    check: async (probe) => {
      for (const exchange of await errors(probe)) demandTaxii(exchange);
    },
  },
  {
    id: 'T-3.6.1-1',
    cites: 'TAXII 2.1 §3.6.1',
    strength: 'MUST',
    levels: ruled,
    title: 'The body of an error is an error message with a title',
    check: async (probe) => {
      for (const exchange of await errors(probe)) {
        if (exchange.text === '') continue;
        const body = objectOf(exchange);
        demand(typeof body?.title === 'string', exchange, `title: ${show(body?.title)}`, 'a title, as text');
      }
    },
  },
  {
    id: 'T-3.6.1-2',
    cites: 'TAXII 2.1 §3.6.1',
    strength: 'MUST',
    levels: ruled,
    title: 'http_status of an error message is text, and the status of the answer',
    check: async (probe) => {
      for (const exchange of await errors(probe)) {
        const told = objectOf(exchange)?.http_status;
        const expected = String(exchange.status);
        demand(
          told === undefined || told === expected,
          exchange,
          `http_status: ${show(told)}`,
          show(expected),
        );
      }
    },
  },
  {
    id: 'P-7-4',
    cites: 'DESIGN §7; clients forget the slash, and lose or refuse redirects',
    strength: 'LEVEL',
    levels: taxii,
    title: 'Every endpoint answers with and without its last slash alike, without a redirect',
    check: async (probe) => {
      for (const { url } of await endpoints(probe)) {
        const [slashed, bare] = [await probe.ask(url), await probe.ask(url.replace(/\/$/, ''))];
        for (const answer of [slashed, bare])
          demand(answer.status === 200, answer, `status ${answer.status}`, 'status 200');
        demand(bare.text === slashed.text, bare, 'another body than with the slash', 'the same body');
      }
    },
  },
];

function demandTaxii(exchange: Exchange): void {
  const type = contentType(exchange);
  demand(isTaxii(type), exchange, `status ${exchange.status}, Content-Type: ${type}`, TAXII);
}

async function demandAccepted(probe: Probe, accepts: readonly (string | null)[]): Promise<void> {
  for (const url of [probe.site.discoveryUrl, probe.listUrl('objects')]) {
    if ((await probe.ask(url)).status !== 200) continue;
    for (const accept of accepts) {
      const answer = await probe.ask(url, { accept });
      documentOf(answer);
      demandTaxii(answer);
    }
  }
}

/** Answers that must be errors, whatever the collection holds. */
async function errors(probe: Probe): Promise<Exchange[]> {
  const url = probe.target.url;
  const asked = [
    `${probe.root.url}collections/${UNKNOWN_UUID}/`,
    `${probe.root.url}status/${UNKNOWN_UUID}/`,
    `${url}objects/tool--${UNKNOWN_UUID}/`,
    `${url}objects/?limit=0`,
    `${url}manifest/?added_after=yesterday`,
    `${url}objects/?next=no-such-token`,
  ];
  const found: Exchange[] = [];
  for (const one of asked) found.push(await probe.ask(one));
  const wrong = found.filter(({ status }) => status >= 400);
  if (wrong.length === 0) throw new Skip('no request met with an error');
  return wrong;
}
