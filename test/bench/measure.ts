import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** What a process has used, as `probe.ts` reports it. */
export interface Usage {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** Scripts of this folder, as plain JavaScript: what is measured must not carry a compiler. */
export function transpile(names: readonly string[], folder: string): Record<string, string> {
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(join(import.meta.dirname, `${name}.ts`), 'utf8');
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, ts.transpileModule(text, { compilerOptions: options }).outputText);
      return [name, path];
    }),
  );
}

/** Runs a script in a process of its own, and tells what it used and printed. */
export async function measure(
  probe: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<Usage & { stdout: string }> {
  const child = spawn(process.execPath, [...flags, '--import', probe, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const texts = await Promise.all(
    child.stdio.slice(1).map(async (stream) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream as NodeJS.ReadableStream) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString();
    }),
  );
  const [stdout = '', stderr = '', report = ''] = texts;
  const { code, ...usage } = report === '' ? { code: -1 } : (JSON.parse(report) as Usage & { code: number });
  if (code !== 0) throw new Error(`${basename(args[0]!)} ended with ${code}\n${stdout}${stderr}`);
  return { ...(usage as Usage), stdout };
}

/** The run in the middle, by time. */
export function middle<Run extends Usage>(runs: readonly Run[]): Run {
  return [...runs].sort((a, b) => a.seconds - b.seconds)[Math.floor((runs.length - 1) / 2)]!;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}

export function round(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
