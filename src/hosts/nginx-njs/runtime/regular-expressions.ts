/**
 * Regular expressions as njs understands them. It hands them to PCRE as they are, where "$" also matches before
 * a last line feed, "." stops at "\n" alone, and "\s" knows ASCII only; and it refuses the flags "s" and "u".
 * No character beyond U+00FF may stand in them: njs would have them never match an empty text. What "\s" and "."
 * are used on here comes from headers and from ids, which hold no others.
 */

const SPACES = '\\t\\n\\v\\f\\r \\u00a0';
const PARTS = /\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[$.]/g;

/** @param flags of the original; of them `s` is worked in here */
export function toPcre(source: string, flags = ''): string {
  return source.replace(PARTS, (part) => {
    if (part === '$') return '(?![\\s\\S])';
    if (part === '.') return flags.includes('s') ? '[\\s\\S]' : '[^\\n\\r]';
    if (part === '\\s') return `[${SPACES}]`;
    if (part === '\\S') return `[^${SPACES}]`;
    return part[0] === '[' && !isAny(part) ? part.replace(/\\s/g, SPACES) : part;
  });
}

/** `[\s\S]` and its like match everything already. */
function isAny(part: string): boolean {
  return part.includes('\\S');
}

/** The flags that are left. */
export function toPcreFlags(flags: string): string {
  return flags.replace(/[su]/g, '');
}

// By a way round its name, in whose place stands the function below once all is one module.
const Native = /x/.constructor as RegExpConstructor;

/** What `new RegExp(source, flags)` becomes. */
function compilePattern(source: string, flags = ''): RegExp {
  return new Native(toPcre(source, flags), toPcreFlags(flags));
}

export { compilePattern as RegExp };
