import { fromMicroseconds } from '../../src/json/instant.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import { ACCEPTS } from './accepts.ts';
import type { BatteryRequest } from './random-requests.ts';
import { type BatteryCollection, type BatterySite, listPath } from './site.ts';
import type { HarvestedToken } from './tokens.ts';

/** A request with the status that the standard, or the design, wants for it. */
export interface CorpusRequest extends BatteryRequest {
  /** Of a host that answers everything; one that may decline has a TAXII error instead of 200. */
  readonly status: number;
}

type Headers = readonly (readonly [string, string])[];

const ASKING: Headers = [['Accept', TAXII]];
const UNKNOWN = '00000000-dead-4000-8000-000000000000';

/** Every aspect of shared/facts/clients.md §3 and of the design's §7, for every collection. */
export function corpus(site: BatterySite, tokens: readonly HarvestedToken[]): CorpusRequest[] {
  return [
    ...discovery(site),
    ...site.collections.flatMap((collection) => [
      ...paths(collection),
      ...accepts(collection),
      ...methods(collection),
      ...limits(collection),
      ...dates(collection),
      ...filters(collection),
      ...nexts(collection, tokens),
      ...parameters(collection, tokens),
    ]),
  ];
}

function ask(
  name: string,
  target: string,
  status: number,
  { method = 'GET', headers = ASKING }: { method?: string; headers?: Headers } = {},
): CorpusRequest {
  return { name, method, target, headers, status };
}

function discovery({ apiRoots }: BatterySite): CorpusRequest[] {
  return [
    ...bothSlashes('discovery', '/taxii2/', 200),
    ask('discovery with any query', '/taxii2/?foo=bar&limit=0&match[type]=', 200),
    ask('discovery: HEAD', '/taxii2/', 200, { method: 'HEAD' }),
    ask('discovery: something below', '/taxii2/nothing/', 404),
    ...apiRoots.flatMap(({ name }) => [
      ...bothSlashes(`API root ${name}`, `/${name}/`, 200),
      ...bothSlashes(`collections of ${name}`, `/${name}/collections/`, 200),
      ask(`FortiSOAR joins ${name} and /collections/`, `/${name}//collections/`, 200),
      ...bothSlashes(`status in ${name}`, `/${name}/status/${UNKNOWN}/`, 404),
      ask(`an unknown endpoint of ${name}`, `/${name}/nothing/`, 404),
      ask(`an unknown collection of ${name}`, `/${name}/collections/${UNKNOWN}/`, 404),
      ask(`objects of an unknown collection of ${name}`, `/${name}/collections/${UNKNOWN}/objects/`, 404),
      ask(`a name of JavaScript's in ${name}`, `/${name}/collections/__proto__/objects/`, 404),
      ask(`POST to ${name}`, `/${name}/`, 405, { method: 'POST' }),
      ask(`preflight of ${name}`, `/${name}/`, 204, { method: 'OPTIONS', headers: PREFLIGHT }),
    ]),
  ];
}

function bothSlashes(name: string, path: string, status: number): CorpusRequest[] {
  return [
    ask(name, path, status),
    ask(`${name}, no trailing slash`, path.replace(/\/$/, ''), status),
    ask(`${name}, two trailing slashes`, `${path}/`, status),
    ask(`${name}, two leading slashes`, `/${path}`, status),
    ask(`${name}, an empty query`, `${path}?`, status),
  ];
}

function paths(collection: BatteryCollection): CorpusRequest[] {
  const { id, alias, objects } = collection;
  const object = objects[0]?.id ?? 'tool--none';
  const of = (what: string) => `${what} of ${id}`;
  const unknown = `tool--${UNKNOWN}`;
  const lists = ['objects', 'manifest'] as const;
  const byAlias = (path: string) => (alias ? path.replace(id, alias) : path);
  return [
    ...bothSlashes(of('collection'), listPath(collection, 'objects').replace('objects/', ''), 200),
    ...lists.flatMap((list) => bothSlashes(of(list), listPath(collection, list), 200)),
    ...bothSlashes(of('one object'), listPath(collection, 'object', object), 200),
    ...bothSlashes(of('versions'), listPath(collection, 'versions', object), 200),
    ...lists.flatMap((list) => [
      ask(of(`${list}, by alias`), byAlias(listPath(collection, list)), 200),
      ask(
        of(`${list}, letters percent-encoded`),
        listPath(collection, list).replace('coll', '%63%6Fll'),
        200,
      ),
      ask(of(`${list}, HEAD`), listPath(collection, list), 200, { method: 'HEAD' }),
    ]),
    ask(of('one object, by alias'), byAlias(listPath(collection, 'object', object)), 200),
    ask(
      of('one object, letters percent-encoded'),
      listPath(collection, 'object', object).replace('--', '%2D-'),
      200,
    ),
    ask(of('an unknown object'), listPath(collection, 'object', unknown), 404),
    ask(of('versions of an unknown object'), listPath(collection, 'versions', unknown), 404),
    ask(of('an object that is none'), listPath(collection, 'object', 'x'), 404),
    ask(of('an object by its name in capitals'), listPath(collection, 'object', object.toUpperCase()), 404),
    ask(of('something else'), listPath(collection, 'objects').replace('objects/', 'nothing/'), 404),
    ask(of('something below versions'), `${listPath(collection, 'versions', object)}more/`, 404),
    ask(of('objects, in capitals'), listPath(collection, 'objects').replace('objects', 'OBJECTS'), 404),
    ask(of('a file name'), `${listPath(collection, 'objects')}index.json`, 404),
  ];
}

