import type { NjsRequest } from './njs.ts';

/**
 * The URL of a request as the web's Request would give it, but for percent-encoding, which the handler undoes
 * anyway: njs has no URL, and what nginx makes of the path is decoded already.
 */
export function requestUrl(request: NjsRequest): string {
  const target = latin1(request.variables.request_uri ?? '/', () => request.rawVariables.request_uri);
  const [, path = '/', rest = ''] = /^([^?#]*)(.*)$/s.exec(target) ?? [];
  return `http://localhost${removeDots(path)}${rest}`;
}

/** Bytes beyond ASCII as one character each, as in the web's headers; njs takes them for UTF-8 where it can. */
export function latin1(text: string, bytesOf: () => Uint8Array | undefined): string {
  if (/^[ -~]*$/.test(text)) return text;
  let decoded = '';
  const bytes = bytesOf() ?? new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 1) decoded += String.fromCharCode(bytes[at]!);
  return decoded;
}

const DOT = /^(?:\.|%2e)$/i;
const TWO_DOTS = /^(?:\.|%2e){2}$/i;

/** URL Standard, path state: "\" is "/", and "." and ".." lead where they say. */
function removeDots(path: string): string {
  if (!/[\\]|\/(?:\.|%2e)/i.test(path)) return path;
  const segments = path.split(/[/\\]/).slice(1);
  const kept: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (TWO_DOTS.test(segment)) kept.pop();
    else if (!DOT.test(segment)) kept.push(segment);
    if (isLast && (TWO_DOTS.test(segment) || DOT.test(segment))) kept.push('');
  }
  return `/${kept.join('/')}`;
}
