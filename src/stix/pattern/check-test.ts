import { kindOf } from '../kinds.ts';
import { isAddress } from './address.ts';
import type { Literal, ObjectPath, SetTest, Test, TextTest } from './ast.ts';
import { checkHash, checkPartOfHash, checkSetOfHashes } from './check-hash.ts';
import { checkLiteral } from './check-literal.ts';
import { show } from './fault.ts';
import type { Report } from './finding.ts';
import { regexFault } from './regex-fault.ts';

/** §9.6.1: what an operator takes. */
export function checkTest(test: Test, report: Report): void {
  switch (test.kind) {
    case 'order':
      checkLiteral(test.value, report);
      checkHash(test.path, test.value, report);
      break;
    case 'in':
      checkSet(test, report);
      break;
    case 'text':
      checkPartOfHash(test, report);
      if (test.operator === 'MATCHES') checkRegex(test, report);
      else if (test.operator !== 'LIKE') checkAddress(test, report);
      break;
  }
}

/** Numbers are one type here, and so are octets however they are written: §9.2 has them compared alike. */
const families: Record<Literal['kind'], string> = {
  string: 'strings',
  integer: 'numbers',
  float: 'numbers',
  hex: 'octets',
  binary: 'octets',
  timestamp: 'timestamps',
  boolean: 'truth values',
};

function checkSet(test: SetTest, report: Report): void {
  const { path, values } = test;
  for (const value of values) {
    checkLiteral(value, report);
    checkHash(path, value, report);
  }
  checkSetOfHashes(test, report);
  const [first] = values;
  const odd = first && values.find(({ kind }) => families[kind] !== families[first.kind]);
  if (odd) report('set-types', odd, families[odd.kind], `${families[first.kind]} alone, as the set begins`);
}

function checkRegex({ value }: TextTest, report: Report): void {
  const fault = regexFault(value.value);
  if (fault) report('regular-expression', value, fault, 'a regular expression (PCRE)');
}

/** Of custom types it cannot be known what holds an address. */
function checkAddress({ path, operator, value }: TextTest, report: Report): void {
  if (kindOf(path.type) !== 'sco') return;
  if (!leadsToAddress(path, operator === 'ISSUPERSET'))
    report('address-path', path, operator, 'the value property of an ipv4-addr or ipv6-addr before it');
  else if (!isAddress(value.value, path.type))
    report(
      'address-value',
      value,
      show(value.value),
      'an IP address, or a block of them such as 198.51.100.0/24',
    );
}

/** Straight, or over a reference; ISSUPERSET may name the referenced object itself. */
function leadsToAddress({ type, steps }: ObjectPath, mayBeObject: boolean): boolean {
  const keys = steps.flatMap((step) => (step.kind === 'key' ? [step.name] : []));
  const last = keys.at(-1)!;
  if (mayBeObject && /_refs?$/.test(last)) return true;
  if (last !== 'value') return false;
  return keys.length === 1 ? type === 'ipv4-addr' || type === 'ipv6-addr' : /_refs?$/.test(keys.at(-2)!);
}
