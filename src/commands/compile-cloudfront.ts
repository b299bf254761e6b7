import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { shortNames } from '../hosts/cloudfront/short-names.ts';

/** The function for CloudFront, made as short as can be ahead of time: its host counts every byte. */

const folder = join(import.meta.dirname, '../hosts/cloudfront');

/** Writes `compiled.ts` beside the host. */
export function compileCloudFront(): void {
  const path = join(folder, 'compiled.ts');
  const text = `// Made by \`npm run schemas\`; not to be edited.
/** A script with the function \`handler\`; it wants the table T before it. */
export const code: string = ${JSON.stringify(shorten(readFileSync(join(folder, 'runtime.ts'), 'utf8')))};
`;
  if (readOrNothing(path) !== text) writeFileSync(path, text);
}

/**
 * @param source of a module that exports `answer`
 * @returns a script in ECMAScript 5.1 with \`const\`, \`let\`, arrow functions and template literals, which the
 *   runtime "cloudfront-js-2.0" knows
 */
export function shorten(source: string): string {
  const { code } = transformSync(source.replace(/^export function (?!answer)/gm, 'function '), {
    loader: 'ts',
    format: 'esm',
    target: 'es5',
    supported: { 'const-and-let': true, arrow: true, 'template-literal': true },
    minify: true,
    charset: 'ascii',
    mangleProps: new RegExp(`^(?:${Object.keys(shortNames).join('|')})$`),
    mangleCache: shortNames,
  });
  const exported = /export\{(.*)\};\s*$/.exec(code);
  const names = exported?.[1]?.split(',') ?? [];
  const name = names.find((one) => /(?:^| as )answer$/.test(one))?.split(' ')[0];
  if (!exported || !name) throw new Error('the function of CloudFront has no entry');
  return `${code.slice(0, exported.index)}function handler(e){return ${name}(e)}\n`;
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) compileCloudFront();
