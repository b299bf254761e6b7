import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Below this many bytes compression saves no packet. */
const WORTHWHILE = 1400;
/** Beyond gzip in size at about twice its speed; higher levels cost too much for an answer made on the spot. */
const BROTLI_QUALITY = 4;

/** The body in the best coding that the client takes (RFC 9110 §12.5.3); undefined where none is worth it. */
export async function compress(
  body: Uint8Array,
  acceptEncoding: string,
): Promise<{ coding: 'br' | 'gzip'; body: Uint8Array } | undefined> {
  if (body.length < WORTHWHILE) return undefined;
  if (accepts(acceptEncoding, 'br')) {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    };
    return { coding: 'br', body: await brotli(body, { params }) };
  }
  if (accepts(acceptEncoding, 'gzip')) return { coding: 'gzip', body: await deflate(body) };
  return undefined;
}

function accepts(header: string, coding: string): boolean {
  return header.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
