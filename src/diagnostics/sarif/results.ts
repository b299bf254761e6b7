import type { Diagnostic } from '../diagnostic.ts';
import { visible } from '../visible.ts';
import { locationOf, logicalLocationsOf } from './locations.ts';

/** GitHub shows so many, and refuses a log with ten times as many. */
export const MAX_RELATED = 100;

/** A result (SARIF 2.1.0 §3.27). */
export function resultOf(
  diagnostic: Diagnostic,
  ruleIndex: number,
  whole: string,
  partialFingerprints: Readonly<Record<string, string>>,
) {
  const { code, severity, at = { file: whole } } = diagnostic;
  const logicalLocations = logicalLocationsOf(diagnostic);
  const location = locationOf(at);
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: messageOf(diagnostic) },
    locations: [logicalLocations.length > 0 ? { ...location, logicalLocations } : location],
    ...relatedOf(diagnostic),
    partialFingerprints,
  };
}

/** With a link to each related place (§3.11.6): GitHub shows only those that the message links to. */
function messageOf({ message, related = [] }: Diagnostic): string {
  const links = related
    .slice(0, MAX_RELATED)
    .map((other, index) => ` [${literal(other.message).replace(/[[\]\\]/g, '\\$&')}](${index + 1})`);
  return `${literal(message)}${links.join('')}`;
}

function relatedOf({ related = [] }: Diagnostic) {
  if (related.length === 0) return {};
  const relatedLocations = related.slice(0, MAX_RELATED).map(({ message, at }, index) => ({
    id: index + 1,
    ...locationOf(at),
    message: { text: literal(message) },
  }));
  return { relatedLocations };
}

/** Braces are doubled, because single ones hold placeholders (§3.11.5); what would be read as a link is parted. */
function literal(text: string): string {
  return visible(text).replace(/[{}]/g, '$&$&').replaceAll('](', '] (');
}
