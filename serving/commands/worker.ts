import { startWorker } from '../service.ts';
import type { RegisterCommand } from './commandLine.ts';
import { interrupted } from './serve.ts';
import { withApplication } from './session.ts';

/** `linkloop worker` */
export const registerWorker: RegisterCommand = (program, line) => {
  program
    .command('worker')
    .description('train weekly and on demand, without answering; ends on Ctrl-C or SIGTERM')
    .addHelpText(
      'after',
      `
A training that is under way when the worker ends, however it ends, is finished by the next worker.

Example:
  linkloop serve --no-worker & linkloop worker`,
    )
    .action(() =>
      withApplication(async (application) => {
        const worker = await startWorker(application);
        line.note('Waiting for trainings. Ctrl-C ends it.');
        await interrupted(line.signal);
        await worker.close();
        line.answer({ stopped: true }, 'Stopped.');
      }),
    );
};
