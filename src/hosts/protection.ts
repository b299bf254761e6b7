import { protectedParts } from '../config/access.ts';
import type { Access, SiteConfig } from '../config/site-config.ts';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts';
import { capabilities } from './capabilities.ts';
import type { Host, HostInput } from './host.ts';

/**
 * What some host of a site would show to everybody although it is protected. Whatever a host is built for can be
 * put onto it, so one that cannot protect is one too many, whatever the others can do.
 */
export function unprotected(
  config: Pick<SiteConfig, 'apiRoots'>,
  hosts: readonly Pick<Host, 'name' | 'answers'>[],
): Diagnostic[] {
  return hosts.flatMap((host) =>
    protectedParts(config).flatMap(({ name, access }) => {
      const lacks = lacking(host, access);
      const values = { host: host.name, part: name, readers: access.readers, lacks };
      return lacks === '' ? [] : [diagnose('host/cannot-protect', values)];
    }),
  );
}

/** Nothing but "exact" counts: what protects in part does not protect. */
function lacking({ answers }: Pick<Host, 'answers'>, { mutualTls }: Access): string {
  const { basic, bearer, mutualTls: certificates } = capabilities;
  if (answers.basic !== 'exact' && answers.bearer !== 'exact') return `${basic} and no ${bearer}`;
  return mutualTls && answers.mutualTls !== 'exact' ? certificates : '';
}

/** What is asked for anywhere in API roots and their collections. */
export function accessOf(apiRoots: HostInput['apiRoots']): Access[] {
  const all = apiRoots.flatMap(({ access, collections }) => [
    access,
    ...collections.map((one) => one.access),
  ]);
  return all.filter((access) => access !== undefined);
}

export function isProtected({ apiRoots }: Pick<HostInput, 'apiRoots'>): boolean {
  return accessOf(apiRoots).length > 0;
}
