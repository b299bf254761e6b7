import ts from 'typescript';
import { toPcre, toPcreFlags } from '../hosts/nginx-njs/runtime/regular-expressions.ts';

/**
 * A module in the JavaScript of njs 0.7.9: ECMAScript 5 with promises and little more. TypeScript lowers the
 * syntax; what it leaves to libraries, and what njs does in its own way, is rewritten before.
 * @param module one ES module without imports but those that njs has itself
 * @throws Error where a construct is left that would mean something else to njs
 */
export function lowerToNjs(module: string): string {
  const { outputText } = ts.transpileModule(module, {
    compilerOptions: {
      target: ts.ScriptTarget.ES5,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
    },
    transformers: { before: [rewrite] },
  });
  const [importLine = ''] = /^import .*$/m.exec(outputText) ?? [];
  const rest = outputText.replace(importLine, '');
  const foreign = /^(?:import|export (?!default)).*$/m.exec(rest)?.[0];
  if (foreign) throw new Error(`njs has no ${foreign}`);
  return `${importLine}\n${HELPERS}${rest}`;
}

function rewrite(context: ts.TransformationContext) {
  const { factory } = context;
  const call = (name: string, values: readonly ts.Expression[]) =>
    factory.createCallExpression(factory.createIdentifier(name), undefined, values);
  const visit = (node: ts.Node): ts.Node => rewriteNode(ts.visitEachChild(node, visit, context));
  return (file: ts.SourceFile) => ts.visitEachChild(file, visit, context);

  function rewriteNode(node: ts.Node): ts.Node {
    // Loops and spreads go through lists by number: njs has no iterators to go through by itself.
    if (ts.isForOfStatement(node))
      return factory.updateForOfStatement(
        node,
        node.awaitModifier,
        node.initializer,
        call('__list', [node.expression]),
        node.statement,
      );
    if (ts.isSpreadElement(node)) return factory.updateSpreadElement(node, call('__list', [node.expression]));
    if (ts.isVariableDeclaration(node) && ts.isArrayBindingPattern(node.name) && node.initializer)
      return factory.updateVariableDeclaration(
        node,
        node.name,
        node.exclamationToken,
        node.type,
        call('__list', [node.initializer]),
      );
    if (ts.isRegularExpressionLiteral(node)) return factory.createRegularExpressionLiteral(pcre(node.text));
    // As ECMAScript 5 has classes, the constructor of Error would give another object than the one begun.
    if (
      ts.isExpressionWithTypeArguments(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'Error'
    )
      return factory.updateExpressionWithTypeArguments(node, factory.createIdentifier('__Error'), undefined);
    if (ts.isExportDeclaration(node)) return exportDefault(node);
    return node;
  }

  function exportDefault({ exportClause }: ts.ExportDeclaration): ts.Node {
    const [only] = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
    if (only?.name.text !== 'default' || !only.propertyName) throw new Error('njs exports one value');
    return factory.createExportAssignment(undefined, false, only.propertyName as ts.Identifier);
  }
}

function pcre(literal: string): string {
  const end = literal.lastIndexOf('/');
  const flags = literal.slice(end + 1);
  return `/${toPcre(literal.slice(1, end), flags)}/${toPcreFlags(flags)}`;
}

/** What the rewritten code calls. */
const HELPERS = `
function __Error(message) { this.message = message; }
__Error.prototype = Object.create(Error.prototype);
function __list(values) {
  if (values.toList) return values.toList();
  if (typeof values.next === 'function') {
    var list = [];
    for (var step = values.next(); !step.done; step = values.next()) list.push(step.value);
    return list;
  }
  return values;
}
`;
