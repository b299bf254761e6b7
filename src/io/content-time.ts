/** 2001-01-01T00:00:00Z: later than what some archives and disks cannot hold. */
const FIRST = 978_307_200;
/** Of 2001 to 2017: always in the past, so that no server takes it for a clock that is wrong. */
const SECONDS = 6209 * 86_400;

/**
 * The time of change to give a file, worked out from what is in it: nginx, Caddy and Apache make a file's ETag of
 * its time and its size. So it survives a rebuild of the same content on any machine, and other content has
 * another one, but for one chance in 500 million where the size is the same as well.
 *
 * It says nothing of which content is newer. A server that compares by "not later than" (Apache, Caddy) must
 * not be asked with `If-Modified-Since` alone: take that header off the request, and `Last-Modified` off the answer.
 * nginx compares for equality (`if_modified_since exact`, its default).
 * @param sha256 in hexadecimal
 * @returns whole seconds since 1970
 */
export function contentTime(sha256: string): number {
  return FIRST + (Number.parseInt(sha256.slice(0, 12), 16) % SECONDS);
}
