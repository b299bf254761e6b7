/** The known names that somebody may have meant, the nearest first; at most `most`. */
export function nearNames(name: string, known: readonly string[], most = 3): string[] {
  const ranked = known.map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }));
  return ranked
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Of codes many leave out the room, or part of the rest: what a name holds is near to it. */
function distanceOf(name: string, candidate: string): number {
  const short = name.slice(0, 80).toLowerCase();
  const ends = [candidate, candidate.slice(candidate.indexOf('/') + 1)];
  const least = Math.min(...ends.map((end) => edits(short, end)));
  return short !== '' && candidate.includes(short) ? Math.min(least, 1) : least;
}

/** How many characters must be put in, taken out, or replaced to make one of the other (Levenshtein). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
