import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync, transformSync } from 'esbuild';
import ts from 'typescript';
import { shortNames } from '../hosts/cloudfront/short-names.ts';

/** The function for CloudFront, made as short as can be ahead of time: its host counts every byte. */

const folder = join(import.meta.dirname, '../hosts/cloudfront');

/** Writes `compiled.ts` beside the host. */
export function compileCloudFront(): void {
  const path = join(folder, 'compiled.ts');
  const text = `// Made by \`npm run schemas\`; not to be edited.
/** A script with the function \`handler\`; it wants the table T before it. */
export const code: string = ${JSON.stringify(bundle())};
`;
  if (readOrNothing(path) !== text) writeFileSync(path, text);
}

/** Names of what goes from module to module; none is one that CloudFront's events or the language know. */
const ownNames = [...Object.keys(shortNames), 'micros', 'first', 'count', 'when', 'outcome'];

/**
 * `answer` of the runtime with all that it imports, and nothing else of these modules.
 * @returns a script in ECMAScript 5.1 with arrow functions and template literals, which the runtime
 *   "cloudfront-js-2.0" knows
 * @throws Error where something that is needed has syntax that cannot be told in these
 */
function bundle(): string {
  const { outputFiles } = buildSync({
    stdin: { contents: "export { answer } from './runtime.ts';", resolveDir: folder },
    bundle: true,
    write: false,
    format: 'esm',
    // Texts that are made of constants become constants, which can be left out.
    minifySyntax: true,
  });
  return shorten(withArrows(outputFiles[0]!.text));
}

/**
 * Arrow functions in place of function declarations, of which none has `this`; where they are hoisted to as well.
 * Variables become `var`, since njs 0.7.9 takes a `let` that stands behind a function which uses it for missing.
 */
function withArrows(module: string): string {
  const { outputText } = ts.transpileModule(module, {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
    transformers: { before: [toArrows] },
  });
  return outputText;
}

function toArrows(context: ts.TransformationContext) {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    const inner = ts.visitEachChild(node, visit, context);
    if (ts.isVariableDeclarationList(inner)) return variables(inner.declarations);
    if (ts.isBlock(inner)) return factory.updateBlock(inner, rewritten(inner.statements));
    return ts.isSourceFile(inner) ? factory.updateSourceFile(inner, rewritten(inner.statements)) : inner;
  };
  return (file: ts.SourceFile) => visit(file) as ts.SourceFile;

  function rewritten(statements: readonly ts.Statement[]): ts.Statement[] {
    const functions = statements.filter(ts.isFunctionDeclaration);
    return [...functions.map(toArrow), ...statements.filter((one) => !ts.isFunctionDeclaration(one))];
  }

  function toArrow({ name, parameters, body }: ts.FunctionDeclaration): ts.Statement {
    const arrow = factory.createArrowFunction(undefined, undefined, parameters, undefined, undefined, body!);
    const declared = factory.createVariableDeclaration(name!, undefined, undefined, arrow);
    return factory.createVariableStatement(undefined, variables([declared]));
  }

  function variables(declarations: readonly ts.VariableDeclaration[]) {
    return factory.createVariableDeclarationList(declarations, ts.NodeFlags.None);
  }
}

function shorten(module: string): string {
  const { code } = transformSync(module, {
    format: 'esm',
    target: 'es5',
    supported: { arrow: true, 'template-literal': true },
    minify: true,
    charset: 'ascii',
    mangleProps: new RegExp(`^(?:${ownNames.join('|')})$`),
    mangleCache: shortNames,
  });
  const [end = '', name] = /export\{(\w+) as answer\};\s*$/.exec(code) ?? [];
  if (!name) throw new Error('the function of CloudFront has no entry');
  return `${code.slice(0, code.length - end.length)}function handler(e){return ${name}(e)}\n`;
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) compileCloudFront();