function accepts(collection: BatteryCollection): CorpusRequest[] {
  const target = `${listPath(collection, 'objects')}?limit=1`;
  const sent = (accept: string): Headers => [['Accept', accept]];
  return [
    ask(`no Accept for ${collection.id}`, target, 200, { headers: [] }),
    ...ACCEPTS.acceptable.map((accept) =>
      ask(`Accept ${JSON.stringify(accept)} for ${collection.id}`, target, 200, { headers: sent(accept) }),
    ),
    ...ACCEPTS.unacceptable.map((accept) =>
      ask(`Accept ${JSON.stringify(accept)} for ${collection.id}`, target, 406, { headers: sent(accept) }),
    ),
    // RFC 9110 §5.3: several lines of a list are one list.
    ask(`two Accept lines for ${collection.id}`, target, 200, {
      headers: [
        ['Accept', 'text/html'],
        ['Accept', TAXII],
      ],
    }),
    ask(`406 before 400 for ${collection.id}`, target.replace('limit=1', 'limit=0'), 406, {
      headers: sent('text/html'),
    }),
  ];
}

const PREFLIGHT: Headers = [
  ['Origin', 'https://navigator.example'],
  ['Access-Control-Request-Method', 'GET'],
  ['Access-Control-Request-Headers', 'accept,authorization,version'],
];

function methods(collection: BatteryCollection): CorpusRequest[] {
  const objects = listPath(collection, 'objects');
  const object = listPath(collection, 'object', collection.objects[0]?.id ?? 'x');
  const of = (what: string) => `${what} of ${collection.id}`;
  return [
    ask(of('POST to objects'), objects, 403, { method: 'POST' }),
    ask(of('POST to objects, no slash'), objects.slice(0, -1), 403, { method: 'POST' }),
    ask(of('POST with a type that is refused'), objects, 403, {
      method: 'POST',
      headers: [['Accept', 'text/html']],
    }),
    ask(of('POST with a malformed query'), `${objects}?limit=0`, 403, { method: 'POST' }),
    ask(of('DELETE of an object'), object, 403, { method: 'DELETE' }),
    ask(of('DELETE of an unknown object'), listPath(collection, 'object', `tool--${UNKNOWN}`), 403, {
      method: 'DELETE',
    }),
    ...['PUT', 'PATCH', 'PROPFIND'].map((method) =>
      ask(of(`${method} to objects`), objects, 405, { method }),
    ),
    ask(of('DELETE of objects'), objects, 405, { method: 'DELETE' }),
    ask(of('POST to an object'), object, 405, { method: 'POST' }),
    ask(of('POST to the manifest'), listPath(collection, 'manifest'), 405, { method: 'POST' }),
    ask(of('preflight'), objects, 204, { method: 'OPTIONS', headers: PREFLIGHT }),
    ask(of('preflight without a slash'), objects.slice(0, -1), 204, {
      method: 'OPTIONS',
      headers: PREFLIGHT,
    }),
    ask(of('OPTIONS with a query'), `${objects}?limit=0`, 204, { method: 'OPTIONS', headers: [] }),
  ];
}

