import { isAddress } from '../../pattern/address.ts';

/** What nearly every URL looks like. */
const PLAIN = /^https?:\/\/[a-zA-Z0-9.-]+(?:\/[\w.~!$&'()*+,;=:@/-]*)?$/;
/** A character that is in no URI, or a "%" without its two digits. */
const ILLEGAL = /[^\w.~!$&'()*+,;=:@/?#[\]%-]|%(?![0-9A-Fa-f]{2})/;
const SCHEME = /^[a-zA-Z][a-zA-Z0-9+.-]*:/;
const AUTHORITY = /^(?:[^@[\]]*@)?(?:\[([^\]]*)\]|[^:@[\]]*)(?::\d*)?$/;
const FUTURE_ADDRESS = /^v[0-9A-Fa-f]+\.[^@[\]/%]+$/;

/** A URI of RFC 3986 §3, from its scheme on. In time proportional to the length of the text. */
export function isUri(text: string): boolean {
  if (PLAIN.test(text)) return true;
  const scheme = SCHEME.exec(text);
  if (scheme === null || ILLEGAL.test(text)) return false;
  const rest = text.slice(scheme[0].length);
  const end = rest.search(/[?#]/);
  const hierarchy = end === -1 ? rest : rest.slice(0, end);
  const tail = end === -1 ? '' : rest.slice(end);
  if (/[[\]]|#.*#/.test(tail)) return false;
  if (!hierarchy.startsWith('//')) return !/[[\]]/.test(hierarchy);
  const slash = hierarchy.indexOf('/', 2);
  const path = slash === -1 ? '' : hierarchy.slice(slash);
  return isAuthority(slash === -1 ? hierarchy.slice(2) : hierarchy.slice(2, slash)) && !/[[\]]/.test(path);
}

function isAuthority(text: string): boolean {
  const parts = AUTHORITY.exec(text);
  if (parts === null) return false;
  const literal = parts[1];
  return literal === undefined || FUTURE_ADDRESS.test(literal) || isAddress(literal, 'ipv6-addr');
}
