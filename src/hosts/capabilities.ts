/**
 * What a reader may ask of a host, and how hosts answer: the columns of the table of hosts.
 * `exact` as the standard says · `declined` with a TAXII error · `part` exact for some values and declined for the
 * others · `ignored` answered as if it had not been asked · `no` not there at all.
 */
export type Answer = 'exact' | 'part' | 'declined' | 'ignored' | 'no';

export const capabilities = {
  mediaType: 'the TAXII media type',
  dateHeaders: 'X-TAXII-Date-Added headers',
  next: 'paging by next',
  limit: 'limit',
  addedAfter: 'added_after',
  matchType: 'match[type]',
  matchId: 'match[id]',
  matchVersion: 'match[version]',
  combinations: 'filters combined',
  errors: 'errors as TAXII messages',
  accept: 'Accept (406)',
  methods: 'POST and DELETE refused',
  preflight: 'CORS preflight',
  conditional: 'ETag and 304',
  compression: 'gzip and brotli',
  basic: 'HTTP Basic',
  bearer: 'bearer tokens',
  mutualTls: 'mutual TLS',
} as const;

export type Capability = keyof typeof capabilities;

/** Every capability with the same answer, to be overridden one by one. */
export function allAnswers(answer: Answer): Record<Capability, Answer> {
  const names = Object.keys(capabilities) as Capability[];
  return Object.fromEntries(names.map((name) => [name, answer])) as Record<Capability, Answer>;
}

/** A host of level 1, to be overridden one by one: every list is one file, and nothing is asked of its readers. */
export const wholeListAnswers: Readonly<Record<Capability, Answer>> = {
  ...allAnswers('ignored'),
  mediaType: 'exact',
  conditional: 'exact',
  basic: 'no',
  bearer: 'no',
  mutualTls: 'no',
};

/** A host of level 2, to be overridden one by one: the filters for which there are files. */
export const pagedFileAnswers: Readonly<Record<Capability, Answer>> = {
  ...allAnswers('exact'),
  addedAfter: 'part',
  matchType: 'part',
  matchId: 'part',
  matchVersion: 'part',
  combinations: 'part',
};