function limits(collection: BatteryCollection): CorpusRequest[] {
  const good = [
    '1',
    '2',
    '9',
    '10',
    '11',
    '50',
    '99',
    '100',
    '101',
    '999',
    '1000',
    '1001',
    '5000',
    '9999',
    '15000',
  ];
  const great = ['4294967296', '9007199254740993', '18446744073709551616', '99999999999999999999'];
  const bad = [
    '0',
    '',
    '-1',
    '+1',
    '01',
    '007',
    '1.0',
    '1e3',
    '0x1',
    'ten',
    '5,5',
    '%20',
    '5%20',
    '%D9%A1',
    '%zz',
    '%00',
  ];
  return listsOf(collection).flatMap(([name, path]) => [
    ...[...good, ...great].map((limit) => ask(`limit=${limit}: ${name}`, `${path}?limit=${limit}`, 200)),
    ask(`limit with an encoded digit: ${name}`, `${path}?limit=%31%30`, 200),
    ask(`limit with an encoded name: ${name}`, `${path}?%6Cimit=10`, 200),
    ...bad.map((limit) => ask(`limit=${limit}: ${name}`, `${path}?limit=${limit}`, 400)),
    ask(`limit without "=": ${name}`, `${path}?limit`, 400),
    ask(`limit twice: ${name}`, `${path}?limit=1&limit=1`, 400),
    ask(`limit twice, once encoded: ${name}`, `${path}?limit=1&l%69mit=2`, 400),
  ]);
}

function listsOf(collection: BatteryCollection): [string, string][] {
  return [
    [`objects of ${collection.id}`, listPath(collection, 'objects')],
    [`manifest of ${collection.id}`, listPath(collection, 'manifest')],
  ];
}

function dates(collection: BatteryCollection): CorpusRequest[] {
  return listsOf(collection).flatMap(([name, path]) => [
    ...goodDates(collection).map((date) =>
      ask(`added_after=${date}: ${name}`, `${path}?added_after=${date}`, 200),
    ),
    ...goodDates(collection)
      .slice(0, 4)
      .flatMap((date) => [
        ask(`added_after, %3A: ${name}`, `${path}?added_after=${date.replaceAll(':', '%3A')}`, 200),
        ask(`added_after, %3a: ${name}`, `${path}?added_after=${date.replaceAll(':', '%3a')}`, 200),
        ask(
          `added_after, letters encoded: ${name}`,
          `${path}?added_after=${date.replace('T', '%54').replace('-', '%2D')}`,
          200,
        ),
        ask(`added_after and limit: ${name}`, `${path}?limit=2&added_after=${date}`, 200),
        ask(`added_after, its name encoded: ${name}`, `${path}?added%5Fafter=${date}`, 200),
      ]),
    ...badDates.map((date) => ask(`added_after=${date}: ${name}`, `${path}?added_after=${date}`, 400)),
    ask(
      `added_after twice: ${name}`,
      `${path}?added_after=2024-01-01T00:00:00Z&added_after=2024-01-01T00:00:00Z`,
      400,
    ),
  ]);
}

/** Before all, after all, and around every release, page border and end, with 0 to 10 digits of a fraction. */
function goodDates({ releases, dates: added }: BatteryCollection): string[] {
  const moments = new Set<number>();
  for (const { micros, count } of releases) {
    const end = micros + Math.ceil(count / 1000) * 1000;
    for (const at of [micros - 1, micros, micros + 1, end - 1, end, end + 1, end + 3_600_000_000])
      moments.add(at);
  }
  for (const n of [0, 1, 9, 10, 99, 100, 999, 1000, added.length - 1]) {
    const at = added[n];
    if (at !== undefined) for (const near of [at - 1, at, Math.floor(at / 1000) * 1000]) moments.add(near);
  }
  const texts = [...moments].map((micros) => fromMicroseconds(micros));
  const [first = '2024-01-01T00:00:00.000000Z'] = texts;
  const last = texts.at(-1) ?? first;
  return [
    ...texts,
    ...[0, 1, 3, 5].map((digits) => cut(last, digits)),
    `${first.slice(0, -1)}0000Z`,
    `${last.slice(0, -1)}999Z`,
    first.replace(/\.?0*Z$/, 'Z'),
    '1970-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '2000-01-01T00:00:00.123Z',
    '2024-02-29T00:00:00Z',
    '2000-02-29T12:30:00.5Z',
    '2016-12-31T23:59:60Z',
    '2099-12-31T23:59:59.999999Z',
    '9999-12-31T23:59:59Z',
  ];
}

function cut(instant: string, digits: number): string {
  return `${instant.slice(0, digits === 0 ? 19 : 20 + digits)}Z`;
}

