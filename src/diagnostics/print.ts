import type { Diagnostic, Severity } from './diagnostic.ts';

export type Format = 'pretty' | 'json' | 'github';
export const formats: readonly Format[] = ['pretty', 'json', 'github'];

/** Colours a word; injected, so that printing stays pure. */
export type Paint = (severity: Severity | 'dim', text: string) => string;
const plain: Paint = (_, text) => text;

/** At most this many findings of one code are printed one by one; the rest are counted. */
const SHOWN_PER_CODE = 20;

/** The findings as text, one printer per format; empty where there is nothing to say. */
export function printDiagnostics(found: readonly Diagnostic[], format: Format, paint: Paint = plain): string {
  if (format === 'json') return `${JSON.stringify({ diagnostics: found }, null, 2)}\n`;
  if (format === 'github') return found.map((diagnostic) => `${githubAnnotation(diagnostic)}\n`).join('');
  return pretty(found, paint);
}

function pretty(found: readonly Diagnostic[], paint: Paint): string {
  const shown = new Map<string, number>();
  let text = '';
  for (const diagnostic of found) {
    const count = (shown.get(diagnostic.code) ?? 0) + 1;
    shown.set(diagnostic.code, count);
    if (count <= SHOWN_PER_CODE) text += prettyOne(diagnostic, paint);
  }
  for (const [code, count] of shown)
    if (count > SHOWN_PER_CODE) text += `… and ${count - SHOWN_PER_CODE} more of ${code}\n\n`;
  return text;
}

function prettyOne(diagnostic: Diagnostic, paint: Paint): string {
  const lines = [
    `${paint(diagnostic.severity, diagnostic.severity)} ${diagnostic.message} ${paint('dim', `[${diagnostic.code}]`)}`,
  ];
  const place = printPlace(diagnostic);
  if (place) lines.push(`  ${paint('dim', 'at')} ${place}`);
  if (diagnostic.object) lines.push(`  ${paint('dim', 'in')} ${diagnostic.object.id}`);
  lines.push(`  ${paint('dim', 'help')} ${diagnostic.help}`);
  return `${lines.join('\n')}\n\n`;
}

function printPlace({ at }: Diagnostic): string {
  if (!at) return '';
  const position =
    at.line === undefined ? '' : `:${at.line}${at.column === undefined ? '' : `:${at.column}`}`;
  return `${at.file}${position}${at.pointer ? ` (${at.pointer})` : ''}`;
}

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
function githubAnnotation({ severity, message, help, code, at }: Diagnostic): string {
  const level = severity === 'note' ? 'notice' : severity;
  const properties = [
    ...(at ? [`file=${escapeProperty(at.file)}`] : []),
    ...(at?.line ? [`line=${at.line}`] : []),
    ...(at?.column ? [`col=${at.column}`] : []),
    `title=${escapeProperty(code)}`,
  ];
  return `::${level} ${properties.join(',')}::${escapeText(`${message} ${help}`)}`;
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
