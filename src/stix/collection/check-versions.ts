import { isSameInstant } from '../../json/instant.ts';
import type { Fault } from '../fault.ts';
import type { ObjectLinks } from './links.ts';
import { changedAfterRevoked, createdChanged, creatorChanged } from './rules.ts';

/** One version of an object, for the rules on versions. */
export interface LinkedVersion {
  readonly objectVersion: string;
  readonly links: ObjectLinks;
}

/** STIX 2.1 §3.6: what the next version of an object may not do, given the one before it. */
export function checkNextVersion(former: LinkedVersion, next: LinkedVersion): Fault[] {
  const faults: Fault[] = [];
  const { objectVersion } = next;
  const { created, creator } = next.links;
  if (former.links.isRevoked)
    faults.push({
      kind: changedAfterRevoked,
      basis: 'text',
      message: changedAfterRevoked.message({ objectVersion, revoked: former.objectVersion }),
      path: [],
    });
  if (creator !== former.links.creator) {
    const values = { creator: creator ?? 'missing', former: former.links.creator ?? 'none' };
    const message = creatorChanged.message(values);
    faults.push({ kind: creatorChanged, basis: 'text', message, path: ['created_by_ref'] });
  }
  if (created && former.links.created && !isSameInstant(created, former.links.created)) {
    const message = createdChanged.message({ created, former: former.links.created });
    faults.push({ kind: createdChanged, basis: 'text', message, path: ['created'] });
  }
  return faults;
}
