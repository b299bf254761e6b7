import { basePath } from '../config/base-url.ts';
import type { SiteConfig } from '../config/site-config.ts';
import type { EdgeSettings } from './edge-handler.ts';

/** What goes before the code of a function (`compile-edge.ts`): the one thing in it that differs by site. */
export function settingsOf(config: SiteConfig): string {
  const settings: EdgeSettings = { basePath: basePath(config) };
  return `const SETTINGS = ${JSON.stringify(settings)};\n`;
}
