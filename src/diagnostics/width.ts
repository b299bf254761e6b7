/** How many columns of a terminal characters take; near enough for a marker to stand under what it marks. */

/** Combining marks, joiners and variation selectors stand on the character before them. */
const NONE = /^(?:\p{Mn}|\p{Me}|\u200c|\u200d)$/u;

/** East Asian Wide and Fullwidth (Unicode Standard Annex #11), and pictures. */
const TWO =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]$/u;

/** The columns of a text in which every character shows itself. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += NONE.test(character) ? 0 : TWO.test(character) ? 2 : 1;
  return width;
}
