import { expect, test } from 'vitest';
import { printReport, printRequirements } from '../../src/verify/print-report.ts';
import { requirements } from '../../src/verify/requirements/all.ts';
import type { Report, Result } from '../../src/verify/verify.ts';

const result = (id: string, strength: Result['strength'], outcome: Result['outcome']): Result => ({
  id,
  strength,
  outcome,
  cites: 'TAXII 2.1 §1',
  title: `Title of ${id}`,
});

const report: Report = {
  url: 'https://taxii.example/',
  level: 2,
  demanded: 3,
  conforms: false,
  meetsStandards: false,
  collection: { title: 'Red \u001b[31m', url: 'https://taxii.example/api/collections/1/' },
  requests: 12,
  results: [
    result('T-1-1', 'MUST', { verdict: 'pass' }),
    result('T-1-2', 'MUST', { verdict: 'fail', seen: 'a\u001b', expected: 'b', curl: 'curl x' }),
    result('T-1-3', 'SHOULD', { verdict: 'fail', seen: 'c', expected: 'd', curl: 'curl y' }),
    result('T-1-4', 'MUST', { verdict: 'lacking', seen: 'e', expected: 'f', curl: 'curl w' }),
    result('P-1-1', 'LEVEL', { verdict: 'declined', curl: 'curl z' }),
    result('P-1-2', 'LEVEL', { verdict: 'skipped', reason: 'nothing to try' }),
    result('P-1-3', 'LEVEL', { verdict: 'unchecked', reason: 'no requests left' }),
  ],
};

test('a report for people: what failed, why, and how to see it; nothing moves the cursor', () => {
  expect(printReport(report)).toBe(`https://taxii.example/
collection Red <U+001B>[31m, https://taxii.example/api/collections/1/

ok         T-1-1        MUST    Title of T-1-1
fail       T-1-2        MUST    Title of T-1-2
           seen      a<U+001B>
           expected  b
           try       curl x
warn       T-1-3        SHOULD  Title of T-1-3
           seen      c
           expected  d
           try       curl y
lacking    T-1-4        MUST    Title of T-1-4
           seen      e
           expected  f
           try       curl w
declined   P-1-1        LEVEL   Title of P-1-1
           try       curl z
skipped    P-1-2        LEVEL   Title of P-1-2
           because   nothing to try
unchecked  P-1-3        LEVEL   Title of P-1-3
           because   no requests left

Level 2 (rules: exact or declined)
1 met, 1 failed, 1 warned, 1 lacking, 1 declined, 1 skipped, 1 unchecked; 12 requests
It does not conform: 2 requirements of level 2 are not shown to be met; level 3 was expected.
`);
});

test('a report says where the standards are met, and only the levels are not', () => {
  const told = 'What TAXII 2.1 and HTTP demand of it is met';
  expect(printReport(report)).not.toContain(told);
  expect(printReport({ ...report, meetsStandards: true })).toContain(told);
  expect(printReport({ ...report, meetsStandards: true, conforms: true })).not.toContain(told);
});

test('a requirement for people', () => {
  const [first] = printRequirements(requirements.filter(({ id }) => id === 'T-3.4-1')).split('\n\n');
  expect(first).toBe(
    `T-3.4-1      MUST    limit is never exceeded\n${' '.repeat(21)}TAXII 2.1 §3.4; levels 2, 3\n`,
  );
});
