/** `releases/SHA256SUMS`, as `sha256sum --check` reads it: one line per release, in order, append-only. */

export interface Checksum {
  readonly sha256: string;
  readonly file: string;
}

export function parseChecksums(text: string): Checksum[] {
  return text.split('\n').flatMap((line) => {
    const [, sha256, file] = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line.trimEnd()) ?? [];
    return sha256 && file ? [{ sha256, file }] : [];
  });
}

export function printChecksum({ sha256, file }: Checksum): string {
  return `${sha256}  ${file}\n`;
}
