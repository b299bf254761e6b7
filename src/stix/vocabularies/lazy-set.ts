/** A set that is built at its first use: a list of thousands should cost nothing to those who never ask it. */
export function lazySet(build: () => Iterable<string>): () => ReadonlySet<string> {
  let set: ReadonlySet<string> | undefined;
  return () => {
    set ??= new Set(build());
    return set;
  };
}

export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
