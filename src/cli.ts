#!/usr/bin/env node
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import type { CommandResult } from './commands/result.ts';
import { isBaseUrl } from './config/base-url.ts';
import { type Diagnostic, sortDiagnostics } from './diagnostics/diagnostic.ts';
import { type Format, formats, printDiagnostics } from './diagnostics/print.ts';
import { printJson } from './diagnostics/print-json.ts';
import type { SarifTool } from './diagnostics/sarif/tool.ts';
import type { Paint } from './diagnostics/surroundings.ts';
import { sourceReader } from './io/source-lines.ts';

// Commands are imported when they run: a wrong option should not wait for a page renderer to load.

const VERSION = '0.1.0';

const { NO_COLOR, FORCE_COLOR } = process.env;
const hues = pc.createColors(
  !NO_COLOR && (FORCE_COLOR ? FORCE_COLOR !== '0' : process.stdout.isTTY === true),
);
const colours = {
  error: hues.red,
  warning: hues.yellow,
  note: hues.cyan,
  dim: hues.dim,
  strong: hues.bold,
};
const paint: Paint = (style, text) => colours[style](text);

// A reader that has seen enough, such as head, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

interface Global {
  content: string;
  format: Format;
}

/** As commander gives the options of `deploy`. */
interface DeployFlags {
  site: string;
  grace: number;
  keep: number;
  concurrency: number;
  to?: string;
  workflow?: 'github-pages' | 'cloudflare' | 'netlify' | 's3';
  out?: string;
  reload?: string;
  endpoint?: string;
  region?: string;
  dryRun?: boolean;
  pathStyle?: boolean;
}

const program = new Command('taxii-press')
  .description('Publishes a folder of STIX 2.1 bundles as a static TAXII 2.1 site.')
  .version(VERSION)
  .addOption(new Option('--content <folder>', 'the content folder').default('content'))
  .addOption(
    new Option('--format <format>', 'how findings are printed').choices([...formats]).default('pretty'),
  )
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  .addHelpText(
    'after',
    `
A content folder:
  site.yaml                                   title, contact, base URL, hosts
  <api-root>/api-root.yaml                    title, description
  <api-root>/<collection>/collection.yaml     id, title, alias, source
  <api-root>/<collection>/objects/**/*.json   what people edit: a bundle or an object a file
  <api-root>/<collection>/releases/           what was released; written by "release", never edited
  <api-root>/<collection>/about.md            prose for the site

From an edit to a site:
  taxii-press validate                        is it sound?
  taxii-press release 1.4.0                   freeze what has changed; commit it
  taxii-press build                           publish all releases to dist/
  taxii-press serve                           look at it, as a client would
  taxii-press deploy --to <place>             put it where readers find it

Exit codes: 0 clean, 1 findings that stop the work, 2 wrong use or a crash.
Findings go to standard output, progress to standard error.`,
  );

program
  .command('validate')
  .description('check configuration, releases, working trees and every object in them; writes nothing')
  .argument(
    '[paths...]',
    'tell of these files and folders only; those outside of the content are judged alone',
  )
  .option('--strict', 'warnings count as errors')
  .option('--changed-since <ref>', 'warn only of files that have changed since a branch, tag or commit')
  .option('--jsonl', 'judge lines {"case": …, "object": {…}} of standard input, a line of answer for each')
  .addHelpText(
    'after',
    `
Errors are what STIX 2.1 demands and the OASIS validator enforces; what only one of them asks for, and what
should be, are warnings. \`validation\` and \`policy\` in site.yaml and collection.yaml change that;
\`taxii-press explain\` lists the codes. --changed-since never hides an error.`,
  )
  .action(async (paths: string[], options: { strict?: boolean; changedSince?: string; jsonl?: boolean }) => {
    if (options.jsonl) {
      const { validateLines } = await import('./commands/validate-lines.ts');
      await pipeline(validateLines(process.stdin), process.stdout, { end: false });
      return;
    }
    const { validate } = await import('./commands/validate.ts');
    finish(validate({ ...options, paths, content: globals().content, progress }));
  });

