import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../../base/problem.ts';
import type { Application } from '../application.ts';
import { httpApp } from './app.ts';

export interface HttpServer {
  /** http://host:port */
  readonly url: string;
  /** Lets requests under way finish, for at most some seconds. */
  close(): Promise<void>;
}

const graceMilliseconds = 5_000;

/**
 * Serves the application's API.
 * @param options where; by default what the settings say. Port 0 takes any free one.
 * @throws Problem `unavailable` when the address is taken or not ours.
 */
export async function startServer(
  application: Application,
  options: { host?: string; port?: number } = {},
): Promise<HttpServer> {
  const host = options.host ?? application.settings.host;
  const port = options.port ?? application.settings.port;
  await application.changes.follow();
  const { app, IncomingMessage, ServerResponse } = httpApp(application);
  // A batch may take as long as it sends; readBody limits how long an ordinary body may take.
  const server = createServer({ IncomingMessage, ServerResponse, requestTimeout: 0 }, app as never);
  server.setTimeout(60_000);
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Problem('unavailable', `Cannot listen on ${host}:${port}: ${error.message}`, {
          remedy: 'Choose another address or port (HOST, PORT, or --port).',
          cause: error,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
      await closed;
      clearTimeout(timer);
    },
  };
}
