import type { Diagnostic, Place, Severity } from './diagnostic.ts';
import { countGroups, type Group, groupFindings, summarize } from './groups.ts';
import { visible } from './visible.ts';

/**
 * What a step may have of each kind; GitHub drops what comes after it without a word.
 * https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations
 */
const ANNOTATIONS_OF_A_KIND = 10;
const SHOWN_OF_A_CODE = 5;

/** Workflow commands, which GitHub shows as annotations beside the lines that they name. */
export function printGithub(found: readonly Diagnostic[]): string {
  if (found.length === 0) return '';
  const shown = sharesOf(countGroups(found));
  const { first, more } = groupFindings(found, shown);
  const counts = more.map((group) => countOf(group, shown(group.severity)));
  return `${[...first.map(annotation), ...counts, summarize(found)].join('\n')}\n`;
}

/** The more codes share the annotations of a kind, the fewer each gets, so that none goes without. */
function sharesOf(groups: readonly Group[]): (severity: Severity) => number {
  const share = (severity: Severity) => {
    const codes = groups.filter((group) => group.severity === severity).length;
    // One of each share is for the count.
    const room = Math.floor(ANNOTATIONS_OF_A_KIND / Math.max(codes, 1)) - 1;
    return Math.min(Math.max(room, 1), SHOWN_OF_A_CODE);
  };
  const shares = { error: share('error'), warning: share('warning'), note: share('note') };
  return (severity) => shares[severity];
}

function countOf({ code, severity, count }: Group, shown: number): string {
  const text = `… and ${count - shown} more like these, ${count} in all; --format json shows each.`;
  return command(severity, undefined, code, text);
}

function annotation({ severity, message, help, code, at, related = [] }: Diagnostic): string {
  const see = related.map((other) => `See ${other.at.file}:${other.at.line ?? 1}: ${other.message}.`);
  return command(severity, at, code, [message, ...see, help].join(' '));
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function command(severity: Severity, at: Place | undefined, title: string, text: string): string {
  const level = severity === 'note' ? 'notice' : severity;
  const properties = [
    ...(at ? [`file=${escapeProperty(at.file)}`] : []),
    ...(at?.line ? [`line=${at.line}`] : []),
    ...(at?.column ? [`col=${at.column}`] : []),
    `title=${escapeProperty(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${escapeText(text)}`;
}

/** Line ends are shown as `<U+000A>`, so what is left to escape is the escape itself. */
function escapeText(text: string): string {
  return visible(text).replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
