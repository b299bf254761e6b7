import { mustRules } from './must/index.ts';
import type { Rule } from './rule.ts';
import { shouldRules } from './should/index.ts';

/** Every rule on one object, in the order in which they are tried. */
export const allRules: readonly Rule[] = [...mustRules, ...shouldRules];
