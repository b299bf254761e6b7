const VALUE =
  '(?:(?:\\?+|\\*)?(?:[a-zA-Z0-9._-]|\\\\[\\\\*?!"#$%&\'()+,/:;<=>@[\\]^`{|}~])+(?:\\?+|\\*)?|\\*)';
const LANGUAGE = '(?:[a-zA-Z]{2,3}(?:-(?:[a-zA-Z]{2}|\\d{3}))?|[*-])';

const FORMATTED = new RegExp(`^cpe:2\\.3:[aho*-](?::${VALUE}){5}:${LANGUAGE}(?::${VALUE}){4}$`);
/** The older binding, which version 2.3 has as well. */
const URI = /^cpe:\/[aho]?(?::[^:\s]*){0,6}$/;

/** A CPE name of version 2.3, bound to a formatted string (NISTIR 7695 §6.2). */
export function isCpe(text: string): boolean {
  return FORMATTED.test(text);
}

/** A CPE name of version 2.3 in either binding and either case, as the OASIS validator takes it outside software. */
export function isAnyCpe(text: string): boolean {
  const lower = text.toLowerCase();
  return FORMATTED.test(lower) || URI.test(lower);
}
