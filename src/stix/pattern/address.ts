/** An address or a block of them as ipv4-addr (§6.8) and ipv6-addr (§6.9) hold it; of either kind for other types. */
export function isAddress(text: string, type: string): boolean {
  // The longest there is: eight groups with an IPv4 tail and "/128".
  if (text.length > 49) return false;
  const [address, prefix, ...rest] = text.split('/');
  if (rest.length > 0) return false;
  const isV4 = isIpv4(address!);
  if (isV4 ? type === 'ipv6-addr' : type === 'ipv4-addr' || !isIpv6(address!)) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isV4 ? 32 : 128));
}

function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
}

/** RFC 4291 §2.2: eight groups; "::" once for one or more zeros; the last two may be an IPv4 address. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const left = groups(halves[0]!, halves.length === 1);
  const right = halves.length === 2 ? groups(halves[1]!, true) : 0;
  const count = left + right;
  return halves.length === 2 ? count <= 7 : count === 8;
}

/** How many groups; no number where one is malformed, and then no comparison holds. */
function groups(text: string, isTail: boolean): number {
  if (text === '') return 0;
  const parts = text.split(':');
  let count = parts.length;
  if (isTail && isIpv4(parts.at(-1)!)) {
    parts.pop();
    count += 1;
  }
  return parts.every((part) => /^[0-9A-Fa-f]{1,4}$/.test(part)) ? count : Number.NaN;
}
