import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';

/** A room of `src`: a folder, or a file at its top. */
export interface Room {
  /** Imports go from a higher rank to a lower one; rooms of one rank never import each other. */
  readonly rank: number;
  /** The only rooms it may import; without it, all of lower rank. */
  readonly imports?: readonly string[];
  /** True where the room runs without node_modules, and so imports no package. */
  readonly isBare?: boolean;
  /** True where the folders inside are strangers to each other. */
  readonly isDivided?: boolean;
  /** True for the one room that may write to the terminal. */
  readonly isVoice?: boolean;
}

export type Rooms = Readonly<Record<string, Room>>;

/** Rooms up to this rank are pure: no Node, no clock, no process, no chance. */
const LAST_PURE = 5;

/** The files of pure rooms that may import a module of Node's, and why each needs it. */
const HASHING: Readonly<Record<string, string>> = { 'json/digest.ts': 'node:crypto' };

/**
 * What is wrong with the imports and the purity of some sources.
 * @param files text by path, relative to `src`, with "/"
 */
export function checkArchitecture(files: ReadonlyMap<string, string>, rooms: Rooms): string[] {
  const present = new Set([...files.keys()].map(roomOf));
  return [
    ...[...present].filter((room) => !rooms[room]).map((room) => `${room}: is no room of the table`),
    ...Object.keys(rooms)
      .filter((room) => !present.has(room))
      .map((room) => `${room}: is in the table only`),
    ...[...files].flatMap(([path, text]) => {
      const room = rooms[roomOf(path)];
      return room ? [...checkImports(path, text, room, rooms), ...checkNames(path, text, room)] : [];
    }),
  ];
}

function roomOf(path: string): string {
  return path.split('/', 1)[0]!;
}

function checkImports(path: string, text: string, room: Room, rooms: Rooms): string[] {
  // Holds type-only imports, re-exports, import() and import types as well.
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.flatMap(({ fileName }) => {
    const fault = fileName.startsWith('.')
      ? faultOfPath(path, posix.join(posix.dirname(path), fileName), room, rooms)
      : faultOfModule(path, fileName, room);
    return fault ? [`${path}: imports ${fileName}, ${fault}`] : [];
  });
}

function faultOfPath(from: string, to: string, room: Room, rooms: Rooms): string | undefined {
  const [home, target] = [roomOf(from), roomOf(to)];
  if (target === '..') return 'which is outside src';
  if (home === target)
    return room.isDivided && areStrangers(from, to) ? 'which is a stranger to it' : undefined;
  const other = rooms[target];
  if (!other) return 'which is in no known room';
  if (other.rank >= room.rank)
    return `upward or sideways: ${home} is ${room.rank}, ${target} is ${other.rank}`;
  if (room.imports && !room.imports.includes(target))
    return `but ${home} may import only ${room.imports.join(', ')}`;
  return undefined;
}

/** In `hosts/a/…` and `hosts/b/…`; what lies at the room's top is common to them. */
function areStrangers(from: string, to: string): boolean {
  const [, a, ...inA] = from.split('/');
  const [, b, ...inB] = to.split('/');
  return inA.length > 0 && inB.length > 0 && a !== b;
}

function faultOfModule(path: string, name: string, room: Room): string | undefined {
  const isNode = name.startsWith('node:') || builtinModules.includes(name);
  if (!isNode) return room.isBare ? 'but the room has no packages' : undefined;
  if (/^(node:)?process$/.test(name)) return 'which hides the process from this test';
  if (room.rank > LAST_PURE || HASHING[path] === name) return undefined;
  return 'but the room is pure';
}

/** Names that reach outside, for pure rooms: another machine, moment or locale would give another site. */
const IMPURE_NAMES = new Set([
  'process',
  'Buffer',
  'performance',
  'Intl',
  'require',
  'globalThis',
  'setTimeout',
  'setInterval',
]);
const IMPURE_MEMBERS =
  /^(Date\.now|Math\.random|crypto\.randomUUID|crypto\.getRandomValues|.*\.(localeCompare|toLocale\w+|getTimezoneOffset))$/;
const TERMINAL = /^process\.(stdout|stderr)$/;

function checkNames(path: string, text: string, room: Room): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const isPure = room.rank <= LAST_PURE;
  const visit = (node: ts.Node): void => {
    const name = faultyName(node, isPure, room.isVoice === true);
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    if (name) found.push(`${path}:${line + 1}: uses ${name}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function faultyName(node: ts.Node, isPure: boolean, isVoice: boolean): string | undefined {
  if (ts.isIdentifier(node) && isReference(node)) {
    if (node.text === 'console' && !isVoice) return 'console';
    return isPure && IMPURE_NAMES.has(node.text) ? node.text : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const access = `${node.expression.getText()}.${node.name.text}`;
    if (TERMINAL.test(access) && !isVoice) return access;
    return isPure && IMPURE_MEMBERS.test(access) ? access : undefined;
  }
  if (isPure && isClock(node)) return 'the clock, through Date without arguments';
  return isUnknownImport(node) ? 'import() of a name that is worked out' : undefined;
}

/** `process` in `a.process`, `{ process: 1 }` or `interface A { process: B }` is a name of the program's own. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent)
  );
}

function isClock(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const isDate = ts.isIdentifier(node.expression) && node.expression.text === 'Date';
  return isDate && (ts.isCallExpression(node) || !node.arguments?.length);
}

function isUnknownImport(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return false;
  return !node.arguments[0] || !ts.isStringLiteralLike(node.arguments[0]);
}
