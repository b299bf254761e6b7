/**
 * An absolute URL of a folder: its path ends in "/", and it has no query (TAXII 2.1 §4.1.1). The path is printed
 * into the rules of hosts, each with signs of its own, so it is made of plain ones. Clients look for discovery at
 * /taxii2/ (§4.1), where a site of that path would have its front page.
 */
export function isBaseUrl(text: string): boolean {
  if (!/^https?:\/\/[^?#\s]+\/$/.test(text) || !URL.canParse(text)) return false;
  const { pathname } = new URL(text);
  return /^\/(?:[A-Za-z0-9._~-]+\/)*$/.test(pathname) && pathname !== '/taxii2/';
}

/** The path of a site on its host: it begins and ends in "/". */
export function basePath({ baseUrl }: { readonly baseUrl?: string }): string {
  return baseUrl ? new URL(baseUrl).pathname : '/';
}
