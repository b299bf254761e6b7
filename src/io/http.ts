import { Agent as HttpAgent, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswerError, type Send, type WireAnswer, type WireRequest } from '../verify/wire.ts';

/** Bytes. A longer answer is broken off: memory has an end. */
const LONGEST_BODY = 512 * 1024 * 1024;

/**
 * Requests as they are given, one after the other on one connection: `fetch` would add an Accept header of its
 * own, and spell URLs anew.
 * @param timeout milliseconds for a whole answer
 */
export function httpSend({ timeout, userAgent }: { timeout: number; userAgent: string }): Send {
  const options = { keepAlive: true, maxSockets: 1 };
  const lines: Lines = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  return async (request) => {
    const headers = { 'User-Agent': userAgent, ...request.headers };
    try {
      return await exchange({ ...request, headers }, lines, AbortSignal.timeout(timeout));
    } catch (error) {
      throw new NoAnswerError(reasonOf(error, timeout));
    }
  };
}

type Lines = Readonly<Record<string, HttpAgent>>;

export async function wait(milliseconds: number): Promise<void> {
  await sleep(milliseconds);
}

function exchange(request: WireRequest, lines: Lines, signal: AbortSignal): Promise<WireAnswer> {
  const { method, url, headers, body } = request;
  const { protocol } = new URL(url);
  const open = protocol === 'https:' ? overHttps : overHttp;
  // What a broken server sends behind the answer to a HEAD would be taken for the next answer.
  const agent = method === 'HEAD' ? false : lines[protocol]!;
  return new Promise((resolve, reject) => {
    const outgoing = open(url, { method, headers, agent, signal });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // RFC 9112 §9.3.1: a server may close a connection that is idle, just when it is used again.
      const wasIdle = outgoing.reusedSocket && error.code === 'ECONNRESET';
      if (wasIdle) exchange(request, lines, signal).then(resolve, reject);
      else reject(error);
    });
    outgoing.on('response', (incoming) => {
      const { statusCode, rawHeaders } = incoming;
      const done = (bytes: Uint8Array) => ({ status: statusCode!, headers: headersOf(rawHeaders), bytes });
      readAll(incoming)
        .then(done)
        .then(resolve, (error: unknown) => {
          outgoing.destroy();
          reject(error);
        });
    });
    outgoing.end(body);
  });
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > LONGEST_BODY) throw new Error(`more than ${LONGEST_BODY} bytes in one answer`);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < raw.length; index += 2) headers.append(raw[index]!, raw[index + 1]!);
  return headers;
}

function reasonOf(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `none in ${timeout / 1000} seconds`;
  const { code } = error as NodeJS.ErrnoException;
  return error.message || code || error.name;
}
