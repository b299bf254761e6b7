import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { textFile } from '../../site/output-file.ts';
import { checkLimit, checkSizes } from '../check-limits.ts';
import { settingsOf } from '../edge-settings.ts';
import { kindOf } from '../file-kinds.ts';
import type { Emission, HostInput } from '../host.ts';
import { HOST_FILES, hostFile } from '../host-files.ts';
import { code } from './compiled.ts';

const HOST = 'cloudflare-worker';

const source = 'Cloudflare Workers documentation, page "Limits"';

/** Of the static assets of one version of a Worker. */
export const limits = {
  freeFiles: { what: 'files on the free plan', most: 20_000, source },
  paidFiles: { what: 'files on the paid plan', most: 100_000, source },
  fileBytes: { what: 'bytes in one file', most: 25 * 1024 * 1024, source },
} as const;

/** The runtime's behaviour as of this day; later changes of it do not reach this Worker. */
export const COMPATIBILITY_DATE = '2026-01-01';

/** The Worker, its configuration, and what keeps `wrangler deploy` from uploading either as a file of the site. */
export function emitWorker(input: HostInput): Emission {
  const files = [
    textFile(hostFile(HOST, 'worker.js'), () => settingsOf(input.config) + code),
    textFile(hostFile(HOST, 'wrangler.jsonc'), () => wranglerConfig(input)),
    // Wrangler reads it at the top of the assets' folder only.
    textFile('.assetsignore', () => `.assetsignore\n${HOST_FILES}/\n`),
  ];
  return {
    files,
    diagnostics: [...tooManyFiles(input.files.length), ...tooLargeFiles(input)],
  };
}

function tooManyFiles(count: number): Diagnostic[] {
  const { freeFiles, paidFiles } = limits;
  if (count > paidFiles.most) return checkLimit(HOST, paidFiles, count);
  return checkLimit(HOST, freeFiles, count, 'warning');
}

/** A file of the store holds few objects, so it need not be made to be measured unless one of them is large. */
function tooLargeFiles({ collections, files }: HostInput): Diagnostic[] {
  const isLarge = collections.some(({ ledger }) =>
    ledger.log.some(({ text }) => text.length > limits.fileBytes.most / 2),
  );
  const measured = isLarge ? files : files.filter(({ path }) => kindOf(path)?.name !== 'store');
  return checkSizes(HOST, measured, { fileBytes: limits.fileBytes });
}

function wranglerConfig({ config }: HostInput): string {
  return `// wrangler deploy --config ${hostFile(HOST, 'wrangler.jsonc')}
{
  "name": ${JSON.stringify(workerName(config.baseUrl))},
  "main": "worker.js",
  // The Worker is whole as it is.
  "no_bundle": true,
  "compatibility_date": "${COMPATIBILITY_DATE}",
  "assets": {
    "directory": "../..",
    "binding": "ASSETS",
    // For every path: no visitor gets the files behind TAXII as they are.
    "run_worker_first": true,
    // No redirects; the Worker finds index.html and 404.html by itself.
    "html_handling": "none",
    "not_found_handling": "none"
  }
  // In front of another host, such as GitHub Pages: this instead of "assets".
  // , "vars": { "ORIGIN": "https://OWNER.github.io/REPOSITORY/" }
}
`;
}

/** Letters, digits and dashes, at most 63 of them. */
function workerName(baseUrl: string | undefined): string {
  const host = baseUrl ? new URL(baseUrl).hostname : '';
  const name = host.replace(/[^a-z0-9]+/g, '-').slice(0, 54);
  return name === '' ? 'taxii' : `taxii-${name}`.replace(/-+$/, '');
}
