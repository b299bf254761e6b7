/**
 * The folder of a site that holds what configures hosts: functions, rules, images. It is built with the site and
 * is never served. `_hosts` is a name that no API root can have.
 */
export const HOST_FILES = '_hosts';

/** @param path relative to the host's own folder */
export function hostFile(host: string, path: string): string {
  return `${HOST_FILES}/${host}/${path}`;
}
