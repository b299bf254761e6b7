import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Bytes up to which an answer goes out in a few packets anyway, and twice as many files would cost more. */
const WORTHWHILE = 4096;
/** Almost as small as the highest levels, at a fraction of their time (1 % for brotli). */
const GZIP_LEVEL = 6;
const BROTLI_QUALITY = 5;

/** Writes `<path>.gz` and `<path>.br` beside a file, where it is worth it. */
export function precompress(path: string): void {
  const bytes = readFileSync(path);
  if (bytes.length < WORTHWHILE) return;
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: GZIP_LEVEL }));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
}
