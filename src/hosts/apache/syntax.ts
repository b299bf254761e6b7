/** Apache's configuration language, and the part of it that mod_rewrite reads: rules with conditions. */

/**
 * A word of the configuration.
 * @throws Error where the text holds what Apache would put something else for
 */
export function quote(text: string): string {
  if (/\n|\$\{/.test(text)) throw new Error(`cannot be written for Apache: ${text}`);
  return `"${text.replace(/[\\"]/g, (character) => `\\${character}`)}"`;
}

/**
 * A word of a rule, where Apache takes no backslash away; so a quotation mark is written by its number.
 * @throws Error where the text holds what Apache would put something else for, or what would end the word
 */
function word(text: string): string {
  if (/\n|\$\{|\\$|\\"/.test(text)) throw new Error(`cannot be written for mod_rewrite: ${text}`);
  return `"${text.replaceAll('"', '\\x22')}"`;
}

export interface Condition {
  /** Text with variables. */
  readonly of: string;
  /** A regular expression, or a comparison such as `=text`. */
  readonly is: string;
  readonly ignoreCase?: boolean;
}

/** A rule that applies where all its conditions do. */
export interface RewriteRule {
  readonly when?: readonly Condition[];
  /** Over the path within the folder; anything, if it is left out. */
  readonly path?: string;
  /** A path within the folder; none leaves the path as it is. */
  readonly to?: string;
  readonly flags?: readonly string[];
}

/** The condition that a variable is a text. */
export function is(name: string, text: string): Condition {
  return { of: read(name), is: `=${text}` };
}

export function isEmpty(name: string): Condition {
  return matches(name, NOTHING);
}

/** A comparison with nothing would be taken for an expression. */
export const NOTHING = '^$';

export function matches(name: string, regex: string): Condition {
  return { of: read(name), is: regex };
}

/** Where the value of a variable stands. */
export function read(name: string): string {
  return `%{ENV:${name}}`;
}

/** Text in which no sign stands for a value. */
export function literal(text: string): string {
  return text.replace(/[$%\\]/g, '\\$&');
}

/** The flag that gives a variable a value. */
export function set(name: string, value: string): string {
  return `E=${name}:${value}`;
}

/** Nothing of the rules after the first one that applies. */
export function firstOf(rules: readonly RewriteRule[]): RewriteRule[] {
  return rules.map((rule, index) => skipping(rule, rules.length - 1 - index));
}

/** Rules that are passed over where a condition holds. */
export function unless(condition: Condition, rules: readonly RewriteRule[]): RewriteRule[] {
  return rules.length === 0 ? [] : [skipping({ when: [condition] }, rules.length), ...rules];
}

export function skipping(rule: RewriteRule, count: number): RewriteRule {
  return count === 0 ? rule : { ...rule, flags: [...(rule.flags ?? []), `S=${count}`] };
}

export function printRules(rules: readonly RewriteRule[]): string[] {
  return rules.flatMap(({ when = [], path = '^', to = '-', flags = [] }) => [
    ...when.map(printCondition),
    `RewriteRule ${word(path)} ${word(to)}${flags.length > 0 ? ` ${word(`[${flags.join(',')}]`)}` : ''}`,
  ]);
}

/** Apache adds what is asked about to `Vary` by itself, where the site has said already what it depends on. */
function printCondition({ of, is: pattern, ignoreCase }: Condition): string {
  return `RewriteCond ${word(of)} ${word(pattern)} [${ignoreCase ? 'NC,' : ''}NV]`;
}
