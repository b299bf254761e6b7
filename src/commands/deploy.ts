import { resolve, sep } from 'node:path';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts';
import { SiteChangedError } from '../io/deploy-files.ts';
import { LockedError } from '../io/deploy-lock.ts';
import { DeployTarget } from '../io/deploy-target.ts';
import { ConflictError, MissingPackageError, type S3Options, type S3Place } from '../io/s3-client.ts';
import { ExhaustedError, faultText } from '../io/s3-retry.ts';
import { recoverTree, whatIsAt } from '../io/write-tree.ts';
import { SITE_INDEX } from '../query/store-format.ts';
import { parsePlace } from './deploy/place.ts';
import { printFolderReport, printS3Report } from './deploy/print.ts';
import { deployToFolder, type FolderReport } from './deploy/to-folder.ts';
import { deployToS3 } from './deploy/to-s3.ts';
import { giveWorkflow, type Workflow } from './deploy/workflow.ts';
import type { Progress } from './gather/workspace.ts';
import { type CommandResult, failed, succeeded } from './result.ts';

export interface DeployOptions extends S3Options {
  /** A built site. */
  readonly site: string;
  /** A folder, or `s3://<bucket>/<prefix>`. */
  readonly to?: string;
  /** Instead of deploying: a file for GitHub Actions, to `out` or to be printed. */
  readonly workflow?: Workflow;
  readonly out?: string;
  readonly dryRun?: boolean;
  /** Former trees that stay in a folder. */
  readonly keep: number;
  /** Hours for which what is out of use stays. */
  readonly grace: number;
  readonly reload?: string;
  /** Requests at a time. */
  readonly concurrency: number;
  readonly progress?: Progress;
}

/** Puts a built site where readers find it. */
export async function deploy(options: DeployOptions): Promise<CommandResult> {
  if (options.workflow !== undefined) return giveWorkflow(options.workflow, options.out);
  const place = options.to === undefined ? undefined : parsePlace(options.to);
  if (!place) return failed([diagnose('deploy/no-place', { found: options.to || 'Nothing' })], 2);
  recoverTree(options.site);
  if (whatIsAt(options.site, SITE_INDEX) !== 'site')
    return failed([diagnose('io/not-found', { path: options.site, what: 'site of taxii-press' })], 2);
  try {
    return 's3' in place ? await toS3(options, place.s3) : toFolder(options, place.folder);
  } catch (error) {
    return failed([findingOf(error, options, 's3' in place)]);
  }
}

function toFolder(options: DeployOptions, target: string): CommandResult {
  const { site, keep, grace, reload, progress } = options;
  const found = overlap(site, target) ?? new DeployTarget(target).foreign();
  if (found !== undefined) return failed([diagnose('deploy/not-a-target', { path: target, found })]);
  const dryRun = options.dryRun === true;
  const report = deployToFolder({ site, target, keep, grace, reload, dryRun, progress });
  const { added, changed, unchanged, removed, isClosed: _, reloadFault: __, ...rest } = report;
  const findings = [
    ...(report.isClosed ? [diagnose('deploy/closed-folder', { path: target })] : []),
    ...(dryRun ? [] : reloadFindings(report, options)),
  ];
  return succeeded(findings, printFolderReport(report, target, dryRun), {
    to: target,
    done: !dryRun,
    ...rest,
    new: added,
    changed,
    unchanged: unchanged.length,
    removed,
  });
}

function reloadFindings({ reload, reloadFault }: FolderReport, options: DeployOptions): Diagnostic[] {
  if (reloadFault !== undefined)
    return [diagnose('deploy/reload-failed', { command: options.reload ?? '', reason: reloadFault })];
  return reload === 'due' ? [diagnose('deploy/not-reloaded', { path: options.to ?? '' })] : [];
}

/** A tree inside the site would be part of the next one. */
function overlap(site: string, target: string): string | undefined {
  const [a, b] = [`${resolve(site)}${sep}`, `${resolve(target)}${sep}`];
  return b.startsWith(a) || a.startsWith(b) ? `the site itself (${site})` : undefined;
}

async function toS3(options: DeployOptions, place: S3Place): Promise<CommandResult> {
  const dryRun = options.dryRun === true;
  const report = await deployToS3({ ...options, place, dryRun, progress: options.progress });
  const { plan, expired, foreign } = report;
  const to = options.to!;
  const { replaced } = plan;
  const found = [
    ...(foreign.length > 0 ? [diagnose('deploy/foreign-change', some(foreign, to))] : []),
    ...(replaced.length > 0 ? [diagnose('deploy/foreign-file', some(replaced, to))] : []),
  ];
  return succeeded(found, printS3Report(report, to, dryRun), {
    to,
    done: !dryRun,
    stored: plan.uploads.map(({ key, isNew, content }) => ({ key, isNew, size: content.size })),
    unchanged: plan.unchanged.length,
    outOfUse: [...plan.gone.keys()].filter((key) => !expired.includes(key)),
    removed: expired,
    changedByOthers: foreign,
    replaced,
  });
}

function some(keys: readonly string[], place: string) {
  return { place, count: keys.length, examples: keys.slice(0, 3).join(', ') };
}

/** Faults of this program. */
const OWN = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/** @throws the error itself where nobody could mend it */
function findingOf(error: unknown, { to = '' }: DeployOptions, isStorage: boolean): Diagnostic {
  const { message, name, code } = error as NodeJS.ErrnoException;
  if (error instanceof LockedError || error instanceof ConflictError)
    return diagnose('deploy/busy', { place: to, reason: message });
  if (error instanceof SiteChangedError) return diagnose('deploy/site-changed', { path: message });
  if (error instanceof MissingPackageError)
    return diagnose('deploy/missing-package', { name: error.package });
  if (OWN.has(name) || (code === undefined && !isStorage)) throw error;
  if (!isStorage) return diagnose('io/cannot-write', { path: to, reason: message });
  const reason = error instanceof ExhaustedError ? message : faultText(error);
  return diagnose('deploy/storage-failed', { place: to, reason });
}
