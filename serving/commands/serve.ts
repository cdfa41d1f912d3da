import { InvalidArgumentError } from 'commander';
import { openApplication } from '../application.ts';
import { startService } from '../service.ts';
import { readSettings } from '../settings.ts';
import type { RegisterCommand } from './commandLine.ts';

interface ServeOptions {
  port?: number;
  host?: string;
  worker: boolean;
}

/** `linkloop serve` */
export const registerServe: RegisterCommand = (program, line) => {
  program
    .command('serve')
    .description('answer over HTTP, and train weekly and on demand; ends on Ctrl-C or SIGTERM')
    .option('--port <port>', 'port to listen on; 0 takes any free one (default: PORT, or 3000)', port)
    .option('--host <address>', 'address to listen on (default: HOST, or 127.0.0.1)')
    .option('--no-worker', 'leave training to other processes (linkloop worker)')
    .addHelpText(
      'after',
      `
The first start prints an admin key. Documentation of the API: /docs on the address it prints.

Examples:
  linkloop serve
  linkloop serve --port 8080 --no-worker`,
    )
    .action(async (options: ServeOptions) => {
      const settings = readSettings();
      const application = await openApplication({
        ...settings,
        port: options.port ?? settings.port,
        host: options.host ?? settings.host,
      });
      try {
        const service = await startService(application, { worker: options.worker });
        line.note(`Listening on ${service.url} (documentation: ${service.url}/docs). Ctrl-C ends it.`);
        await interrupted(line.signal);
        await service.close();
        line.answer({ url: service.url, stopped: true }, 'Stopped.');
      } finally {
        await application.close();
      }
    });
};

export function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

export function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError('It is not a port: 0 to 65535.');
  }
  return value;
}
