/** An absolute URL of a folder: its path ends in "/", and it has no query (TAXII 2.1 §4.1.1). */
export function isBaseUrl(text: string): boolean {
  return /^https?:\/\/[^?#\s]+\/$/.test(text) && URL.canParse(text);
}
