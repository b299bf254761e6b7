import { once } from 'node:events';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { SiteFolder } from '../io/site-folder.ts';
import { createSiteServer } from '../server/node-server.ts';
import { TAXII } from '../taxii/media-type.ts';
import { followReaders } from './readers.ts';

/**
 * `taxii-press serve --site` as one file without packages, for an image that holds nothing but Node and a site.
 * What an image's user sets is the environment.
 */
export interface ImageOptions {
  /** The folder of the site. */
  readonly site: string;
  readonly port: number;
  readonly address: string;
  /** A folder of readers lists, for what is protected. */
  readonly readers?: string;
}

export interface ImageVoice {
  readonly say: (text: string) => void;
  readonly report: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** @param variables such as those of the process */
export function imageOptions(variables: Readonly<Record<string, string | undefined>>): ImageOptions {
  const { SITE = '/site', PORT = '8080', ADDRESS = '0.0.0.0', READERS } = variables;
  if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > 65_535) throw new Error(`PORT is no port: ${PORT}`);
  return { site: SITE, port: Number(PORT), address: ADDRESS, ...(READERS ? { readers: READERS } : {}) };
}

/** Serves the site until it is told to stop. */
export async function serveImage(options: ImageOptions, { say, report, signal }: ImageVoice): Promise<void> {
  const { site, port, address } = options;
  const tell = (text: string, found: readonly Diagnostic[]) =>
    say([text, ...found.map(({ code, message }) => `${code}: ${message}`)].join('\n'));
  const { control, warnings, stop } = followReaders(site, { ...options, say: tell, report });
  const server = createSiteServer(new SiteFolder(site), report, control);
  server.listen(port, address);
  await once(server, 'listening');
  tell(`Serving ${site} at ${address}:${port}`, warnings);
  if (!signal.aborted) await once(signal, 'abort');
  stop();
  server.close();
  server.closeAllConnections();
}

/** Whether the server of this image answers as a TAXII server does; a protected one may ask who is there. */
export async function isHealthy({ port }: ImageOptions): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}/taxii2/`;
    const { status, headers } = await fetch(url, { signal: AbortSignal.timeout(4000) });
    return (status === 200 || status === 401) && headers.get('Content-Type') === TAXII;
  } catch {
    return false;
  }
}
