/**
 * What is surely wrong with a regular expression in the syntax of PCRE (§9.6.1), in a few words.
 *
 * No engine is asked: the one at hand is not PCRE, and would refuse what PCRE takes. Looked at are brackets,
 * parentheses, the last backslash, and quantifiers with nothing before them; each character once.
 */
export function regexFault(source: string): string | undefined {
  // With the flag x a "#" begins a comment, in which parentheses mean nothing.
  if (/\(\?[a-zA-Z]*x/.test(source)) return undefined;
  let depth = 0;
  let canRepeat = false;
  for (let at = 0; at < source.length; ) {
    const unit = source[at]!;
    if ('*+?'.includes(unit) && !canRepeat) return `"${unit}" with nothing to repeat before it`;
    if (unit === ')' && depth === 0) return '")" without its "("';
    if (unit === '(') depth += 1;
    else if (unit === ')') depth -= 1;
    const end = itemEnd(source, at);
    if (typeof end === 'string') return end;
    // `(?` and `(*` begin special groups; the sign belongs to them
    canRepeat = unit === '(' ? end > at + 1 : unit !== '|';
    at = end;
  }
  return depth > 0 ? '"(" without its ")"' : undefined;
}

/** Where the item ends that begins at `start`, or what is wrong with it. */
function itemEnd(source: string, start: number): number | string {
  switch (source[start]) {
    case '\\':
      return start + 1 < source.length ? escapeEnd(source, start) : 'a backslash at the end';
    case '[':
      return classEnd(source, start) ?? '"[" without its "]"';
    case '(':
      return openingEnd(source, start) ?? 'a comment, "(?#", without its ")"';
    default:
      return start + 1;
  }
}

/** `\Q` quotes all up to `\E`, or to the end. */
function escapeEnd(source: string, start: number): number {
  if (source[start + 1] !== 'Q') return start + 2;
  const end = source.indexOf('\\E', start + 2);
  return end === -1 ? source.length : end + 2;
}

function openingEnd(source: string, start: number): number | undefined {
  const sign = source[start + 1];
  if (sign === '*') return start + 2;
  if (sign !== '?') return start + 1;
  if (source[start + 2] !== '#') return start + 3;
  // The comment's ")" is left where it is, and closes what is now open.
  const end = source.indexOf(')', start + 3);
  return end === -1 ? undefined : end;
}

const POSIX = /\[:\^?[a-z]+:\]/y;

/** A "]" that comes first is a member of the class, and so are those in `[:alpha:]`. */
function classEnd(source: string, start: number): number | undefined {
  let at = start + (source[start + 1] === '^' ? 2 : 1);
  if (source[at] === ']') at += 1;
  while (at < source.length) {
    const unit = source[at];
    if (unit === ']') return at + 1;
    POSIX.lastIndex = at;
    if (unit === '\\') at = escapeEnd(source, at);
    else at = unit === '[' && POSIX.test(source) ? POSIX.lastIndex : at + 1;
  }
  return undefined;
}
