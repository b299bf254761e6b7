import { TAXII } from '../taxii/media-type.ts';
import type { Exchange } from './wire.ts';

/** Whether a Content-Type says TAXII 2.1, in whatever spelling (§1.6.8.1; RFC 9110 §8.3.1). */
export function isTaxii(contentType: string | null): boolean {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  return type === TAXII.split(';')[0] && parameters.some((part) => /^version="?2\.1"?$/.test(part));
}

export function contentType({ headers }: Exchange): string | null {
  return headers.get('Content-Type');
}
