/**
 * What no host gives to anybody: the files behind TAXII, what configures hosts (a site may be built for several,
 * and the rules of each name whatever it protects), what `deploy` knows of the site, and hidden files. Every host
 * prints these expressions (RE2, whatever the case) over the path in the site, below the path of its base URL; it
 * begins with "/". Where slashes are not merged, as many stand in for one.
 */
export const neverServed: readonly string[] = [
  // `_taxii`, `_hosts`, `_taxii-press`, and `_headers` and `_redirects` of hosts that want them there.
  '^/+_',
  // `.htaccess`, `.assetsignore`, `.nojekyll`
  '/\\.',
  // `firebase.json`, `serve.json`; with what a compressed file adds to its name.
  '^/+[^/]+\\.json[a-z]*(?:\\.(?:gz|br))?/*$',
];

/**
 * The exception, for hosts whose folder others write to as well: certificate authorities look there for what
 * proves who a site belongs to (RFC 8615, RFC 8555 §8.3).
 */
export const WELL_KNOWN = '^/+\\.well-known(?:/+[^/.][^/]*)+$';

/** @param path in the site, decoded, beginning with "/" */
export function isNeverServed(path: string): boolean {
  const matches = (regex: string) => new RegExp(regex, 'is').test(path);
  return neverServed.some(matches) && !matches(WELL_KNOWN);
}
