import type { CodeInfo } from '../diagnostics/catalogue/index.ts';
import { diagnose } from '../diagnostics/diagnostic.ts';
import { nearNames } from '../diagnostics/near-names.ts';
import { firstSentence, parsePage } from '../diagnostics/page.ts';
import { paintMarkdown } from '../diagnostics/paint-markdown.ts';
import { type Paint, plain } from '../diagnostics/surroundings.ts';
import { allCodes, readCodePage } from './codes.ts';
import { type CommandResult, failed, succeeded } from './result.ts';
import { printTable } from './table.ts';

export interface ExplainOptions {
  /** A code, or another name for one or more; all codes are listed where it is left out. */
  readonly code?: string;
  readonly paint?: Paint;
  readonly codes?: readonly CodeInfo[];
}

/** Says what a code means, with an example that has the fault and one that is mended. */
export function explain({ code, paint = plain, codes = allCodes }: ExplainOptions): CommandResult {
  if (code === undefined) return list(codes);
  const meant = codes.filter((info) => info.code === code || info.aliases?.includes(code));
  if (meant.length > 1) return list(meant);
  const [info] = meant;
  if (info) return page(info, paint);
  const names = codes.flatMap((known) => [known.code, ...(known.aliases ?? [])]);
  const near = nearNames(code, names).join(', ');
  return failed([diagnose('site/unknown-code', { code, near })], 2);
}

function list(codes: readonly CodeInfo[]): CommandResult {
  const sorted = [...codes].sort((a, b) => (a.code < b.code ? -1 : 1));
  const data = sorted.map(({ code, severity, help, aliases = [] }) => {
    const text = readCodePage(code);
    return { code, severity, aliases, about: text === undefined ? help : parsePage(text).about };
  });
  const rows = data.map(({ code, severity, about }) => [code, severity, firstSentence(about)]);
  return succeeded([], printTable(['code', 'severity', 'about'], rows), { codes: data });
}

function page({ code, severity, help, aliases = [] }: CodeInfo, paint: Paint): CommandResult {
  const text = readCodePage(code) ?? `# ${code}\n`;
  const others = aliases.length > 0 ? ` Also known as ${aliases.join(', ')}.` : '';
  // What every finding says already stands first, so that the page need not repeat it.
  const whole = text.replace(/^# .*\n/, (title) => `${title}\nSeverity: ${severity}.${others} ${help}\n`);
  return succeeded([], paintMarkdown(whole, paint), { code, severity, help, aliases, page: text });
}
