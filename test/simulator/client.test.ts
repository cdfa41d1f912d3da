import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createClient, HttpProblem } from '../../simulator/client.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function clientOf(listener: RequestListener, concurrency = 4) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createClient({ baseUrl, apiKey: 'secret', concurrency });
}

describe('the client', () => {
  test('repeats a write under the same idempotency key after a lost connection', async () => {
    const keys: unknown[] = [];
    const client = await clientOf((request, response) => {
      keys.push(request.headers['idempotency-key']);
      if (keys.length < 3) request.socket.destroy();
      else response.end('{"done":true}');
    });
    await expect(client.post('/x', {})).resolves.toEqual({ done: true });
    expect(keys.length).toBe(3);
    expect(new Set(keys).size).toBe(1);
    expect(client.requests).toBe(3);
  });

  test('shows what the service says is wrong', async () => {
    const client = await clientOf((request, response) => {
      expect(request.headers.authorization).toBe('Bearer secret');
      response.writeHead(400, { 'content-type': 'application/problem+json' });
      response.end(
        JSON.stringify({ code: 'invalid_input', detail: 'No such field.', errors: [{ path: '/call' }] }),
      );
    });
    const problem = await client.post('/y', {}).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(HttpProblem);
    expect(problem).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(String(problem)).toContain('POST /y: 400 No such field. [{"path":"/call"}]');
  });

  test('waits for a busy service, and gives up in the end', async () => {
    let asked = 0;
    const client = await clientOf((_request, response) => {
      asked++;
      response.writeHead(503);
      response.end();
    });
    await expect(client.get('/z')).rejects.toMatchObject({ status: 503 });
    expect(asked).toBe(5);
  });

  test('keeps the order of results and the bound on requests in flight', async () => {
    let [flying, most] = [0, 0];
    const client = await clientOf((request, response) => {
      most = Math.max(most, ++flying);
      setTimeout(() => {
        flying--;
        response.end(JSON.stringify(request.url));
      }, 5);
    }, 3);
    const paths = Array.from({ length: 20 }, (_, i) => `/${i}`);
    await expect(client.each(paths, (path) => client.get(path))).resolves.toEqual(paths);
    expect(most).toBe(3);
  });
});
