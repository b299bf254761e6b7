/**
 * An absolute URL of a folder: its path ends in "/", and it has no query (TAXII 2.1 §4.1.1). The path is printed
 * into the rules of hosts, each with signs of its own, so it is made of plain ones.
 */
export function isBaseUrl(text: string): boolean {
  if (!/^https?:\/\/[^?#\s]+\/$/.test(text) || !URL.canParse(text)) return false;
  return /^[A-Za-z0-9._~/-]+$/.test(new URL(text).pathname);
}
