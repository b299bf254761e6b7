import type { ObjectLinks } from './links.ts';
import { isAbove, publishedTlp, type TlpLevel } from './tlp.ts';

/** What a collection may carry. */
export interface TlpPolicy {
  /** The highest level. */
  readonly tlp: TlpLevel;
  /** Whether every object must say its level. */
  readonly requireMarking: boolean;
}

/** Why an object may not be in a collection. */
export type TlpFault =
  | { readonly code: 'policy/tlp-exceeded'; readonly level: TlpLevel; readonly by: string }
  | { readonly code: 'policy/unknown-marking'; readonly by: string }
  | { readonly code: 'policy/no-marking' };

/**
 * Holds an object against the policy of its collection. A marking that nobody here can read is a fault: what it
 * says might be that the object must not leave.
 * @param find the links of a marking definition; undefined where the collection does not hold it
 */
export function checkTlp(
  links: ObjectLinks,
  policy: TlpPolicy,
  find: (id: string) => ObjectLinks | undefined,
): TlpFault[] {
  const faults: TlpFault[] = [];
  let isMarked = false;
  for (const by of links.markings) {
    const level = publishedTlp(by) ?? find(by)?.tlp;
    if (level === undefined) faults.push({ code: 'policy/unknown-marking', by });
    else if (level !== 'none') isMarked = true;
    if (level && level !== 'none' && isAbove(level, policy.tlp))
      faults.push({ code: 'policy/tlp-exceeded', level, by });
  }
  if (links.labelled && isAbove(links.labelled, policy.tlp))
    faults.push({ code: 'policy/tlp-exceeded', level: links.labelled, by: 'a label' });
  // A marking definition is the mark, and no more needs one than the standard's own do.
  if (policy.requireMarking && !isMarked && links.tlp === undefined)
    faults.push({ code: 'policy/no-marking' });
  return faults;
}
