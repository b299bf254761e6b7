import type { CodeInfo } from '../catalogue/index.ts';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import { printJson } from '../print-json.ts';
import { fingerprinter } from './fingerprints.ts';
import { ROOT } from './locations.ts';
import { MAX_RELATED, resultOf } from './results.ts';
import { ruleOf } from './rules.ts';
import type { SarifTool } from './tool.ts';

/**
 * Logs with more results are refused, and those without are taken:
 * https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support#file-compatibility
 */
const MAX_RESULTS = 25_000;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const nobody: SarifTool = {
  name: 'taxii-press',
  version: '0.0.0',
  codes: [],
  page: () => undefined,
  whole: 'content/site.yaml',
};

/** A log of one run in SARIF 2.1.0, as code scanning takes it. */
export function printSarif(found: readonly Diagnostic[], tool: SarifTool = nobody): string {
  const kept = mostSevere(found);
  const codes = codesOf(kept, tool);
  const indexes = new Map(codes.map(({ code }, index) => [code, index]));
  const fingerprint = fingerprinter();
  const run = {
    tool: {
      driver: {
        name: tool.name,
        semanticVersion: tool.version,
        rules: codes.map((info) => ruleOf(info, tool.page(info.code))),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { description: { text: 'The folder in which the program was started.' } } },
    invocations: [{ executionSuccessful: true, ...notificationsOf(found) }],
    results: kept.map((one) => resultOf(one, indexes.get(one.code)!, tool.whole, fingerprint(one))),
  };
  return printJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] });
}

/** The codes of the program, and those that it did not name but that occur. */
function codesOf(found: readonly Diagnostic[], { codes }: SarifTool): readonly CodeInfo[] {
  const known = new Set(codes.map(({ code }) => code));
  const others = new Map(found.filter(({ code }) => !known.has(code)).map((one) => [one.code, one]));
  return [...codes, ...[...others.values()].map(({ code, severity, help }) => ({ code, severity, help }))];
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** What a log can take, errors before warnings before notes; of equals those that come first, in their order. */
function mostSevere(found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (found.length <= MAX_RESULTS) return found;
  const ranked = found.map((one, index) => ({ index, rank: ranks[one.severity] }));
  const kept = ranked.sort((a, b) => a.rank - b.rank || a.index - b.index).slice(0, MAX_RESULTS);
  return kept.sort((a, b) => a.index - b.index).map(({ index }) => found[index]!);
}

/** Nothing is left out without a word. */
function notificationsOf(found: readonly Diagnostic[]) {
  const cut = found.filter(({ related = [] }) => related.length > MAX_RELATED).length;
  const texts = [
    ...(found.length > MAX_RESULTS
      ? [`Only ${MAX_RESULTS} of ${found.length} findings are in this log, the most severe ones.`]
      : []),
    ...(cut > 0 ? [`${cut} findings have more related places than the ${MAX_RELATED} in this log.`] : []),
  ].map((text) => `${text} --format json has all.`);
  if (texts.length === 0) return {};
  return {
    toolExecutionNotifications: texts.map((text) => ({ level: 'warning', message: { text } })),
  };
}
