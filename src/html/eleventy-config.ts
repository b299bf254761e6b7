import type { UserConfig } from '@11ty/eleventy';
import type { SiteView } from './view-models.ts';

/**
 * Sets Eleventy up for the templates, so that nothing but these and the site counts: no clock, no git, and
 * nothing that lies in the working directory.
 * @param site what the templates print, as `site`
 */
export function configureEleventy(config: UserConfig, site: SiteView): void {
  config.setTemplateFormats(['liquid', 'css']);
  config.addExtension('css', { outputFileExtension: 'css', compile: (text) => () => text });
  config.addGlobalData('site', site);
  // STIX content is untrusted. A misspelt name is an error.
  config.setLiquidOptions({
    outputEscape: 'escape',
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
  });
  // The cache belongs to the process, not to the site: a second site would get the templates of the first.
  config.setUseTemplateCache(false);
  isolate(config);
}

function isolate(config: UserConfig): void {
  config.setUseGitIgnore(false);
  // By itself Eleventy skips templates in node_modules, where an installed package has them, and all that an
  // .eleventyignore of the working directory names.
  config.on('eleventy.ignores', (ignores) => ignores.splice(0, ignores.length, '**/_includes/**'));
  config.on('eleventy.config', (merged) => {
    merged.config.keys.package = false;
  });
}
