import { diagnose } from '../diagnostics/diagnostic.ts';
import { compareReleases, type ObjectChange } from '../release/compare-releases.ts';
import type { Ledger } from '../release/ledger.ts';
import { gatherOne } from './choose-collection.ts';
import type { Progress } from './gather/workspace.ts';
import { type CommandResult, failed, succeeded } from './result.ts';
import { printTable } from './table.ts';

export interface DiffOptions {
  readonly content: string;
  readonly from: string;
  readonly to: string;
  readonly collection?: string;
  readonly progress?: Progress;
}

const signs = { added: '+', changed: '~', edited: '!', reverted: '<', removed: '-' } as const;

/** What lies between two releases of a collection, object by object. */
export function diff(options: DiffOptions): CommandResult {
  const gathered = gatherOne(options);
  if ('exitCode' in gathered) return gathered;
  const { content, collection } = gathered;
  const { ledger } = collection;
  const [from, to] = [indexOf(ledger, options.from), indexOf(ledger, options.to)];
  const missing = from === -1 ? options.from : to === -1 ? options.to : undefined;
  if (missing !== undefined) {
    const known = ledger.reports.map(({ version }) => version).join(', ') || 'none';
    return failed([diagnose('release/unknown', { release: missing, known })], 2);
  }
  const changes = compareReleases(ledger, from, to);
  return succeeded(content.diagnostics, print(options, changes), {
    collection: collection.config.folder,
    from: options.from,
    to: options.to,
    changes: changes.map(toData),
  });
}

function indexOf(ledger: Ledger, version: string): number {
  return ledger.reports.findIndex((report) => report.version === version);
}

function toData({ change, id, before, after }: ObjectChange) {
  return {
    change,
    id,
    ...(before ? { before: before.objectVersion } : {}),
    ...(after ? { after: after.objectVersion } : {}),
  };
}

function print({ from, to }: DiffOptions, changes: readonly ObjectChange[]): string {
  const counts = Object.keys(signs)
    .map((kind) => `${changes.filter(({ change }) => change === kind).length} ${kind}`)
    .join(', ');
  const rows = changes.map(({ change, id, before, after }) => [
    signs[change],
    id,
    before?.objectVersion ?? '',
    after?.objectVersion ?? '',
    (after ?? before)?.name ?? '',
  ]);
  const table = rows.length > 0 ? printTable(['', 'object', from, to, 'name'], rows) : '';
  return `From ${from} to ${to}: ${counts}\n${table}`;
}
