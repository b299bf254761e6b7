import { demand } from './verdict.ts';
import type { Exchange } from './wire.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The JSON object that a body is; undefined where it is none. */
export function objectOf({ text }: Exchange): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws Fault unless the answer is a success that holds a JSON object */
export function documentOf(exchange: Exchange): Json {
  demand(exchange.status === 200, exchange, `status ${exchange.status}`, 'status 200');
  const body = objectOf(exchange);
  demand(body, exchange, `a body that is no JSON object: ${excerpt(exchange.text)}`, 'a JSON object');
  return body;
}

export type Kind = 'string' | 'boolean' | 'integer' | 'list of string';

const tests: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
  // §2: every list has at least one value
  'list of string': (value) =>
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'),
};

/** A property by its name and type; "?" behind the name lets it be absent. */
export type Shape = Readonly<Record<string, Kind>>;

/** @throws Fault at the first property that is missing or of another type */
export function demandShape(body: Json, shape: Shape, exchange: Exchange): void {
  for (const [spelled, kind] of Object.entries(shape)) {
    const name = spelled.replace('?', '');
    const value = body[name];
    if (value === undefined && name !== spelled) continue;
    demand(tests[kind](value), exchange, `${name}: ${show(value)}`, `${name}: ${kind}`);
  }
}

export function show(value: unknown): string {
  return value === undefined ? 'none' : excerpt(JSON.stringify(value));
}

export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 120)}…` : line || '(nothing)';
}
