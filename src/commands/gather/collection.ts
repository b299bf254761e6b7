import { join } from 'node:path';
import type { CollectionConfig } from '../../config/site-config.ts';
import type { Acceptance } from '../../config/validation.ts';
import { type Diagnostic, diagnose } from '../../diagnostics/diagnostic.ts';
import { Ledger } from '../../release/ledger.ts';
import type { PublishedCollection } from '../../site/site.ts';
import { enforce, type Sentence } from './enforce.ts';
import { type Charge, Judge } from './judge.ts';
import { checkPolicy } from './policy.ts';
import { gatherSnapshots, type SnapshotsState } from './snapshots.ts';
import { gatherWorkingTree, type WorkingTreeState } from './working-tree.ts';
import type { Workspace } from './workspace.ts';

/** A collection as its folder holds it. */
export interface GatheredCollection extends PublishedCollection {
  readonly path: string;
  /** What the working tree holds beyond the last release; undefined for snapshots. */
  readonly tree?: WorkingTreeState;
  /** What is recorded of the snapshots; undefined for a working tree. */
  readonly snapshots?: SnapshotsState;
  /** What does not stop a build: warnings, and errors that are let through. There may be very many. */
  readonly mild: Iterable<Diagnostic>;
}

/** Reads a collection's releases, and its working tree where it has one. Findings go to the workspace. */
export function gatherCollection(
  workspace: Workspace,
  content: string,
  config: CollectionConfig,
  isRelease: boolean,
): GatheredCollection {
  const path = join(content, config.folder);
  const ledger = new Ledger(workspace.read);
  const about = workspace.text(join(path, 'about.md'));
  const judge = new Judge(config.validation, config.source.kind, workspace.read);
  const source: Pick<GatheredCollection, 'tree' | 'snapshots'> =
    config.source.kind === 'snapshots'
      ? { snapshots: gatherSnapshots(workspace, path, config, config.source, ledger, judge) }
      : { tree: gatherWorkingTree(workspace, path, config, ledger, judge) };
  const { tree } = source;
  // A release may be what takes away that which the policy forbids.
  const leaving = new Set(isRelease ? tree?.plan.removed : []);
  const published = [...ledger.present.values()].flat().filter(({ id }) => !leaving.has(id));
  checkPolicy(workspace, judge, [...published, ...(tree?.objects ?? [])], config.policy);
  const { sentences, letThrough, unused } = enforce(judge.batches, config.validation);
  for (const sentence of sentences) if (sentence.isError) workspace.report(toDiagnostic(workspace, sentence));
  workspace.reportAll(unused.map((entry) => unusedException(workspace, path, entry)));
  return {
    ...{ config, ledger, path, letThrough },
    ...(about === undefined ? {} : { about }),
    ...source,
    mild: mildFindings(workspace, sentences, warningsOf(judge)),
  };
}

/** Each text's warnings once, those of the newest text of a version before those of older ones. */
function* warningsOf({ batches }: Judge): Iterable<Charge> {
  const said = new Set<string>();
  for (const { warnings } of [...batches].reverse()) {
    for (const charge of warnings) {
      const { object, finding } = charge;
      const key = JSON.stringify([
        object.id,
        object.objectVersion,
        finding.code,
        finding.path,
        finding.message,
      ]);
      if (!said.has(key)) yield charge;
      said.add(key);
    }
  }
}

function* mildFindings(
  workspace: Workspace,
  sentences: readonly Sentence[],
  warnings: Iterable<Charge>,
): Iterable<Diagnostic> {
  for (const sentence of sentences) if (!sentence.isError) yield toDiagnostic(workspace, sentence);
  for (const { object, finding } of warnings) yield workspace.finding(object, finding);
}

function toDiagnostic(workspace: Workspace, { object, finding, reason }: Sentence): Diagnostic {
  const diagnostic = workspace.finding(object, finding);
  if (reason === undefined) return diagnostic;
  return { ...diagnostic, severity: 'warning', message: `${diagnostic.message} Let through: ${reason}.` };
}

function unusedException(
  workspace: Workspace,
  path: string,
  { code, id, release, line }: Acceptance,
): Diagnostic {
  const what = `${id ?? 'any object'}, ${release === undefined ? 'any release' : `release ${release}`}`;
  const at = { file: workspace.name(join(path, 'collection.yaml')), line };
  return diagnose('config/unused-exception', { code, what }, { at });
}
