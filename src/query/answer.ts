import { fromMicroseconds } from '../json/instant.ts';
import { type DatedRelease, dateAdded } from '../taxii/date-added.ts';
import { manifestRecord } from '../taxii/resources.ts';
import type { Page } from './select-rows.ts';

const encoder = new TextEncoder();
const comma = encoder.encode(',');

/** The value of `next`, where there is more. */
export type Next = string | undefined;

/** §3.7: an envelope around objects as they are; an empty one has no list unless `emptyObjects` wants it. */
export function printEnvelope(objects: readonly Uint8Array[], next: Next, emptyObjects: boolean): Uint8Array {
  if (objects.length === 0) return encoder.encode(emptyList(emptyObjects));
  const parts: Uint8Array[] = [encoder.encode(`${opening(next)},"objects":[`)];
  for (const [index, object] of objects.entries()) {
    if (index > 0) parts.push(comma);
    parts.push(object);
  }
  parts.push(encoder.encode(']}'));
  return concatenate(parts);
}

/** §5.3.1; `next` as in an envelope, because clients cannot walk a manifest without it. */
export function printManifest(
  page: Page,
  releases: readonly DatedRelease[],
  next: Next,
  emptyObjects: boolean,
): string {
  if (page.rows.length === 0) return emptyList(emptyObjects);
  const records = page.rows.map(([n, id, version]) =>
    JSON.stringify(manifestRecord(id, fromMicroseconds(dateAdded(releases, n)), version)),
  );
  return `${opening(next)},"objects":[${records.join(',')}]}`;
}

/** §5.8.1 */
export function printVersions(page: Page, next: Next): string {
  if (page.rows.length === 0) return '{"more":false}';
  return `${opening(next)},"versions":${JSON.stringify(page.rows.map(([, , version]) => version))}}`;
}

/** §2 forbids empty lists; some clients want one all the same. */
export function emptyList(emptyObjects: boolean): string {
  return emptyObjects ? '{"more":false,"objects":[]}' : '{"more":false}';
}

/** How an answer begins, up to its list. */
export function opening(next: Next): string {
  return next === undefined ? '{"more":false' : `{"more":true,"next":${JSON.stringify(next)}`;
}

/** §3.2: the dates of the first and the last entry of this answer; an empty answer has none to give. */
export function dateAddedHeaders(page: Page, releases: readonly DatedRelease[]): Record<string, string> {
  const first = page.rows[0];
  const last = page.rows.at(-1);
  if (!first || !last) return {};
  return {
    'X-TAXII-Date-Added-First': fromMicroseconds(dateAdded(releases, first[0])),
    'X-TAXII-Date-Added-Last': fromMicroseconds(dateAdded(releases, last[0])),
  };
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