program
  .command('build')
  .description('publish the releases of all collections as a site')
  .option('--out <folder>', 'where the site goes; replaced as a whole, in one step', 'dist')
  .option('--base-url <url>', 'the absolute URL of the site, instead of baseUrl in site.yaml', parseBaseUrl)
  .option('--dry-run', 'say what would be written, and write nothing')
  .addHelpText(
    'after',
    `
The same content gives the same bytes, on any machine and at any time. A build that fails, or is killed,
leaves the former site as it was. Only releases are published: what the working tree holds beyond the last
release is reported and left out.`,
  )
  .action(async (options: { out: string; baseUrl?: string; dryRun?: boolean }) => {
    const { build } = await import('./commands/build.ts');
    finish(await build({ ...options, content: globals().content, progress }));
  });

program
  .command('serve')
  .description('serve the content as TAXII 2.1 at level 3, with its pages; rebuilds when a file changes')
  .option('--port <number>', 'the port; 0 takes any that is free', parsePort, 8080)
  .option('--address <address>', 'the address to listen on', '127.0.0.1')
  .option('--site <folder>', 'serve a built site as it is, instead of the content')
  .option('--readers <folder>', 'the readers lists, for collections that are not for everybody')
  .addHelpText(
    'after',
    `
A readers list x is the files x.htpasswd and x.tokens of that folder, with lines made by
\`taxii-press credentials\`; a change of them takes effect within seconds. Put TLS in front: a password that
goes over plain HTTP is everybody's.`,
  )
  .action(async (options: { port: number; address: string; site?: string; readers?: string }) => {
    const { serve } = await import('./commands/serve.ts');
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    const { content } = globals();
    finish(
      await serve({
        ...options,
        content,
        signal: stop.signal,
        say: (text, found) => {
          if (found.length > 0) process.stdout.write(print(found));
          process.stderr.write(`${text}\n`);
        },
        report: crash,
      }),
    );
  });

program
  .command('release')
  .description('freeze what a working tree changed since its last release into releases/<version>.json')
  .argument('<version>', 'higher than the last one, such as 1.4.0')
  .option('--collection <name>', 'its alias, id or folder; not needed where there is only one')
  .option('--date <instant>', 'the date of the release, such as 2026-01-31T12:00:00Z; now by default')
  .option('--description <text>', 'one line on what the release is about')
  .option('--dry-run', 'say what the release would hold, and write nothing')
  .addHelpText(
    'after',
    `
A release is immutable: its file is recorded in releases/SHA256SUMS, and a build refuses one that was edited.
A changed object needs a new "modified"; a changed SCO, which has none, is published again as it is.
Date a release for when it will be up: a client that polls by its own clock looks back to its last poll only.`,
  )
  .action(async (version: string, options) => {
    const { release } = await import('./commands/release.ts');
    finish(release({ ...options, version, content: globals().content, progress }));
  });

program
  .command('diff')
  .description('show what lies between two releases of a collection')
  .argument('<from>', 'a release')
  .argument('<to>', 'another')
  .option('--collection <name>', 'its alias, id or folder; not needed where there is only one')
  .addHelpText(
    'after',
    '\nSigns: + added, ~ new version, ! edited in place, < back to an older version, - removed.',
  )
  .action(async (from: string, to: string, options) => {
    const { diff } = await import('./commands/diff.ts');
    finish(diff({ ...options, from, to, content: globals().content, progress }));
  });