const badDates = [
  '',
  'yesterday',
  '../x',
  '2024-01-01',
  '2024-01-01T00:00Z',
  '2024-01-01T00:00:00',
  '2024-01-01T00:00:00+00:00',
  '2024-01-01T00:00:00%2B00:00',
  '2024-01-01T00:00:00.000000%2B02:00',
  '2024-01-01t00:00:00Z',
  '2024-01-01T00:00:00z',
  '2024-01-01%2000:00:00Z',
  '2024-01-01T00:00:00.Z',
  '2024-01-01T00:00:00,5Z',
  '2023-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2024-02-30T00:00:00Z',
  '2024-04-31T00:00:00Z',
  '2024-13-01T00:00:00Z',
  '2024-00-01T00:00:00Z',
  '2024-01-32T00:00:00Z',
  '2024-01-00T00:00:00Z',
  '2024-01-01T24:00:00Z',
  '2024-01-01T00:60:00Z',
  '2024-01-01T00:00:60Z',
  '2024-01-01T00:00:61Z',
  '20240101T000000Z',
  '1704067200',
  '2024-01-01T00:00:00ZZ',
  '2024-01-01T00:00:00Z%00',
  '%zz',
  '%202024-01-01T00:00:00Z',
];

function filters(collection: BatteryCollection): CorpusRequest[] {
  const { types, objects } = collection;
  const [type = 'tool', other = type] = types;
  const [one, two] = [objects[0]?.id ?? 'tool--x', objects.at(-1)?.id ?? 'tool--x'];
  const exact = objects[0]?.versions[0] ?? '2024-01-01T00:00:00.000Z';
  const good = [
    `match[type]=${type}`,
    `match%5Btype%5D=${type}`,
    `match%5btype%5d=${type}`,
    `m%61tch[type]=${type}`,
    `match[type]=${encodeFirst(type)}`,
    `match[type]=${type},${other}`,
    `match[type]=${type}%2C${other}`,
    `match[type]=${types.join(',')}`,
    'match[type]=grouping',
    'match[type]=x-unknown,constructor',
    'match[type]=__proto__',
    `match[type]=${type.toUpperCase()}`,
    `match[type]=${type}&limit=1`,
    `match[type]=${type}&match[spec_version]=2.1`,
    'match[spec_version]=2.1',
    'match%5Bspec_version%5D=2.1&limit=100',
    'match[spec_version]=2.0',
    'match[spec_version]=2.0,2.1',
    'match[version]=last',
    'match[version]=first',
    'match[version]=all',
    'match%5Bversion%5D=all&limit=2',
    'match[version]=first,last',
    `match[version]=${exact}`,
    `match[version]=${exact.replaceAll(':', '%3A')},last`,
    `match[id]=${one}`,
    `match%5Bid%5D=${one}&match[version]=all`,
    `match[id]=${one},${two}`,
    `match[id]=tool--${UNKNOWN}`,
    `match[id]=${one}&match[type]=${type}&match[version]=all&match[spec_version]=2.1&limit=5`,
  ];
  const bad = [
    'match[type]=',
    'match[type]=,',
    `match[type]=${type},`,
    `match[type]=,${type}`,
    `match[type]=${type},,${other}`,
    `match[type]=${type}&match[type]=${other}`,
    `match[type]=${type}&match%5Btype%5D=${type}`,
    'match[id]=',
    `match[id]=${one}&match[id]=${two}`,
    'match[version]=',
    'match[version]=newest',
    'match[version]=all,last',
    'match[version]=last,last',
    'match[version]=LAST',
    'match[version]=2024-01-01',
    'match[version]=all&match[version]=all',
    'match[spec_version]=',
    'match[spec_version]=two',
    'match[spec_version]=2.1,',
    'match[type]=%zz',
  ];
  const ofObject = listPath(collection, 'object', one);
  const ofVersions = listPath(collection, 'versions', one);
  return [
    ...listsOf(collection).flatMap(([name, path]) => [
      ...good.map((query) => ask(`${query}: ${name}`, `${path}?${query}`, 200)),
      ...bad.map((query) => ask(`${query}: ${name}`, `${path}?${query}`, 400)),
    ]),
    ...[
      'match[version]=all',
      'match[version]=first',
      'match[spec_version]=2.1',
      'limit=1',
      'added_after=2000-01-01T00:00:00Z',
    ].map((query) => ask(`${query}: an object of ${collection.id}`, `${ofObject}?${query}`, 200)),
    ask(`limit=0: an object of ${collection.id}`, `${ofObject}?limit=0`, 400),
    // §5.6, §5.8: parameters that an endpoint does not support are unknown ones there.
    ask(`match[type]= is not for an object of ${collection.id}`, `${ofObject}?match[type]=`, 200),
    ask(`match[version]= is not for versions of ${collection.id}`, `${ofVersions}?match[version]=`, 200),
    ask(`limit=1: versions of ${collection.id}`, `${ofVersions}?limit=1`, 200),
    ask(`added_after=x: versions of ${collection.id}`, `${ofVersions}?added_after=x`, 400),
  ];
}

