import { textFile } from '../../site/output-file.ts';
import { settingsOf } from '../edge-settings.ts';
import type { Emission, HostInput } from '../host.ts';
import { hostFile } from '../host-files.ts';
import { code } from './compiled.ts';

const HOST = 'netlify-edge';
const FUNCTIONS = hostFile(HOST, 'edge-functions');

/**
 * The edge function, and the configuration that goes to the top of the repository that Netlify builds. The
 * function names its own path; Netlify looks for functions after the build command has run.
 */
export function emitEdgeFunction({ config }: HostInput): Emission {
  const files = [
    textFile(`${FUNCTIONS}/taxii.js`, () => settingsOf(config) + code),
    textFile(hostFile(HOST, 'netlify.toml'), () => configuration),
  ];
  return { files, diagnostics: [] };
}

const configuration = `# To be copied to the top of the repository. "dist" is the folder that the site is built in.
[build]
  command = "npx taxii-press build"
  publish = "dist"
  edge_functions = "dist/${FUNCTIONS}"

# Otherwise Netlify sends readers of an HTML file away, to its path without the extension.
[build.processing.html]
  pretty_urls = false
`;
