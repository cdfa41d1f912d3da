import { Argument, InvalidArgumentError } from 'commander';
import { promote } from '../../training/aliases.ts';
import { parseTask, taskSlug, tasks } from '../../training/taskNames.ts';
import { findCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';

/** `linkloop promote <task> <version>` */
export const registerPromote: RegisterCommand = (program, line) => {
  program
    .command('promote')
    .description('make a registered version the champion; a running experiment ends')
    .addArgument(new Argument('<task>', 'task').choices(tasks.map(taskSlug)))
    .argument('<version>', 'number of the version, see linkloop models', versionNumber)
    .option('--reason <text>', 'why, for people who ask later', 'by hand')
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExample:\n  linkloop promote churn 3 --reason "better on the new branch"')
    .action((name: string, version: number, options: { reason: string; company: string }) =>
      withApplication(async ({ database, clock }) => {
        const { id: companyId } = await findCompany(database, options.company);
        const task = parseTask(name);
        const { reason } = options;
        await promote(database, { companyId, task, version, actor: 'cli', reason, now: clock.now() });
        line.answer({ task: name, champion: version }, `Version ${version} of ${name} answers from now on.`);
      }),
    );
};

function versionNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It is not a version: 1, 2, 3 ...');
  return value;
}
