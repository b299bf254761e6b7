import { Declined, Lacking } from './verdict.ts';

/**
 * Tries all cases, though some may be declined: those that are not must be right.
 * @throws Declined in the end, where one was, or else Lacking
 */
export async function tryEach<Case>(
  cases: readonly Case[],
  check: (one: Case) => Promise<void>,
): Promise<void> {
  let declined: Declined | undefined;
  let lacking: Lacking | undefined;
  for (const one of cases) {
    try {
      await check(one);
    } catch (error) {
      if (error instanceof Declined) declined ??= error;
      else if (error instanceof Lacking) lacking ??= error;
      else throw error;
    }
  }
  if (declined) throw declined;
  if (lacking) throw lacking;
}