program
  .command('credentials')
  .description('make the line of a readers list that lets a reader in, with a new password or token')
  .argument('<name>', 'the user; for a token, a name by which people know it')
  .option('--token', 'a bearer token instead of a password')
  .option('--stdin', 'read the password or token from standard input instead of making one')
  .option(
    '--iterations <number>',
    'rounds of PBKDF2; Cloudflare Workers take 100000 at most',
    parseIterations,
  )
  .addHelpText(
    'after',
    `
  taxii-press credentials alice >> readers/members.htpasswd
  taxii-press credentials opencti --token >> readers/members.tokens

The line goes to standard output, what it lets in to standard error, once. What the program makes is beyond
guessing; a password that people think of gets more rounds. nginx, Caddy and Apache read other hashes:
htpasswd -B members.htpasswd alice, or printf 'alice:%s\\n' "$(openssl passwd -6)" >> members.htpasswd.`,
  )
  .action(async (name: string, options: { token?: boolean; stdin?: boolean; iterations?: number }) => {
    const { credentials } = await import('./commands/credentials.ts');
    const { stdin, ...rest } = options;
    const secret = stdin ? await text(process.stdin) : undefined;
    const made = await credentials({ ...rest, name, ...(secret === undefined ? {} : { secret }) });
    if (made.secret !== undefined) process.stderr.write(`${made.secret}\n`);
    finish(made.result);
  });

program
  .command('deploy')
  .description(
    'put a built site where readers find it: a folder of a web server, or S3; or give a workflow file',
  )
  .option(
    '--to <place>',
    'a folder, whose "current" is the root of the web server; or s3://<bucket>/<prefix>',
  )
  .option('--site <folder>', 'the built site', 'dist')
  .option('--dry-run', 'say what would be done, and do nothing')
  .option('--grace <hours>', 'how long what is out of use stays', parseAmount, 72)
  .option('--keep <number>', 'in a folder: former sites that stay whatever their age', parseAmount, 3)
  .option('--reload <command>', 'in a folder: run after the switch, such as "nginx -s reload"')
  .option('--endpoint <url>', 'S3: the address of storage that is not Amazon’s')
  .option('--region <name>', 'S3: the region, where the environment does not say it')
  .option('--path-style', 'S3: the bucket in the path instead of the host name')
  .option('--concurrency <number>', 'S3: requests at a time', parseAmount, 8)
  .addOption(
    new Option('--workflow <name>', 'give a workflow for GitHub Actions instead').choices([
      'github-pages',
      'cloudflare',
      'netlify',
      's3',
    ]),
  )
  .option('--out <file>', 'where the workflow goes; printed otherwise')
  .addHelpText(
    'after',
    `
Killed at any moment, it leaves readers a whole site; run it again and it goes on. Only what has changed is
written. Credentials for S3 come from the environment, shared files or the role of the machine, as for the
AWS command line. What a site does without is removed by a later deployment, once the grace period is over.`,
  )
  .action(async (options: DeployFlags) => {
    const { deploy } = await import('./commands/deploy.ts');
    const concurrency = Math.max(1, options.concurrency);
    finish(await deploy({ ...options, concurrency, progress, say }));
  });

program
  .command('verify')
  .description('hold a live TAXII server, of any make, to TAXII 2.1 and to its level; changes nothing there')
  .argument('[url]', 'of its host, discovery document, API root or collection', parseServerUrl)
  .option('--collection <name>', 'its id, alias or title; by default the first one with objects')
  .option('--level <number>', 'the least level that will do', parseLevel)
  .addOption(
    new Option('--user <name:password>', 'log in by HTTP Basic').env('TAXII_PRESS_USER').conflicts('token'),
  )
  .addOption(new Option('--token <token>', 'log in by a bearer token').env('TAXII_PRESS_TOKEN'))
  .option('--max-requests <number>', 'stop asking after so many', parseCount, 600)
  .option('--timeout <seconds>', 'for one answer', parseCount, 30)
  .option('--requirements', 'list what a server is held to, and ask nobody')
  .addHelpText(
    'after',
    `
Levels: 0 files, not TAXII; 1 headers: every list in one answer, filters do not apply; 2 rules: exact, or declined
with a TAXII error; 3 functions: everything, exactly. A server is held to what the level it shows can keep.

Requests go one after the other; 429 and Retry-After are heeded, and nothing is ever written. Exit codes: 0 it conforms, 1 it
does not, or not all could be tried, 2 wrong use, or the server cannot be reached. A SHOULD never fails alone.`,
  )
  .action(async (url: string | undefined, { requirements, ...options }) => {
    const { listRequirements, verify } = await import('./commands/verify.ts');
    if (globals().format === 'sarif') program.error('error: verify prints no SARIF: use pretty or json');
    if (requirements) return finish(listRequirements(paint));
    if (url === undefined) program.error("error: missing required argument 'url'");
    finish(await verify({ ...options, url, version: VERSION, paint, progress }));
  });

