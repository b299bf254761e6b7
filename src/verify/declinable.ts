import { Declined } from './verdict.ts';

/**
 * Tries all cases, though some may be declined: those that are not must be right.
 * @throws Declined in the end, where one was
 */
export async function tryEach<Case>(
  cases: readonly Case[],
  check: (one: Case) => Promise<void>,
): Promise<void> {
  let declined: Declined | undefined;
  for (const one of cases) {
    try {
      await check(one);
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
      declined ??= error;
    }
  }
  if (declined) throw declined;
}
