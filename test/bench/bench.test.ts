import { expect, it } from 'vitest';
import { compiledCli, project, run } from '../support/compiled.ts';
import type { Validation } from './validating.ts';

/** The benchmark itself, at the smallest sizes. Times are not looked at: a test proves nothing by them. */
it('the benchmark runs, and answers read few files at any size', { timeout: 300_000 }, async () => {
  const env = {
    ...process.env,
    BENCH_CLI: compiledCli(),
    BENCH_ICS: '1',
    BENCH_SIZES: '40,80',
    BENCH_HISTORY: '40,2',
    BENCH_SERVING: '1000,4000',
    BENCH_RUNS: '1',
    BENCH_VALIDATING: '40',
    BENCH_REPEATS: '5',
  };
  const command = [process.execPath, '--import', 'tsx', 'test/bench/bench.ts'];
  const { code, stdout, stderr } = await run(command, { cwd: project, env });
  expect(code, stderr).toBe(0);
  const { validating, builds, growth, serving } = JSON.parse(stdout) as Figures;
  expect(builds.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['40 objects', '80 objects', '40 objects, 2 releases']),
  );
  for (const { ratio, build, output } of builds) {
    expect(ratio).toBeGreaterThan(0);
    expect(build.peakMiB).toBeGreaterThan(20);
    expect(output.files).toBeGreaterThan(5);
  }
  for (const { objects, ratio, objectsPerSecond } of validating) {
    expect(objects).toBeGreaterThan(30);
    expect(ratio).toBeGreaterThan(0);
    expect(objectsPerSecond).toBeGreaterThan(0);
  }
  expect(growth.timesTheInput).toBeCloseTo(2, 0);
  for (const { request, small, large } of serving.requests) {
    for (const { status, warm, cold, bytesAnswered } of [small, large]) {
      expect(status, request).toBe(200);
      expect(bytesAnswered, request).toBeGreaterThan(10);
      expect(warm.reads, request).toBeLessThanOrEqual(cold.reads);
    }
    // Objects of one type lie scattered: each may need a read of its own, in as many files.
    const scattered = request.includes('match[type]') ? 40 : 0;
    expect(large.cold.reads, request).toBeLessThanOrEqual(small.cold.reads + 2 + scattered);
  }
});

interface Cost {
  readonly reads: number;
  readonly bytesRead: number;
}

interface Answered {
  readonly status: number;
  readonly bytesAnswered: number;
  readonly cold: Cost;
  readonly warm: Cost;
}

interface Figures {
  readonly validating: readonly Validation[];
  readonly builds: readonly {
    readonly name: string;
    readonly ratio: number;
    readonly build: { readonly peakMiB: number };
    readonly output: { readonly files: number };
  }[];
  readonly growth: { readonly timesTheInput: number };
  readonly serving: {
    readonly requests: readonly {
      readonly request: string;
      readonly small: Answered;
      readonly large: Answered;
    }[];
  };
}
