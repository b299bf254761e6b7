/**
 * How much longer work takes on eight times the input: 8 where it is proportional, 64 where it is quadratic.
 * A busy machine only ever adds time, so the smallest of several ratios counts; and what is done in a blink has
 * not grown at all.
 */
export function growth(work: (size: number) => void, size: number): number {
  const ratios = [0, 1, 2, 3].map(() => {
    const short = quickest(() => work(size));
    const long = quickest(() => work(size * 8));
    return long < 20 ? 1 : long / short;
  });
  return Math.min(...ratios);
}

/** Above this, work grows faster than its input. */
export const PROPORTIONAL = 24;

function quickest(run: () => void): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}
