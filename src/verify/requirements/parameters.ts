import { documentOf } from '../json-value.ts';
import type { Probe } from '../probe.ts';
import { type Requirement, ruled, taxii } from '../requirement.ts';
import { demand } from '../verdict.ts';

/** Parameters in general (TAXII 2.1 §3.4). */
export const parameters: readonly Requirement[] = [
  {
    id: 'T-3.4-6',
    cites: 'TAXII 2.1 §3.4',
    strength: 'MUST',
    levels: ruled,
    title: 'A malformed limit is 400: zero, negative, no whole number, or nothing',
    check: (probe) => demandBad(probe, ['limit=0', 'limit=-1', 'limit=ten', 'limit=1.5', 'limit=']),
  },
  {
    id: 'T-3.4-7',
    cites: 'TAXII 2.1 §3.4',
    strength: 'MUST',
    levels: ruled,
    title: 'A parameter that is given twice is 400',
    check: (probe) =>
      demandBad(probe, [
        'limit=1&limit=1',
        'match%5Btype%5D=tool&match%5Btype%5D=malware',
        'added_after=2024-01-01T00:00:00Z&added_after=2024-01-01T00:00:00Z',
      ]),
  },
  {
    id: 'T-3.4.1-14',
    cites: 'TAXII 2.1 §3.4.1',
    strength: 'MUST',
    levels: ruled,
    title: 'A malformed match[version] is 400: all beside another, a keyword twice, or no version',
    check: (probe) =>
      demandBad(probe, [
        'match%5Bversion%5D=all,first',
        'match%5Bversion%5D=last,last',
        'match%5Bversion%5D=newest',
      ]),
  },
  {
    id: 'P-7-10',
    cites: 'DESIGN §7; TAXII 2.1 §3.4: servers MAY ignore them',
    strength: 'LEVEL',
    levels: taxii,
    title: 'Unknown parameters are ignored',
    check: async (probe) => {
      for (const list of ['objects', 'manifest'] as const)
        for (const query of ['foo=bar', 'match%5Bfoo%5D=1', '']) {
          const plain = await probe.ask(probe.listUrl(list));
          const answer = await probe.ask(`${probe.listUrl(list)}?${query}`);
          documentOf(answer);
          demand(answer.text === plain.text, answer, 'another body', 'the answer without it');
        }
    },
  },
];

async function demandBad(probe: Probe, queries: readonly string[]): Promise<void> {
  for (const list of ['objects', 'manifest'] as const)
    for (const query of queries) {
      const answer = await probe.ask(`${probe.listUrl(list)}?${query}`);
      demand(answer.status === 400, answer, `status ${answer.status}`, 'status 400');
    }
}
