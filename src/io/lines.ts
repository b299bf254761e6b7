/** In place of a line that is longer than lines may be; it is read to its end and forgotten. */
export const TOO_LONG = Symbol('a line that is too long');

const LINE_FEED = 0x0a;

/**
 * The lines of a stream as bytes, without their line feeds; the last one also where it has none. Unlike those of
 * `node:readline`, they end at line feeds only: JSON may hold the other characters that end lines.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<Uint8Array | typeof TOO_LONG> {
  let parts: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array) => {
    size += part.length;
    if (size > longest) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = () => {
    const line = size > longest ? TOO_LONG : parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      yield take();
    }
    add(chunk.subarray(start));
  }
  if (size > 0) yield take();
}
