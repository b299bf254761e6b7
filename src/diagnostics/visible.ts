/**
 * Texts that come from content, made harmless to show: a finding may quote what was written to move the
 * cursor, to recolour a terminal, or to make a line read in another order than it stands.
 */

/**
 * Controls (C0, C1), line and paragraph separators, what directs or joins without being seen, marks of byte order,
 * tags, and halves of surrogate pairs. The joiners of emoji and of Persian (U+200C, U+200D) are left alone.
 */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const ALL_UNSEEN = new RegExp(UNSEEN, 'gu');

/** The text on one line, with every character that does not show itself shown as `<U+001B>`. */
export function visible(text: string): string {
  return UNSEEN.test(text) ? text.replace(ALL_UNSEEN, nameOf) : text;
}

function nameOf(character: string): string {
  return `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** The same JSON, with escapes for what JSON allows in strings and terminals or editors obey. */
export function harmlessJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
