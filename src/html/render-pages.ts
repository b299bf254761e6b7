import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RenderedTemplate } from '@11ty/eleventy';
import { byCodeUnits } from '../json/canonical.ts';
import { type OutputFile, textFile } from '../site/output-file.ts';
import type { Site } from '../site/site.ts';
import { configureEleventy } from './eleventy-config.ts';
import { siteView } from './view-models.ts';

/** A name in Eleventy's answers; nothing is written there. */
const OUTPUT = '_site';

/**
 * The pages for people, sorted by path. Writes and prints nothing; the same site gives the same bytes.
 * @throws Error where a template is wrong
 */
export async function renderPages(site: Site): Promise<OutputFile[]> {
  // Loaded on use, since most commands render nothing.
  const { Eleventy } = await import('@11ty/eleventy');
  const view = siteView(site);
  // Relative, because Eleventy takes an absolute folder for one below the working directory.
  const eleventy = new Eleventy(relative('', findTemplates()), OUTPUT, {
    configPath: false,
    quietMode: true,
    loader: 'esm',
    config: (config) => configureEleventy(config, view),
  });
  eleventy.disableLogger();
  const rendered = await eleventy.toJSON();
  return rendered.flatMap(toOutputFile).sort((a, b) => byCodeUnits(a.path, b.path));
}

function toOutputFile({ outputPath, content }: RenderedTemplate): OutputFile[] {
  if (outputPath === false) return [];
  return [textFile(outputPath.replace(`./${OUTPUT}/`, ''), () => content)];
}

/**
 * The folder of the templates: beside `src` in a checkout, beside `lib` in a package.
 * @throws Error where there is none above this file
 */
export function findTemplates(from = dirname(fileURLToPath(import.meta.url))): string {
  const templates = join(from, 'templates');
  if (existsSync(join(templates, 'index.liquid'))) return templates;
  if (dirname(from) === from) throw new Error('no folder "templates" above the program');
  return findTemplates(dirname(from));
}