program
  .command('explain')
  .description('say what a code means, with an example that has the fault and one that is mended')
  .argument('[code]', 'as findings show it, such as release/silent-edit; all of them are listed without one')
  .action(async (code: string | undefined) => {
    const { explain } = await import('./commands/explain.ts');
    finish(explain({ ...(code === undefined ? {} : { code }), paint }));
  });

for (const command of program.commands) command.exitOverride();

/** What a SARIF log says of the program; its pages are read where such a log is asked for. */
let tool: SarifTool | undefined;
program.hook('preAction', async () => {
  const { content, format } = globals();
  if (format !== 'sarif') return;
  const { sarifTool } = await import('./commands/codes.ts');
  tool = sarifTool(VERSION, content);
});

function globals(): Global {
  return program.opts<Global>();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new InvalidArgumentError('0 to 65535.');
  return port;
}

function parseIterations(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 10_000 || count > 5_000_000)
    throw new InvalidArgumentError('10000 to 5000000.');
  return count;
}

function parseAmount(text: string): number {
  const amount = Number(text);
  if (!Number.isInteger(amount) || amount < 0) throw new InvalidArgumentError('A whole number, 0 or more.');
  return amount;
}

function parseServerUrl(text: string): string {
  const { protocol, username } = URL.canParse(text) ? new URL(text) : { protocol: '', username: '' };
  if (!/^https?:$/.test(protocol)) throw new InvalidArgumentError('An absolute URL with http or https.');
  if (username) throw new InvalidArgumentError('Give credentials with --user, not in the URL.');
  return text;
}

function parseLevel(text: string): 0 | 1 | 2 | 3 {
  const level = [0, 1, 2, 3].find((known) => String(known) === text);
  if (level === undefined) throw new InvalidArgumentError('0 to 3.');
  return level as 0 | 1 | 2 | 3;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number above zero.');
  return Number(text);
}

function parseBaseUrl(text: string): string {
  if (!isBaseUrl(text)) throw new InvalidArgumentError('An absolute URL that ends in "/", without a query.');
  return text;
}

let shown = '';

/** One line that is written over, and only where a person watches. */
function progress(what: string, done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const line = `${what} ${Math.floor((done * 100) / total)} %`;
  if (line !== shown) process.stderr.write(`\r\u001b[K${line}`);
  shown = line;
}

/** A line that stays. */
function say(line: string): void {
  process.stderr.write(`${shown ? '\r\u001b[K' : ''}${line}\n`);
  shown = '';
}

function finish({ exitCode, diagnostics, text, data }: CommandResult): void {
  if (shown) process.stderr.write('\r\u001b[K');
  process.stdout.write(
    globals().format === 'json'
      ? printJson({ diagnostics: sortDiagnostics(diagnostics), result: data ?? null })
      : print(diagnostics, text),
  );
  process.exitCode = exitCode;
}

/** @param text what a command says to people; a SARIF log has no room for it */
function print(found: readonly Diagnostic[], text = ''): string {
  const { format } = globals();
  const printed = printDiagnostics(sortDiagnostics(found), format, {
    paint,
    source: sourceReader(),
    ...(process.stdout.columns ? { width: process.stdout.columns } : {}),
    ...(tool ? { tool } : {}),
  });
  if (format === 'sarif') return printed;
  return [printed, text].filter((part) => part !== '').join(format === 'pretty' ? '\n' : '');
}

function crash(error: unknown): void {
  process.stderr.write(`taxii-press has met a case that it does not know; please report this.\n`);
  process.stderr.write(
    `${error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : error}\n`,
  );
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said what was wrong; help and version are no faults.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    crash(error);
    process.exitCode = 2;
  }
}
if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
