import { join, relative, sep } from 'node:path';
import { type CodeInfo, catalogued } from '../diagnostics/catalogue/index.ts';
import type { SarifTool } from '../diagnostics/sarif/tool.ts';
import { findTemplates } from '../html/render-pages.ts';
import { readText } from '../io/files.ts';
import { allFaultKinds } from '../stix/fault-kinds.ts';
import type { FaultKind } from '../stix/rules/rule.ts';
import { severityOf } from '../stix/settings.ts';

/** Every code that a command may report, each once. */
export const allCodes: readonly CodeInfo[] = [
  ...new Map([...catalogued, ...allFaultKinds.map(infoOf)].map((info) => [info.code, info])).values(),
];

/** As findings of it come where no configuration says otherwise. */
function infoOf(kind: FaultKind<never>): CodeInfo {
  const { code, help, basis = 'both', oasis = [] } = kind;
  const severity = severityOf(kind, basis, {});
  return { code, severity: severity === 'off' ? 'note' : severity, help, aliases: oasis };
}

/** The page of a code, in Markdown; undefined where there is none. */
export function readCodePage(code: string): string | undefined {
  // A code names a file, so it must not name one elsewhere.
  if (!/^[a-z]+\/[a-z0-9-]+$/.test(code)) return undefined;
  return readText(join(findTemplates(), 'codes', `${code}.md`));
}

/** What a SARIF log says of this program. */
export function sarifTool(version: string, content: string): SarifTool {
  return {
    name: 'taxii-press',
    version,
    codes: allCodes,
    page: readCodePage,
    whole: relative('', join(content, 'site.yaml')).split(sep).join('/'),
  };
}
