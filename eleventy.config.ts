import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserConfig } from '@11ty/eleventy';
import { configureEleventy } from './src/html/eleventy-config.ts';
import { sampleSite } from './src/html/sample-site.ts';
import { siteView } from './src/html/view-models.ts';

/**
 * For work on the templates, with a sample site:
 * npx tsx node_modules/@11ty/eleventy/cmd.cjs --config=eleventy.config.ts --serve
 */
export default function (config: UserConfig): void {
  configureEleventy(config, siteView(sampleSite()));
}

export const config = { dir: { input: 'templates', output: join(tmpdir(), 'taxii-press-templates') } };
