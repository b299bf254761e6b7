import { sizesFrom } from '../../query/file-steps.ts';
import type { FileOutcome, FileTable } from '../../query/file-table.ts';
import { emptyFile, errorFile } from '../../query/paths.ts';
import { captureOf, symbolOf } from './symbols.ts';
import { type Condition, firstOf, matches, type RewriteRule, read, set, unless } from './syntax.ts';

/** The rules of the file table, over the symbols of a request, and the files that they lead to. */

/**
 * From the symbols to what is to be answered: `TP_ANSWER` is a kind of answer; for a file `TP_HEAD`, `TP_TAIL` (its
 * name before and after the size) and `TP_MISSING`; for an error `TP_ERROR`.
 */
export function chooseAnswer({ dimensions, rules }: FileTable): RewriteRule[] {
  return firstOf(
    rules.map(({ when, outcome }) => {
      const parts = dimensions.map(({ name }) => (when[name] ? `(?:${when[name].join('|')})` : '[^:]*'));
      const isAll = parts.every((part) => part === '[^:]*');
      return {
        ...(isAll ? {} : { when: [matches('TP_ALL', `^${parts.join(':')}$`)] }),
        flags: answerFlags(outcome),
      };
    }),
  );
}

function answerFlags(outcome: FileOutcome): string[] {
  if (outcome.answer === 'error')
    return [set('TP_ANSWER', 'error'), set('TP_ERROR', messageOf(outcome.error))];
  if (outcome.answer !== 'file') return [set('TP_ANSWER', outcome.answer)];
  const [head = '', tail] = outcome.file.split('{size}').map(fill);
  const missing = outcome.missing === 'empty' ? '' : messageOf(outcome.missing);
  return [
    set('TP_ANSWER', tail === undefined ? 'file' : 'page'),
    set('TP_HEAD', head),
    ...(tail ? [set('TP_TAIL', tail)] : []),
    ...(missing ? [set('TP_MISSING', missing)] : []),
  ];
}

function fill(template: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => read(captureOf(name)));
}

/** Its name in the folder of messages, which begins with the status. */
export function messageOf(error: { readonly status: number; readonly title: string }): string {
  return errorFile(error).split('/').at(-1)!;
}

/** Goes through the files that may be meant, and on to the rules after these where there is none. */
export function findFile(
  { sizes }: FileTable,
  found: readonly RewriteRule[],
  emptyOnGuard: readonly RewriteRule[],
): RewriteRule[] {
  const turns = sizes.flatMap((size, index): RewriteRule[] => {
    const limits = ['absent', ...sizes.slice(0, index + 1).map((most) => `up-to-${most}`)];
    const allowed = limits.filter((limit) => sizesFrom(sizes, limit).includes(size));
    return attempt(
      { of: read(symbolOf('limit')), is: `!^(?:${allowed.join('|')})$` },
      `${read('TP_HEAD')}${size}${read('TP_TAIL')}`,
      found,
    );
  });
  const pages = unless({ of: read('TP_ANSWER'), is: '!=page' }, turns);
  const single = attempt({ of: read('TP_ANSWER'), is: '!=file' }, read('TP_HEAD'), found);
  const missing: RewriteRule[] = [
    ...unless({ of: read('TP_MISSING'), is: '.' }, [...emptyOnGuard, { to: emptyFile, flags: ['END'] }]),
    { flags: [set('TP_ERROR', read('TP_MISSING'))] },
  ];
  const empty = unless({ of: read('TP_HEAD'), is: `!=${emptyFile}` }, emptyOnGuard);
  return unless({ of: read('TP_ANSWER'), is: '!^(?:file|page)$' }, [
    ...empty,
    ...pages,
    ...single,
    ...missing,
  ]);
}

/** Only once a path has been rewritten does Apache know where in the file system it leads. */
function attempt(not: Condition, to: string, found: readonly RewriteRule[]): RewriteRule[] {
  const isThere: Condition = { of: '%{REQUEST_FILENAME}', is: '!-f' };
  return unless(not, [{ to, flags: ['DPI'] }, ...unless(isThere, found)]);
}

/** The statuses of all errors of a table. */
export function statusesOf({ rules }: FileTable): number[] {
  const errors = rules.flatMap(({ outcome }) => {
    if (outcome.answer === 'error') return [outcome.error.status];
    return outcome.answer === 'file' && outcome.missing !== 'empty' ? [outcome.missing.status] : [];
  });
  return [...new Set(errors)].sort();
}
