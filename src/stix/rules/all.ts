import { mustRules } from './must/index.ts';
import type { Rule } from './rule.ts';
import { shouldRules } from './should/index.ts';

/**
 * Every rule on one object, in the order in which they are tried. The rules are in `must` and `should`, one a file or
 * a table of alike ones; what several of them use is in `shared`.
 */
export const allRules: readonly Rule[] = [...mustRules, ...shouldRules];
