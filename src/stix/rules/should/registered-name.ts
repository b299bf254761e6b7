import { describe } from '../../describe.ts';
import { countryCodes } from '../../vocabularies/countries.ts';
import { httpRequestHeaders } from '../../vocabularies/http-headers.ts';
import { ipfixElements } from '../../vocabularies/ipfix.ts';
import { mediaTypes } from '../../vocabularies/media-types.ts';
import { pdfKeys } from '../../vocabularies/pdf-keys.ts';
import { serviceNames } from '../../vocabularies/service-names.ts';
import { socketOptions } from '../../vocabularies/socket-options.ts';
import type { Rule } from '../rule.ts';
import { observableRule } from '../shared/observables.ts';
import { eachWrongText, type Search } from '../shared/places.ts';

/** Names that others than OASIS give. */
interface Registered extends Search {
  readonly code: `stix/${string}`;
  readonly oasis: readonly [number: string, name: string];
  readonly section: string;
  readonly type: string;
  /** What each name should be. */
  readonly expected: string;
  readonly help: string;
}

interface Found {
  readonly property: string;
  readonly name: string;
}

/** A rule for every kind of name. */
export const registeredNameRules: readonly Rule[] = [
  registered({
    code: 'stix/file-media-type',
    oasis: ['271', 'mime-type'],
    section: '§6.7.1',
    type: 'file',
    place: ['mime_type'],
    holds: 'value',
    isFine: (name) => mediaTypes().has(name),
    expected: 'a media type that IANA has registered, such as application/pdf',
    help: 'Write the media type as it is in the registry of IANA, without parameters.',
  }),
  registered({
    code: 'stix/protocol-name',
    oasis: ['272', 'protocols'],
    section: '§6.12.1',
    type: 'network-traffic',
    place: ['protocols'],
    holds: 'value',
    isFine: (name) => serviceNames().has(name),
    expected: 'a service name or transport protocol that IANA has registered, such as http or tcp',
    help: 'Write the protocol as the registry of service names of IANA has it, mostly in lower case.',
  }),
  registered({
    code: 'stix/ipfix-element',
    oasis: ['273', 'ipfix'],
    section: '§6.12.1',
    type: 'network-traffic',
    place: ['ipfix'],
    holds: 'keys',
    isFine: (name) => ipfixElements().has(name),
    expected: 'an IPFIX element that IANA has registered, such as octetDeltaCount',
    help: 'Write the name of the element as the IPFIX registry of IANA has it, upper and lower case too.',
  }),
  registered({
    code: 'stix/http-header',
    oasis: ['274', 'http-request-headers'],
    section: '§6.12.2',
    type: 'network-traffic',
    place: ['extensions', 'http-request-ext', 'request_header'],
    holds: 'keys',
    isFine: (name) => httpRequestHeaders().has(name),
    expected: 'a known request header in its usual case, such as User-Agent',
    help: 'Write the header in the case in which it is defined. Headers of your own are allowed.',
  }),
  registered({
    code: 'stix/socket-option',
    oasis: ['275', 'socket-options'],
    section: '§6.12.4',
    type: 'network-traffic',
    place: ['extensions', 'socket-ext', 'options'],
    holds: 'keys',
    isFine: (name) => socketOptions().has(name),
    expected: 'a known socket option, such as SO_KEEPALIVE',
    help: 'Write the option in upper case, with its prefix, as the operating system names it.',
  }),
  registered({
    code: 'stix/pdf-key',
    oasis: ['276', 'pdf-doc-info'],
    section: '§6.7.4',
    type: 'file',
    place: ['extensions', 'pdf-ext', 'document_info_dict'],
    holds: 'keys',
    isFine: (name) => pdfKeys.has(name),
    expected: `a key of the document information dictionary: ${[...pdfKeys].join(', ')}`,
    help: 'Write the key as PDF has it, upper and lower case too, without the slash before it.',
  }),
  registered({
    code: 'stix/country-code',
    oasis: ['277', 'countries'],
    section: '§4.10.1',
    type: 'location',
    place: ['country'],
    holds: 'value',
    isFine: (name) => name.length === 2 && countryCodes().has(name.toUpperCase()),
    expected: 'a code of two letters (ISO 3166-1), such as FR',
    help: 'Write the code of two letters that ISO 3166-1 has for the country; its name has room in "name".',
  }),
];

function registered({ type, place, holds, isFine, expected, ...kind }: Registered): Rule {
  const search = { place, holds, isFine };
  const property = place[place.length - 1]!;
  return observableRule({
    ...kind,
    level: 'should',
    message: (v: Found) => `"${v.property}" has ${describe(v.name)}, which is not ${expected}.`,
    types: [type],
    check: (object, report) =>
      eachWrongText(object, search, (name, path) => report(path, { property, name })),
  });
}
