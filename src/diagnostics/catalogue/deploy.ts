import { type Entries, error, warning } from './entry.ts';

/** Putting a built site where readers find it. */
export const deploy = {
  'deploy/no-place': error(
    (v: { found: string }) => `${v.found} is no place to deploy to.`,
    'Give `--to` a folder, or s3://<bucket>/<prefix>; or ask for a workflow file with `--workflow`.',
  ),
  'deploy/not-a-target': error(
    (v: { path: string; found: string }) => `${v.path} is no folder of deployments: it holds ${v.found}.`,
    'Name a folder that does not exist, is empty, or was deployed to before. The web server’s root is `current` in it.',
  ),
  'deploy/busy': error(
    (v: { place: string; reason: string }) => `Another deployment to ${v.place} is under way: ${v.reason}.`,
    'Wait until it has ended, and deploy again. Where workflows deploy, let them queue (concurrency in GitHub Actions).',
  ),
  'deploy/site-changed': error(
    (v: { path: string }) => `The site was changed while it was being deployed: ${v.path}.`,
    'What readers see is whole. Deploy again when the build has ended.',
  ),
  'deploy/reload-failed': error(
    (v: { command: string; reason: string }) =>
      `The site is in its place, but the command \`${v.command}\` failed: ${v.reason}.`,
    'Mend what it complains of and deploy again: the command is run again, also where no file has changed. Until it succeeds no former site is removed, so servers that go on with one still find it.',
  ),
  'deploy/not-reloaded': warning(
    (v: { path: string }) =>
      `The site is in its place at ${v.path}, but the servers were not told, as they were of former ones.`,
    'Deploy again with `--reload <command>`: it is run although no file has changed. Where the servers need it no more, say so once with `--reload true`. Until then no site goes that they may still serve.',
  ),
  'deploy/closed-folder': warning(
    (v: { path: string }) =>
      `Nobody but its owner can enter ${v.path}, so no web server of another user can.`,
    'Let its user in: `chmod a+x` on the folder, or `chgrp` to a group of the web server and `chmod g+x`. It stays as it is, since it was there before the deployment.',
  ),
  'deploy/missing-package': error(
    (v: { name: string }) => `Deploying to S3 needs the package ${v.name}, which is not installed.`,
    'Install it beside taxii-press: `npm install @aws-sdk/client-s3@3.1169.0`, with Node 22 or later also a newer one. It is left out by default for its size.',
  ),
  'deploy/storage-failed': error(
    (v: { place: string; reason: string }) =>
      `The storage at ${v.place} does not do what it is asked: ${v.reason}.`,
    'What readers see is whole. Check the bucket, the region, the endpoint and the credentials, and deploy again; it goes on from where it stopped.',
  ),
  'deploy/foreign-file': warning(
    (v: { place: string; count: number; examples: string }) =>
      `${v.count} files at ${v.place} that no deployment stored stand where the site has its own: ${v.examples}.`,
    'They give way to those of the site. Where the bucket holds something else as well, deploy to a prefix of its own, s3://<bucket>/<prefix>; `--dry-run` tells beforehand.',
  ),
  'deploy/foreign-change': warning(
    (v: { place: string; count: number; examples: string }) =>
      `${v.count} files at ${v.place} were changed by something else than a deployment: ${v.examples}.`,
    'They are as they should be again. Find out who writes there: only deployments should.',
  ),
} satisfies Entries;
