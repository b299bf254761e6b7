export type Query = readonly (readonly [name: string, value: string])[];

/** As most clients write a query: brackets, commas and colons percent-encoded. */
export function withQuery(url: string, query: Query): string {
  const text = query.map(([name, value]) => `${segment(name)}=${segment(value)}`).join('&');
  return text === '' ? url : `${url}?${text}`;
}

/** The URL with one slash at its end, without query and fragment. */
export function directoryUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/*$/, '/')}`;
}

/** A segment of a path, whatever a server may call its things; half a character is no character. */
export function segment(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** True for this machine, where TLS protects nothing. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}
