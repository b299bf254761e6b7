import { join } from 'node:path';
import { isLeftOut } from '../../config/folder-names.ts';
import { type ConfigFiles, readConfig, type SourceText } from '../../config/read-config.ts';
import type { SiteConfig } from '../../config/site-config.ts';
import { type Diagnostic, diagnose, hasErrors } from '../../diagnostics/diagnostic.ts';
import { isLink, isVisibleFile, listFolders } from '../../io/files.ts';
import { type GatheredCollection, gatherCollection } from './collection.ts';
import { type Progress, Workspace } from './workspace.ts';

/** A content folder, read and checked. */
export interface Content {
  readonly workspace: Workspace;
  /** Undefined where the configuration has errors; then there are no collections either. */
  readonly config?: SiteConfig;
  readonly collections: readonly GatheredCollection[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface GatherOptions {
  readonly progress?: Progress | undefined;
  /** Which collections to read; all of them where it is left out. */
  readonly only?: CollectionTest | undefined;
  /** What the site will hold once the working tree is released is judged, instead of what it holds. */
  readonly isRelease?: boolean;
}

/** Reads a content folder. */
export function gatherContent(
  folder: string,
  { progress, only, isRelease = false }: GatherOptions = {},
): Content {
  const workspace = new Workspace(progress);
  const files = findConfig(workspace, folder);
  if (!files) return { workspace, collections: [], diagnostics: workspace.diagnostics };
  const { config, diagnostics } = readConfig(files);
  workspace.reportAll(diagnostics);
  if (!config || hasErrors(diagnostics))
    return { workspace, collections: [], diagnostics: workspace.diagnostics };
  const collections = config.apiRoots
    .flatMap((root) => root.collections)
    .filter((collection) => !only || only(collection))
    .map((collection) => gatherCollection(workspace, folder, collection, isRelease));
  return { workspace, config, collections, diagnostics: workspace.diagnostics };
}

export type CollectionTest = (collection: GatheredCollection['config']) => boolean;

function findConfig(workspace: Workspace, folder: string): ConfigFiles | undefined {
  const siteFile = join(folder, 'site.yaml');
  const site = readSource(workspace, siteFile);
  if (!site) {
    const path = workspace.name(siteFile);
    if (workspace.diagnostics.length === 0)
      workspace.report(diagnose('io/not-found', { path, what: 'content folder with a site.yaml' }));
    return undefined;
  }
  const apiRoots = foldersIn(workspace, folder, 'api-root.yaml').flatMap((name) => {
    const file = readRequired(workspace, join(folder, name), 'api-root.yaml');
    // What is within a folder of such a name is not looked at: it may be a copy of everything else.
    const collections = isLeftOut(name) ? [] : findCollections(workspace, folder, name);
    return file ? [{ name, file, collections }] : [];
  });
  return { site, apiRoots };
}

function findCollections(workspace: Workspace, folder: string, apiRoot: string) {
  return foldersIn(workspace, join(folder, apiRoot), 'collection.yaml').flatMap((name) => {
    const file = readRequired(workspace, join(folder, apiRoot, name), 'collection.yaml');
    return file ? [{ folder: `${apiRoot}/${name}`, file }] : [];
  });
}

/**
 * Folders that are content, or look like it: those whose names say that they are left out count where they hold
 * the file that makes content of a folder. Links to folders are told of. Left out without a word, a whole
 * collection would be off the site.
 */
function foldersIn(workspace: Workspace, folder: string, file: string): string[] {
  const names = listFolders(folder).filter(
    (name) => !isLeftOut(name) || isVisibleFile(join(folder, name, file)),
  );
  const links = names.filter((name) => isLink(join(folder, name)));
  for (const link of links) workspace.reportLink(join(folder, link));
  return names.filter((name) => !links.includes(name));
}

function readRequired(workspace: Workspace, folder: string, file: string): SourceText | undefined {
  const before = workspace.diagnostics.length;
  const found = readSource(workspace, join(folder, file));
  if (!found && workspace.diagnostics.length === before) reportMissing(workspace, folder, file);
  return found;
}

/** Left out without a word, a misspelt name would take a whole collection off the site. */
function reportMissing(workspace: Workspace, path: string, file: string): void {
  const folder = workspace.name(path);
  workspace.report(diagnose('config/missing-file', { folder, file }, { at: { file: folder } }));
}

function readSource(workspace: Workspace, path: string): SourceText | undefined {
  const text = workspace.text(path);
  return text === undefined ? undefined : { path: workspace.name(path), text };
}
