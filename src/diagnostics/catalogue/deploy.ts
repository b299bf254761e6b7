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
    'Mend what it complains of and deploy again: the command is run again, also where no file has changed.',
  ),
  'deploy/missing-package': error(
    (v: { name: string }) => `Deploying to S3 needs the package ${v.name}, which is not installed.`,
    'Install it beside taxii-press: `npm install @aws-sdk/client-s3`. It is left out by default for its size.',
  ),
  'deploy/storage-failed': error(
    (v: { place: string; reason: string }) =>
      `The storage at ${v.place} does not do what it is asked: ${v.reason}.`,
    'What readers see is whole. Check the bucket, the region, the endpoint and the credentials, and deploy again; it goes on from where it stopped.',
  ),
  'deploy/foreign-change': warning(
    (v: { place: string; count: number; examples: string }) =>
      `${v.count} files at ${v.place} were changed by something else than a deployment: ${v.examples}.`,
    'They are as they should be again. Find out who writes there: only deployments should.',
  ),
} satisfies Entries;
