import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

// The least that a build can cost: Node parses the same input and writes the same files, and nothing else.
//   floor <parse | print> <site> <out> <input file>…
// With "print" it also serialises what it has parsed, as DESIGN §10 counts it.

const [, , kind, site = '', out = '', ...inputs] = process.argv;

const start = { at: performance.now(), cpu: process.cpuUsage() };
const files = readdirSync(site, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: join(out, path.slice(site.length)), bytes: readFileSync(path) }));
const cpu = process.cpuUsage(start.cpu);
globalThis.uncounted = { milliseconds: performance.now() - start.at, cpuMicroseconds: cpu.user + cpu.system };

let printed = 0;
for (const input of inputs) {
  const value: unknown = JSON.parse(readFileSync(input, 'utf8'));
  if (kind === 'print') printed += JSON.stringify(value).length;
}
const made = new Set<string>();
for (const { path, bytes } of files) {
  if (!made.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  made.add(dirname(path));
  writeFileSync(path, bytes);
}
if (kind === 'print' && printed === 0) process.exitCode = 1;
