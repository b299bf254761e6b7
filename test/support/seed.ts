import fc from 'fast-check';

/** One seed for a run, printed, so that a failure can be repeated with SEED=<n>. */
export const seed = Number(process.env.SEED ?? (Date.now() ^ process.pid) >>> 0);
console.log(`random tests: SEED=${seed}`);
fc.configureGlobal({ seed });

/** A small deterministic generator of numbers in [0, 1) (mulberry32). */
export function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
