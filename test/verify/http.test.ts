import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { httpSend } from '../../src/io/http.ts';
import { curlLine, NoAnswerError } from '../../src/verify/wire.ts';

/** What goes over the wire, and what comes back, exactly. */

const send = httpSend({ timeout: 5000, userAgent: 'taxii-press/test' });

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<[string, Server]> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return [`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server];
}

describe('requests over HTTP', () => {
  test('have the headers that were given and a User-Agent, and URLs as they are spelled', async () => {
    const asked: IncomingMessage[] = [];
    const [address] = await listen((request, response) => {
      asked.push(request);
      response.end();
    });
    const path = '/a//b/?match[type]=x,y&added_after=2024-01-01T00:00:00Z&limit=1&limit=1&';
    await send({ method: 'GET', url: address + path, headers: {} });
    await send({ method: 'POST', url: `${address}/`, headers: { Accept: 'a/b' }, body: '{}' });
    expect(asked[0]!.url).toBe(path);
    expect(Object.keys(asked[0]!.headers).sort()).toEqual(['connection', 'host', 'user-agent']);
    expect(asked[1]!.headers).toMatchObject({
      accept: 'a/b',
      'user-agent': 'taxii-press/test',
      'content-length': '2',
    });
  });

  test('follow no redirect, and give answers as they came', async () => {
    const [address] = await listen((_, response) => {
      response.setHeader('Location', '/elsewhere/');
      response.setHeader('X-Twice', ['one', 'two']);
      response.writeHead(301).end(Buffer.from([0xff, 0x00, 0x7b]));
    });
    const answer = await send({ method: 'GET', url: `${address}/here`, headers: {} });
    expect([answer.status, answer.headers.get('Location')]).toEqual([301, '/elsewhere/']);
    expect(answer.headers.get('X-Twice')).toBe('one, two');
    expect([...answer.bytes]).toEqual([0xff, 0x00, 0x7b]);
  });

  test('share one connection, and survive a server that closes it', async () => {
    const sockets = new Set<Socket>();
    const [address, server] = await listen((request, response) => {
      sockets.add(request.socket);
      response.end('ok');
    });
    const ask = () => send({ method: 'GET', url: `${address}/`, headers: {} });
    for (let n = 0; n < 5; n += 1) await ask();
    expect(sockets.size).toBe(1);
    server.closeIdleConnections();
    expect((await ask()).status).toBe(200);
    expect(sockets.size).toBe(2);
  });

  test('a body behind the answer to a HEAD is told, and does not become the next answer', async () => {
    const [address] = await listen(({ method, socket }, response) => {
      if (method === 'HEAD') socket.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad');
      else response.end('good');
    });
    const ask = (method: string) => send({ method, url: `${address}/`, headers: {} });
    await expect(ask('HEAD')).rejects.toThrow(NoAnswerError);
    expect(new TextDecoder().decode((await ask('GET')).bytes)).toBe('good');
  });

  test('an answer that takes too long is none', async () => {
    const [address] = await listen((_, response) => {
      response.writeHead(200);
      response.write('{');
    });
    const impatient = httpSend({ timeout: 300, userAgent: 'x' });
    await expect(impatient({ method: 'GET', url: `${address}/`, headers: {} })).rejects.toThrow(
      NoAnswerError,
    );
  });
});

describe('a line for curl', () => {
  test.each([
    ['GET', {}, undefined, `curl -gsi -H 'Accept:' 'https://a.example/?match[type]=x'`],
    [
      'HEAD',
      { Accept: 'a/b' },
      undefined,
      `curl -gsi -I -H 'Accept: a/b' 'https://a.example/?match[type]=x'`,
    ],
    [
      'POST',
      { Accept: "it's", Authorization: 'Basic secret' },
      '{}',
      `curl -gsi -X POST -H 'Accept: it'\\''s' -H "Authorization: $AUTHORIZATION" --data-raw '{}' 'https://a.example/?match[type]=x'`,
    ],
  ])('%s', (method, headers, body, expected) => {
    const url = 'https://a.example/?match[type]=x';
    expect(curlLine({ method, url, headers, ...(body === undefined ? {} : { body }) })).toBe(expected);
  });
});
