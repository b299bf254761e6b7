import { describe } from '../../describe.ts';
import { isDomainName } from '../shared/idna.ts';
import { observableRule } from '../shared/observables.ts';

/** What the schema refuses already. */
const HAS_FORBIDDEN = /^\.|[\0-,/:-@[-`{-\x7f]/;

export const domainName = observableRule({
  code: 'stix/domain-name',
  level: 'must',
  section: '§6.4.1',
  types: ['domain-name'],
  message: (v: { found: string }) =>
    `"value" is ${v.found}, but must be a domain name: labels of at most 63 letters, digits and hyphens, without a hyphen at either end, joined by dots (RFC 1034, RFC 5890).`,
  help: 'Correct the name. Names that stand for more than one host, or for none, such as "*.example.com" and "_dmarc.example.com", have no place in a domain-name object.',
  check({ value }, report) {
    if (typeof value !== 'string' || value === '') return;
    // A line feed at the end, the OASIS validator lets pass elsewhere
    if (!HAS_FORBIDDEN.test(value.replace(/\n$/, '')) && !isDomainName(value))
      report(['value'], { found: describe(value) });
  },
});
