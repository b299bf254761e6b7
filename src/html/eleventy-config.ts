import type { UserConfig } from '@11ty/eleventy';
import type { SiteView } from './view-models.ts';

/** The folders of the templates and of what they include, for Eleventy. */
export const templateFormats = ['liquid', 'css'];

/**
 * Sets Eleventy up for the templates.
 * @param site what the templates print, as `site`
 */
export function configureEleventy(config: UserConfig, site: SiteView): void {
  config.setTemplateFormats(templateFormats);
  config.setUseGitIgnore(false);
  // An installed package lies in node_modules, and so do its templates.
  config.ignores.delete('**/node_modules/**');
  // The cache belongs to the process, not to the site: a second site would get the templates of the first.
  config.setUseTemplateCache(false);
  // STIX content is untrusted. A misspelt name is an error.
  config.setLiquidOptions({
    outputEscape: 'escape',
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
  });
  config.addExtension('css', { outputFileExtension: 'css', compile: (text) => () => text });
  config.addGlobalData('site', site);
}
