const VALUE =
  '(?:(?:\\?+|\\*)?(?:[a-zA-Z0-9._-]|\\\\[\\\\*?!"#$%&\'()+,/:;<=>@[\\]^`{|}~])+(?:\\?+|\\*)?|\\*)';
const LANGUAGE = '(?:[a-zA-Z]{2,3}(?:-(?:[a-zA-Z]{2}|\\d{3}))?|[*-])';

const FORMATTED = new RegExp(`^cpe:2\\.3:[aho*-](?::${VALUE}){5}:${LANGUAGE}(?::${VALUE}){4}$`);

/** A backslash that is quoted, and so does not quote the colon after it; the OASIS validator thinks it does. */
const QUOTED_BACKSLASH = /(?<!\\)(?:\\\\)+:/;

/** Far longer texts exhaust the engine's stack. */
const LONGEST = 100_000;

/** A CPE name of version 2.3, bound to a formatted string (NISTIR 7695 §6.2). */
export function isCpe(text: string): boolean {
  return text.length <= LONGEST && FORMATTED.test(text) && !QUOTED_BACKSLASH.test(text);
}

/** The same as the OASIS validator has it outside software: letters and digits of any script, and "?" alone. */
const LAX_VALUE =
  '(?:(?:\\?+|\\*)?(?:[\\p{L}\\p{N}._-]|\\\\[\\\\*?!"#$%&\'()+,/:;<=>@[\\]^`{|}~-])+(?:\\?+|\\*)?|\\?+|\\*)';
const LAX_LANGUAGE = '(?:[a-z]{2,3}(?:-(?:[a-z]{2}|\\d{3}))?|[*-]|\\?+)';
const LAX = new RegExp(`^cpe:2.3:[aho*-](?::${LAX_VALUE}){5}:${LAX_LANGUAGE}(?::${LAX_VALUE}){4}$`, 'iu');
/** The older binding, which version 2.3 has as well (NISTIR 7695 §6.1). */
const URI = /^cpe:\/[aho]?(?::[^:\s]*){0,6}$/i;

/** A CPE name of version 2.3 in either binding, as the OASIS validator takes it outside software. */
export function isAnyCpe(text: string): boolean {
  return text.length <= LONGEST && ((LAX.test(text) && !QUOTED_BACKSLASH.test(text)) || URI.test(text));
}
