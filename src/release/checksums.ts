/** `releases/SHA256SUMS`, as `sha256sum --check` reads it: one line per release, in order, append-only. */

export interface Checksum {
  readonly sha256: string;
  readonly file: string;
}

/** The records, and the lines that are none. */
export function parseChecksums(text: string): {
  records: Checksum[];
  wrong: { line: string; number: number }[];
} {
  const records: Checksum[] = [];
  const wrong: { line: string; number: number }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, sha256, file] = /^([0-9a-f]{64}) [ *]([^\s/]+)$/.exec(line) ?? [];
    if (sha256 && file) records.push({ sha256, file });
    else if (line !== '') wrong.push({ line, number: index + 1 });
  }
  return { records, wrong };
}

export function printChecksum({ sha256, file }: Checksum): string {
  return `${sha256}  ${file}\n`;
}