function encodeFirst(text: string): string {
  return `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`;
}

function nexts(collection: BatteryCollection, tokens: readonly HarvestedToken[]): CorpusRequest[] {
  const own = tokens.filter(({ collection: id }) => id === collection.id);
  const plain = own.find(({ list, filters: text }) => list === 'objects' && text === '')?.token;
  const foreign = tokens.find(({ collection: id }) => id !== collection.id)?.token;
  const ofOne = own.filter(({ object }) => object !== '');
  const lists = listsOf(collection).flatMap(([name, path]) => [
    ...own
      .filter(({ list }) => path.endsWith(`/${list}/`))
      .map(({ token }) => ask(`next=${token}: ${name}`, `${path}?next=${token}`, 200)),
    ...(plain
      ? [
          ask(`next, limit: ${name}`, `${path}?next=${plain}&limit=2`, 200),
          ask(`limit, next: ${name}`, `${path}?limit=2&next=${plain}`, 200),
          ask(
            `added_after before next: ${name}`,
            `${path}?added_after=2024-01-01T00%3A00%3A00Z&next=${plain}`,
            200,
          ),
          ask(
            `next before added_after: ${name}`,
            `${path}?next=${plain}&added_after=2024-01-01T00:00:00.000Z`,
            200,
          ),
          ask(`next, encoded: ${name}`, `${path}?next=${encodeFirst(plain)}`, 200),
          ask(`next, no slash: ${name}`, `${path.slice(0, -1)}?next=${plain}`, 200),
          ask(`next and a malformed limit: ${name}`, `${path}?next=${plain}&limit=0`, 400),
          ask(`next twice: ${name}`, `${path}?next=${plain}&next=${plain}`, 400),
          ask(`next, cut: ${name}`, `${path}?next=${plain.slice(0, -1)}`, 400),
          ask(`next, longer: ${name}`, `${path}?next=${plain}.x`, 400),
          ask(`next, in capitals: ${name}`, `${path}?next=${plain.toUpperCase()}`, 400),
        ]
      : []),
    ...(foreign ? [ask(`next of another collection: ${name}`, `${path}?next=${foreign}`, 400)] : []),
    ...[
      '',
      'undefined',
      'null',
      '0',
      '1',
      '..',
      '../x',
      '%00',
      '%zz',
      'a%20b',
      '%C3%A9',
      'a'.repeat(2000),
    ].map((token) => ask(`next=${token.slice(0, 20)}: ${name}`, `${path}?next=${token}`, 400)),
  ]);
  return [
    ...lists,
    ...ofOne.map(({ token, list, object }) =>
      ask(
        `next=${token}: ${list} of ${collection.id}`,
        `${listPath(collection, list, object)}?next=${token}`,
        200,
      ),
    ),
  ];
}

/** What clients do with all parameters at once, and with those that TAXII does not know. */
function parameters(collection: BatteryCollection, tokens: readonly HarvestedToken[]): CorpusRequest[] {
  const { types } = collection;
  const next = tokens.find(({ collection: id, list }) => id === collection.id && list === 'objects')?.token;
  const unknown = [
    'modified_after=2024-01-01T00:00:00Z',
    'foo=bar',
    'LIMIT=0',
    'limit[]=0',
    'match=x',
    'match[]=x',
    'match[other]=x',
    'xlimit=0',
    'limitx=0',
    '__proto__=x',
    '%zz=1',
    '=',
    '&',
    '&&limit=1&&',
    'limit=1&',
    '?limit=0',
    `x=${'a'.repeat(2000)}`,
    'x=limit%3D0',
    'x=%26limit%3D0',
  ];
  return [
    ...listsOf(collection).flatMap(([name, path]) =>
      unknown.map((query) => ask(`${query.slice(0, 40)}: ${name}`, `${path}?${query}`, 200)),
    ),
    ask(
      `OASIS with all filters, page 2, ${collection.id}`,
      `${listPath(collection, 'objects')}?${[
        `match%5Btype%5D=${types.join('%2C')}`,
        'added_after=2000-01-01T00%3A00%3A00.000000Z',
        'limit=3',
        ...(next ? [`next=${next}`] : []),
      ].join('&')}`,
      200,
    ),
    ask(`a credential where none is needed, ${collection.id}`, listPath(collection, 'objects'), 200, {
      headers: [
        ...ASKING,
        ['Authorization', 'Basic Og=='],
        ['version', '2.1'],
        ['Origin', 'https://navigator.example'],
      ],
    }),
  ];
}
