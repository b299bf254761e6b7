import { writeSync } from 'node:fs';

// Preloaded into every measured process: at its end it says, on descriptor 3, what it has used.

/** Time that a process spent on what does not count, such as getting ready what is to be written. */
declare global {
  var uncounted: { milliseconds: number; cpuMicroseconds: number } | undefined;
}

process.once('exit', (code) => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const { milliseconds = 0, cpuMicroseconds = 0 } = globalThis.uncounted ?? {};
  const usage = {
    code,
    // Since the process began, so that starting Node counts for all alike.
    seconds: (performance.now() - milliseconds) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime - cpuMicroseconds) / 1e6,
    peakMiB: maxRSS / 1024,
  };
  writeSync(3, JSON.stringify(usage));
});
