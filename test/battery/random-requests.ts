import { fromMicroseconds } from '../../src/json/instant.ts';
import type { RawRequest } from '../support/raw-http.ts';
import { randomFrom } from '../support/seed.ts';
import { ACCEPTS } from './accepts.ts';
import type { BatteryCollection, BatterySite } from './site.ts';
import type { HarvestedToken } from './tokens.ts';

/** A request of the battery, with a name for reports. */
export interface BatteryRequest extends RawRequest {
  readonly name: string;
}

export interface RandomShape {
  readonly seed: number;
  readonly count: number;
  readonly site: BatterySite;
  /** What the server under test has given out. */
  readonly tokens: readonly HarvestedToken[];
}

/**
 * Requests of every kind that servers meet: more than half of them sound ones in all the spellings that clients
 * use, the others wrong in one place or in many. The same seed gives the same requests.
 */
export function randomRequests(shape: RandomShape): BatteryRequest[] {
  const maker = new Maker(shape);
  return Array.from({ length: shape.count }, (_, n) => maker.request(`random ${shape.seed}/${n}`));
}

type Parameter = readonly [name: string, value: string];

const UNKNOWN_UUID = '00000000-dead-4000-8000-000000000000';
const READS = ['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'HEAD'];
const OTHERS = ['POST', 'POST', 'POST', 'DELETE', 'DELETE', 'OPTIONS', 'PUT', 'PATCH', 'PROPFIND'];

class Maker {
  private readonly random: () => number;
  private readonly site: BatterySite;
  private readonly tokens: readonly HarvestedToken[];

  constructor({ seed, site, tokens }: RandomShape) {
    this.random = randomFrom(seed);
    this.site = site;
    this.tokens = tokens;
  }

  /** What is wrong is mostly wrong in one respect: the first thing that is refused hides all others. */
  request(name: string): BatteryRequest {
    const method = this.chance(0.08) ? this.pick(OTHERS) : this.pick(READS);
    const collection = this.pick(this.site.collections);
    const path = this.chance(0.8) ? this.soundPath(collection) : this.oddPath(collection);
    const target = path + this.query(collection, this.chance(0.65));
    const headers = this.headers(this.chance(0.85));
    return { name, method, target: this.chance(0.02) ? this.garbage(target) : target, headers };
  }

  /** Bytes that no request target may hold (RFC 9112 §3.2), or more of them than servers read. */
  private garbage(target: string): string {
    const at = 1 + Math.floor(this.random() * target.length);
    const things = ['\xe9', '\xff\xfe', '"', '<', '|', '^', '\x7f', '\t', '\x01', '#x', 'a'.repeat(70_000)];
    return target.slice(0, at) + this.pick(things) + target.slice(at);
  }

  private headers(isSound: boolean): [string, string][] {
    const headers: [string, string][] = [];
    if (!this.chance(0.3)) headers.push(['Accept', this.pick(isSound ? ACCEPTS.acceptable : ACCEPTS.all)]);
    if (this.chance(0.2))
      headers.push(['Accept-Encoding', this.pick(['gzip', 'br', 'gzip, br', 'identity', '*'])]);
    if (this.chance(0.1)) headers.push(['Authorization', 'Basic Og==']);
    if (this.chance(0.1)) headers.push(['Origin', 'https://navigator.example']);
    return headers;
  }

  // --- paths

  private soundPath(collection: BatteryCollection): string {
    const root = `/${collection.apiRoot}/`;
    const named = this.chance(0.2) ? (collection.alias ?? collection.id) : collection.id;
    const base = `${root}collections/${named}/`;
    const object = this.pick(collection.objects)?.id ?? `tool--${UNKNOWN_UUID}`;
    const path = this.pick([
      '/taxii2/',
      root,
      `${root}collections/`,
      base,
      `${base}manifest/`,
      `${base}manifest/`,
      ...Array<string>(5).fill(`${base}objects/`),
      `${base}objects/${object}/`,
      `${base}objects/${object}/versions/`,
    ]);
    return this.slashed(path);
  }

  /** As it is, without its last slash, or with one too many. */
  private slashed(path: string): string {
    const chance = this.random();
    if (chance < 0.55) return path;
    if (chance < 0.85) return path.replace(/\/$/, '');
    const slashes = [...path.matchAll(/\//g)].map(({ index }) => index);
    const at = this.pick(slashes);
    return `${path.slice(0, at)}/${path.slice(at)}`;
  }

  private oddPath(collection: BatteryCollection): string {
    const chance = this.random();
    if (chance < 0.3) return this.soundPath(collection);
    if (chance < 0.45) return this.encodedLetters(this.soundPath(collection));
    if (chance < 0.6) return this.mutatedPath(this.soundPath(collection));
    const other = this.pick(this.site.collections);
    const root = this.pick([
      collection.apiRoot,
      other.apiRoot,
      'unknown',
      '__proto__',
      'taxii2',
      'constructor',
      '',
    ]);
    const id = this.pick([
      collection.id,
      other.id,
      other.alias ?? 'none',
      collection.id.toUpperCase(),
      UNKNOWN_UUID,
      'hasOwnProperty',
    ]);
    const object = this.pick([
      this.pick(collection.objects)?.id ?? 'x',
      this.pick(other.objects)?.id ?? 'x',
      `indicator--${UNKNOWN_UUID}`,
      'x',
      '..',
      'a'.repeat(300),
    ]);
    const tail = this.pick([
      '',
      'objects/',
      'manifest/',
      'versions/',
      'Objects/',
      'nothing/',
      `objects/${object}/`,
      `objects/${object}/versions/`,
      `objects/${object}/versions/more/`,
      'objects/index.json',
    ]);
    return this.slashed(
      this.pick([
        `/${root}/collections/${id}/${tail}`,
        `/${root}/collections/${id}/${tail}`,
        `/${root}/status/${UNKNOWN_UUID}/`,
        `/${root}/status/`,
        `/${root}/${tail}`,
        `/_taxii/${root}/${id}/${tail}`,
        '/',
        '/robots.txt',
      ]),
    );
  }

  /** One thing in a path that hosts are known to treat in ways of their own. */
  private mutatedPath(path: string): string {
    const at = Math.floor(this.random() * (path.length + 1));
    const thing = this.pick([
      '/./',
      '/../',
      '/%2e%2e/',
      '/..%2f',
      '%2F',
      '%00',
      '%zz',
      '%',
      '%0a',
      '%5C',
      '\\',
      ';x=1',
      '%3F',
      '%23',
      '%C3%A9',
      '%FF',
      '+',
      '*',
      '.json',
      '../../../etc/passwd',
      '%252e%252e/',
    ]);
    return path.slice(0, Math.max(at, 1)) + thing + path.slice(Math.max(at, 1));
  }

  // --- queries

  private query(collection: BatteryCollection, isSound: boolean): string {
    if (this.chance(0.15)) return this.chance(0.8) ? '' : '?';
    const parameters = this.parameters(collection, isSound);
    if (!isSound && this.chance(0.12) && parameters.length > 0) parameters.push(this.pick(parameters));
    if (!isSound && this.chance(0.08)) parameters.push([this.pick(parameters)?.[0] ?? 'limit', '5']);
    const style = this.pick(['raw', 'requests', 'requests', 'letters'] as const);
    const parts = this.shuffled(parameters).map((parameter) => this.spelled(parameter, style));
    if (!isSound && this.chance(0.1))
      parts.push(this.pick(['', '&', '=', '=x', 'limit', '%zz=1', '?', 'a=b=c']));
    return `?${parts.join('&')}`;
  }

  private parameters(collection: BatteryCollection, isSound: boolean): Parameter[] {
    const parameters: Parameter[] = [];
    const add = (chance: number, name: string, value: () => string) => {
      if (this.chance(chance)) parameters.push([name, value()]);
    };
    add(0.45, 'limit', () => this.limit(isSound));
    add(0.35, 'added_after', () => this.addedAfter(collection, isSound));
    add(0.22, 'next', () => this.next(collection, isSound));
    add(0.25, 'match[type]', () => this.types(collection, isSound));
    add(0.12, 'match[id]', () => this.ids(collection, isSound));
    add(0.18, 'match[version]', () => this.versions(collection, isSound));
    add(0.12, 'match[spec_version]', () => this.specVersions(isSound));
    add(
      0.12,
      this.pick([
        'modified_after',
        'foo',
        'LIMIT',
        'limits',
        'match',
        'match[]',
        'match[other]',
        '__proto__',
      ]),
      () => this.pick(['1', '', '2024-01-01T00:00:00Z', 'x'.repeat(50)]),
    );
    return parameters;
  }

  private limit(isSound: boolean): string {
    const good = ['1', '2', '3', '5', '7', '9', '10', '11', '50', '99', '100', '101', '999', '1000', '1001'];
    const great = ['5000', '9999', '15000', '1234567890', '18446744073709551616', '9'.repeat(20)];
    if (isSound || this.chance(0.4)) return this.pick([...good, ...great]);
    return this.pick([
      '0',
      '',
      '-1',
      '1.5',
      '1e3',
      '+5',
      ' 5',
      '5 ',
      '007',
      '00',
      '0x10',
      'ten',
      '١',
      '5,6',
      '%31',
    ]);
  }

  private addedAfter({ releases, dates }: BatteryCollection, isSound: boolean): string {
    if (!isSound && this.chance(0.6)) return this.badDate(releases.at(-1)?.micros ?? 0);
    const release = this.pick(releases);
    const end = release ? release.micros + Math.ceil(release.count / 1000) * 1000 : 0;
    const date = this.pick(dates);
    const day = 86_400_000_000;
    const micros = this.pick([
      ...(release ? [release.micros - 1, release.micros, release.micros + 1, end - 1, end, end + 1] : []),
      // Between two releases, inside one, at every border of a page there may be.
      ...(release
        ? [end + Math.floor(this.random() * 30 * day), release.micros - Math.floor(this.random() * day)]
        : []),
      ...(date === undefined ? [] : [date - 1, date, date + 1, date, date, Math.floor(date / 1000) * 1000]),
      ...([9, 99, 999].map((n) => dates[n]).filter((found) => found !== undefined) as number[]),
      0,
      Date.UTC(2024, 1, 29) * 1000,
      Date.UTC(2099, 11, 31, 23, 59, 59) * 1000 + 999_999,
    ]);
    return this.fraction(fromMicroseconds(Math.max(0, micros)));
  }

  /** The same moment, or nearly, with 0 to 10 digits of a fraction. */
  private fraction(instant: string): string {
    const chance = this.random();
    if (chance < 0.4) return instant;
    if (chance < 0.6) return `${instant.slice(0, -4)}Z`;
    if (chance < 0.75) return `${instant.slice(0, 19)}Z`;
    if (chance < 0.85) return instant.replace(/\.?0*Z$/, 'Z');
    const digits = 1 + Math.floor(this.random() * 10);
    return `${instant.slice(0, 20)}${instant.slice(20, -1).padEnd(10, '0').slice(0, digits)}Z`;
  }

  private badDate(micros: number): string {
    const instant = fromMicroseconds(micros);
    return this.pick([
      '',
      'yesterday',
      '../x',
      instant.replace('T', 't'),
      instant.replace('Z', 'z'),
      instant.replace('Z', '+00:00'),
      instant.replace('Z', '+02:00'),
      instant.replace('Z', ''),
      instant.replace('T', ' '),
      instant.slice(0, 10),
      instant.slice(0, 16),
      `${instant.slice(0, 19)}.Z`,
      `${instant.slice(0, 19)},5Z`,
      ` ${instant}`,
      `${instant} `,
      `${instant}Z`,
      '2023-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2024-13-01T00:00:00Z',
      '2024-00-10T00:00:00Z',
      '2024-04-31T00:00:00Z',
      '2024-01-01T24:00:00Z',
      '2024-01-01T00:60:00Z',
      '2024-01-01T00:00:60Z',
      '2024-12-31T23:59:60Z',
      '20240101T000000Z',
      '0000-01-01T00:00:00Z',
      '-2024-01-01T00:00:00Z',
      `2024-01-01T00:00:00.${'9'.repeat(400)}Z`,
      String(micros),
    ]);
  }

  private next(collection: BatteryCollection, isSound: boolean): string {
    const own = this.tokens.filter((token) => token.collection === collection.id);
    const token = this.pick(own)?.token ?? 'none';
    if (isSound || this.chance(0.3)) return token;
    const foreign = this.pick(this.tokens.filter((one) => one.collection !== collection.id))?.token;
    const at = Math.floor(this.random() * token.length);
    return this.pick([
      foreign ?? token.replace(/[0-9a-f]{8}/, 'deadbeef'),
      token.slice(0, at),
      `${token}0`,
      `0${token}`,
      token.slice(0, at) + this.pick([...'0aZ-_.']) + token.slice(at + 1),
      token.toUpperCase(),
      token.replace(/\d+/, '99999999'),
      '',
      '..',
      '.',
      '../../etc/passwd',
      '0',
      'undefined',
      'a'.repeat(3000),
      '%00',
      'tok en',
      'é',
    ]);
  }

  private types({ types }: BatteryCollection, isSound: boolean): string {
    const known = this.pick(types) ?? 'indicator';
    const good = [
      known,
      known,
      known,
      types.slice(0, 2).join(','),
      types.join(','),
      'grouping',
      'x-none,indicator',
    ];
    if (isSound || this.chance(0.3)) return this.pick(good);
    return this.pick([
      '',
      ',',
      `${known},`,
      `,${known}`,
      `${known},,${known}`,
      known.toUpperCase(),
      ` ${known}`,
      `${known};tool`,
      'constructor',
      '__proto__',
      '../x',
      'x'.repeat(1000),
      `${known},${known}`,
    ]);
  }

  private ids({ objects }: BatteryCollection, isSound: boolean): string {
    const known = () => this.pick(objects)?.id ?? `tool--${UNKNOWN_UUID}`;
    const good = [
      known(),
      known(),
      `${known()},${known()}`,
      `tool--${UNKNOWN_UUID}`,
      `${known()},tool--${UNKNOWN_UUID}`,
    ];
    if (isSound || this.chance(0.3)) return this.pick(good);
    return this.pick([
      '',
      ',',
      `${known()},`,
      known().toUpperCase(),
      'x',
      '../x',
      '__proto__',
      known().slice(0, -1),
    ]);
  }

  private versions({ objects }: BatteryCollection, isSound: boolean): string {
    const exact = this.pick(this.pick(objects)?.versions ?? ['2024-01-01T00:00:00.000Z'])!;
    const good = [
      'last',
      'last',
      'first',
      'all',
      'first,last',
      exact,
      `${exact},last`,
      exact.replace(/\.\d+Z$/, 'Z'),
    ];
    if (isSound || this.chance(0.3)) return this.pick(good);
    return this.pick([
      '',
      'all,last',
      'last,last',
      'LAST',
      'newest',
      'last,',
      `${exact},${exact}`,
      '2024-01-01',
      ' last',
    ]);
  }

  private specVersions(isSound: boolean): string {
    if (isSound || this.chance(0.3)) return this.pick(['2.1', '2.1', '2.0', '2.0,2.1']);
    return this.pick(['', '2', '2.1,', 'v2.1', '2.1.0', ' 2.1', '2,1']);
  }

  // --- spelling

  private spelled([name, value]: Parameter, style: 'raw' | 'requests' | 'letters'): string {
    if (style === 'raw') return `${name}=${asRaw(value)}`;
    const plain = `${escaped(name)}=${escaped(value)}`;
    if (style === 'requests') return this.chance(0.2) ? plain.replaceAll(/%[0-9A-F]{2}/g, lower) : plain;
    return `${this.encodedLetters(escaped(name))}=${this.encodedLetters(escaped(value))}`;
  }

  /** With one to three of its letters percent-encoded, which means the same (RFC 3986 §6.2.2.2). */
  private encodedLetters(text: string): string {
    let result = text;
    for (let left = 1 + Math.floor(this.random() * 3); left > 0; left -= 1) {
      const places = [...result.matchAll(/(?<!%|%[0-9A-Fa-f])[A-Za-z0-9_-]/g)].map(({ index }) => index);
      const at = this.pick(places);
      if (at === undefined) return result;
      const code = `%${result.charCodeAt(at).toString(16)}`;
      result = result.slice(0, at) + (this.chance(0.5) ? code : code.toUpperCase()) + result.slice(at + 1);
    }
    return result;
  }

  // --- chance

  private chance(probability: number): boolean {
    return this.random() < probability;
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)] as Item;
  }

  private shuffled<Item>(items: readonly Item[]): Item[] {
    const rest = [...items];
    const result: Item[] = [];
    while (rest.length > 0) result.push(...rest.splice(Math.floor(this.random() * rest.length), 1));
    return result;
  }
}

function lower(code: string): string {
  return code.toLowerCase();
}

/** As Python's requests and browsers' forms write it; what is encoded already is not encoded again. */
function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll(/%25([0-9A-Fa-f]{2}|zz)/g, '%$1');
}

/** As axios writes it: only what would end the value, or cannot stand in a request line, is encoded. */
function asRaw(text: string): string {
  return text.replaceAll(/[^!-~]|[&#+"<>\\^`{|}]/g, (character) => encodeURIComponent(character));
}
