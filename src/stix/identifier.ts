/** STIX 2.1 §2.9: `object-type--UUID`, the UUID as in RFC 4122.
 * Which UUID versions a type may use is for the validator to say, not for the structure. */
const IDENTIFIER =
  /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)--([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;

/** §3.1: a type has 250 characters at most. */
const LONGEST = 250 + '--'.length + 36;

export function isIdentifier(text: string): boolean {
  return text.length <= LONGEST && IDENTIFIER.test(text);
}

/** The type that an identifier names: all before the first `--`. */
export function typeOfIdentifier(id: string): string {
  const end = id.indexOf('--');
  return end === -1 ? id : id.slice(0, end);
}
