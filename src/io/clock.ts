/** The one place where the clock is read. The `release` command writes down what it says; no build asks it. */
export function now(): string {
  return new Date().toISOString();
}
