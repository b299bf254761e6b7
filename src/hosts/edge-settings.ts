import type { SiteConfig } from '../config/site-config.ts';
import type { EdgeSettings } from './edge-handler.ts';

/** What goes before the code of a function (`compile-edge.ts`): the one thing in it that differs by site. */
export function settingsOf({ baseUrl }: SiteConfig): string {
  const settings: EdgeSettings = { basePath: baseUrl ? new URL(baseUrl).pathname : '/' };
  return `const SETTINGS = ${JSON.stringify(settings)};\n`;
}
