/** No message is longer, whatever the text that it quotes. */
const MOST = 1900;

/** A text for people, cut where it is longer than anyone reads. */
export function shorten(text: string, most = MOST): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
