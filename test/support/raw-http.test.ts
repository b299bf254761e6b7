import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { RawClient } from './raw-http.ts';

/** The raw client against answers as servers write them. */

async function serving(answer: (socket: Socket, request: string, n: number) => void): Promise<RawClient> {
  let n = 0;
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => answer(socket, bytes.toString('latin1'), n++));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new RawClient({ port: (server.address() as AddressInfo).port, patience: 500 });
  onTestFinished(() => {
    client.close();
    server.close();
  });
  return client;
}

const get = { method: 'GET', target: '/' };

it('sends what it is given, byte by byte', async () => {
  const client = await serving((socket, request) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${request.length}\r\n\r\n`);
    socket.write(Buffer.from(request, 'latin1'));
  });
  const { body } = await client.send({
    method: 'gEt',
    target: '//..\x01\xe9%zz?[]&&',
    headers: [
      ['Accept', 'a'],
      ['accept', ''],
      ['Accept', 'b'],
    ],
  });
  expect(body.toString('latin1')).toBe(
    'gEt //..\x01\xe9%zz?[]&& HTTP/1.1\r\nHost: localhost\r\nAccept: a\r\naccept: \r\nAccept: b\r\n\r\n',
  );
});

it('reads chunks, interim answers and bodies that end with the connection', async () => {
  const client = await serving((socket, _, n) => {
    if (n === 0) {
      socket.write(
        'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab',
      );
      setTimeout(() => socket.write('c\r\n2;x=y\r\nde\r\n0\r\n\r\n'), 20);
    } else socket.end('HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\n\r\nto the end');
  });
  expect((await client.send(get)).body.toString()).toBe('abcde');
  const last = await client.send(get);
  expect([last.body.toString(), last.header('X-a'), last.values('x-A')]).toEqual([
    'to the end',
    '1, 2',
    ['1', '2'],
  ]);
});

it('decodes, and takes no body where there is none', async () => {
  const gzip = gzipSync('packed');
  const brotli = brotliCompressSync('packed');
  const client = await serving((socket, request) => {
    const [coding, bytes] = request.includes('br') ? ['br', brotli] : ['gzip', gzip];
    const status = request.includes('/304') ? '304 Not Modified' : '200 OK';
    socket.write(
      `HTTP/1.1 ${status}\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    );
    if (request.startsWith('GET / ')) socket.write(bytes);
  });
  for (const coding of ['br', 'gzip']) {
    const answer = await client.send({ ...get, headers: [['Accept-Encoding', coding]] });
    expect(answer.body.toString()).toBe('packed');
    expect(answer.encodedBody.length).toBe((coding === 'br' ? brotli : gzip).length);
  }
  expect((await client.send({ method: 'HEAD', target: '/' })).body.length).toBe(0);
  expect((await client.send({ method: 'GET', target: '/304' })).body.length).toBe(0);
});

it('asks anew where an idle connection has been closed, but not where an answer is cut off', async () => {
  const client = await serving((socket, request, n) => {
    if (request.includes('/cut')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
    else if (n === 1) socket.destroy();
    else socket.write('HTTP/1.1 204 No Content\r\n\r\n');
  });
  expect((await client.send(get)).status).toBe(204);
  expect((await client.send(get)).status).toBe(204);
  await expect(client.send({ method: 'GET', target: '/cut' })).rejects.toThrow('cut off');
});

it('gives up on silence, and on what is no HTTP', async () => {
  const client = await serving((socket, request) => {
    if (request.includes('/ssh')) socket.write('SSH-2.0-OpenSSH_9.2\r\n\r\n');
  });
  await expect(client.send(get)).rejects.toThrow('silence for 500 ms');
  await expect(client.send({ method: 'GET', target: '/ssh' })).rejects.toThrow('no HTTP answer');
});
