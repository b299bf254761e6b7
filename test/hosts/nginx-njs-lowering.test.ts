import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleForNjs } from '../../src/commands/compile-njs.ts';
import { lowerToNjs } from '../../src/commands/lower-to-njs.ts';
import { programPath } from '../support/servers/installed.ts';

/** What the handler is written in means the same to Debian's njs once it is lowered. */

const njs = programPath('njs');
if (!njs && process.env.CI) throw new Error('CI needs njs (Debian package njs)');
if (!njs) console.warn('Skipped: tests on the real njs, because it is not installed (Debian package njs)');

/** Each gives a value that JSON can carry. */
const cases: Record<string, string> = {
  'a class that extends Error':
    'class E extends Error { constructor(p) { super(`${p} is missing`); } } const e = new E("a"); return [e instanceof E, e instanceof Error, e.message]',
  'fields, getters and static members':
    'class A { x = 1; static y = 2; get z() { return this.x + A.y; } } return new A().z',
  destructuring:
    'const { a, ...rest } = { a: 1, b: 2, c: 3 }; const [p, , q = 9, ...more] = [1, 2, undefined, 4]; return [a, rest, p, q, more]',
  'destructuring a map': 'const [[a], [, b]] = new Map([["x", 1], ["y", 2]]); return [a, b]',
  'spreads of lists, sets, maps, bytes and entries':
    'return [[...new Set([3, 3, 1])], [...new Map([[1, "a"]])], [...new Uint8Array([7])], [...["p"].entries()], Math.max(...[1, 5, 2])]',
  'a map keeps its order and tells numbers from texts':
    'const m = new Map(); for (let n = 40; n > 0; n -= 1) m.set(n, n); m.set("1", "text"); m.delete(40); m.set(39, "new"); return [m.size, m.keys().next().value, m.get(1), m.get("1"), m.get(39), m.has(40), [...m].map(([k]) => k)]',
  'names of JavaScript’s own as keys':
    'const m = new Map([["__proto__", 1], ["constructor", 2]]); return [m.get("__proto__"), m.get("constructor"), m.get("toString") ?? null, new Set(["__proto__"]).has("hasOwnProperty")]',
  'closures over the variable of a loop':
    'const made = []; for (const x of [1, 2, 3]) made.push(() => x); for (let i = 0; i < 2; i += 1) made.push(() => i); return made.map((f) => f())',
  'breaks and returns out of loops with closures':
    'const f = (list) => { for (const x of list) { const g = () => x; if (g() === 2) return `found ${g()}`; } return "none"; }; return [f([1, 2, 3]), f([1])]',
  'waiting in loops, in try, catch and finally':
    'const seen = []; for (let n = 1; ; n += 1) { try { seen.push(await Promise.resolve(n)); if (n < 3) throw new Error("again"); break; } catch { seen.push("caught"); } finally { seen.push("finally"); } } return seen',
  'waiting for all, in order':
    'return await Promise.all([3, 1, 2].map(async (n) => { for (const _ of new Array(n).fill(0)) await null; return n; }))',
  'optional chaining and defaults':
    'const a = null; return [a?.b ?? 1, a?.[0]?.c ?? 2, undefined?.d() ?? 3, 0 ?? 4]',
  'patterns that end where the text ends':
    'return [/^a$/.test("a\\n"), /^a$/.test("a"), new RegExp("^a$", "u").test("a\\n"), /^[$]$/.test("$"), /\\$/.test("$")]',
  'patterns with a dot':
    'return [/^a.b$/.test("a\\rb"), /^a.b$/s.test("a\\nb"), /^[.]$/.test("x"), /^\\.$/.test(".")]',
  'patterns with white space':
    'return ["", " ", "\\t", "\\u00a0", "x", ","].map((t) => [/^\\s$/.test(t), new RegExp("^[\\\\s,]*$", "u").test(t), /^[^\\s]*$/.test(t), /^\\S*$/.test(t)])',
  'patterns that ignore case': 'return ["ABC", "abc", "abd"].map((t) => new RegExp("^abc$", "iu").test(t))',
  'methods that njs lacks':
    'return [[1, 2].at(-1), [[1], 2].flat(), [1, 2].flatMap((n) => [n, n]), Array.from("ab", (c) => c + c), Array.from(new Set([1])), "a+b+c".replaceAll("+", "-"), Object.hasOwn({ toString: 1 }, "toString"), Object.hasOwn({}, "toString"), Object.fromEntries([["a", 1]])]',
  'headers whatever their case':
    'const h = new Headers({ "X-A": " 1 " }); h.append("x-a", "2"); h.set("B", "3"); h.delete("b"); return [h.get("X-a"), h.get("B"), h.has("x-A")]',
  'bytes of an answer':
    'const r = new Response("é", { status: 201 }); const part = new Response(new Uint8Array([1, 2, 3]).subarray(1)); return [r.status, [...new Uint8Array(await r.arrayBuffer())], [...new Uint8Array(await part.arrayBuffer())]]',
};

describe.skipIf(!njs)('lowered to njs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'taxii-press-njs-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Object.entries(cases))('%s', async (_, body) => {
    const text = `const run = async () => { ${body} };`;
    const wanted = await new Function(`${text} return run();`)();
    writeFileSync(
      join(folder, 'case.js'),
      bundleForNjs(`import './runtime/missing-methods.ts'; ${text} export default { run };`),
    );
    writeFileSync(
      join(folder, 'main.js'),
      "import made from './case.js';\nmade.run().then((value) => console.log(JSON.stringify(value)));\n",
    );
    const said = execFileSync(njs!, ['-p', folder, join(folder, 'main.js')], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect(JSON.parse(said)).toEqual(JSON.parse(JSON.stringify(wanted)));
  });

  it('refuses a module of several exports, and one that imports another', () => {
    expect(() => lowerToNjs('const a = 1; export { a };')).toThrow('njs');
    expect(() => lowerToNjs("import a from 'a'; import b from 'b'; a(b);")).toThrow('njs');
  });
});
