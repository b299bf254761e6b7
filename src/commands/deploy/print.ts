import { printTable } from '../table.ts';
import type { Reload } from './reload.ts';
import type { Upload } from './s3-plan.ts';
import type { FolderReport } from './to-folder.ts';
import type { S3Report } from './to-s3.ts';

/** Lines of a plan that people read; programs get all of it. */
const SHOWN = 40;

export function printFolderReport(report: FolderReport, target: string, isPlan: boolean): string {
  const { tree, isSwitched, added, changed, unchanged, removed, outdated, reload } = report;
  const rows = [
    row('new', added),
    row('changed', changed),
    row('unchanged', unchanged),
    ['removed', removed.length, 0] as const,
  ];
  const lines = isPlan
    ? [...added.map(sign('+')), ...changed.map(sign('~')), ...removed.map((path) => `  - ${path}\n`)]
    : [];
  const said = isSwitched
    ? `${isPlan ? 'Would switch' : 'Switched'} ${target}/current to releases/${tree}\n`
    : `${target}/current is as it should be: releases/${tree}\n`;
  const old =
    outdated.length > 0 ? `${isPlan ? 'Would remove' : 'Removed'} ${outdated.length} former trees\n` : '';
  return `${shorten(lines)}${printTable(['files', 'count', 'bytes'], rows)}${said}${told(reload, isPlan)}${old}`;
}

/** Of the servers; what went wrong with them is a finding. */
function told(reload: Reload | undefined, isPlan: boolean): string {
  if (reload === 'done') return `${isPlan ? 'Would reload' : 'Reloaded'} the servers\n`;
  if (reload === 'not needed') return 'Not reloaded: the servers were told of this site before\n';
  return reload === 'due' && isPlan ? 'Would not reload the servers, which have yet to be told\n' : '';
}

export function printS3Report({ plan, expired }: S3Report, place: string, isPlan: boolean): string {
  const { uploads, unchanged, gone } = plan;
  const fresh = uploads.filter(({ isNew }) => isNew);
  const changed = uploads.filter(({ isNew }) => !isNew);
  const rows = [
    row('new', fresh.map(contentOf)),
    row('changed', changed.map(contentOf)),
    ['unchanged', unchanged.length, 0] as const,
    ['out of use', gone.size - expired.length, 0] as const,
    ['removed', expired.length, 0] as const,
  ];
  const lines = isPlan
    ? [
        ...uploads.map(({ key, isNew, content }) =>
          sign(isNew ? '+' : '~')({ path: key, size: content.size }),
        ),
        ...expired.map((key) => `  - ${key}\n`),
      ]
    : [];
  const said = isPlan ? `Would store ${uploads.length} objects at ${place}\n` : `${place} holds the site\n`;
  return `${shorten(lines)}${printTable(['objects', 'count', 'bytes to store'], rows)}${said}`;
}

function contentOf({ content }: Upload): { readonly size: number } {
  return content;
}

function row(name: string, files: readonly { readonly size: number }[]) {
  return [name, files.length, files.reduce((sum, { size }) => sum + size, 0)] as const;
}

function sign(mark: string) {
  return ({ path, size }: { readonly path: string; readonly size: number }) =>
    `  ${mark} ${path} (${size} bytes)\n`;
}

/** In the order in which it is done, so the end matters as much as the beginning. */
function shorten(lines: readonly string[]): string {
  if (lines.length <= SHOWN) return lines.join('');
  const half = SHOWN / 2;
  const left = `  … ${lines.length - SHOWN} more; --format json lists all\n`;
  return [...lines.slice(0, half), left, ...lines.slice(-half)].join('');
}
