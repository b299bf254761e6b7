/** Accept headers that clients send, and some that none should, by what TAXII 2.1 §1.6.8 makes of them. */

const acceptable: readonly string[] = [
  'application/taxii+json;version=2.1',
  'application/taxii+json; version=2.1',
  'application/taxii+json',
  'application/taxii+json;version="2.1"',
  'application/taxii+json ; version=2.1 ; charset=utf-8',
  'Application/TAXII+JSON;Version=2.1',
  'application/taxii+json;q=0.5',
  'application/taxii+json;version=2.1;q=1.0',
  'application/taxii+json;q=0.001;version=2.1',
  '*/*',
  '*/*;q=0.8',
  'application/*',
  'application/json, */*',
  'text/html, application/taxii+json;version=2.1',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'application/taxii+json;version=2.0, application/taxii+json;version=2.1',
  'application/vnd.oasis.taxii+json; version=2.0, application/taxii+json; version=2.1',
  '',
  ' ',
  ',',
];

const unacceptable: readonly string[] = [
  'text/html',
  'application/json',
  'application/taxii+json;version=2.0',
  'application/taxii+json;version=2.10',
  'application/taxii+json;version=12.1',
  'application/vnd.oasis.taxii+json;version=2.0',
  'application/stix+json;version=2.1',
  'application/taxii+jsonx',
  'xapplication/taxii+json',
  'application/taxii+json;q=0',
  'application/taxii+json;version=2.1;q=0.000',
  '*/*;q=0',
  'text/*',
  'text/html, image/webp;q=0.8',
  'nonsense',
  '*',
  'application/taxii+json version=2.1',
];

export const ACCEPTS = {
  acceptable,
  unacceptable,
  all: [...acceptable, ...unacceptable, ...unacceptable],
} as const;
