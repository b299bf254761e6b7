import { join, relative, sep } from 'node:path';
import { type CodeInfo, catalogued } from '../diagnostics/catalogue/index.ts';
import type { SarifTool } from '../diagnostics/sarif/tool.ts';
import { findTemplates } from '../html/render-pages.ts';
import { readText } from '../io/files.ts';

/** Every code that a command may report. */
export const allCodes: readonly CodeInfo[] = catalogued;

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
