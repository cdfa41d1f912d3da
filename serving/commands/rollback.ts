import { Argument } from 'commander';
import { findModelVersion } from '../../prisma/repositories/modelVersions.ts';
import { rollback } from '../../training/aliases.ts';
import { parseTask, taskSlug, tasks } from '../../training/taskNames.ts';
import { findCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';

/** `linkloop rollback <task>` */
export const registerRollback: RegisterCommand = (program, line) => {
  program
    .command('rollback')
    .description('go back to the champion of before, at last to the fallback rule; a running experiment ends')
    .addArgument(new Argument('<task>', 'task').choices(tasks.map(taskSlug)))
    .option('--reason <text>', 'why, for people who ask later', 'by hand')
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExample:\n  linkloop rollback linking --reason "too many wrong links"')
    .action((name: string, options: { reason: string; company: string }) =>
      withApplication(async ({ database, clock }) => {
        const { id: companyId } = await findCompany(database, options.company);
        const { modelVersionId } = await rollback(database, {
          companyId,
          task: parseTask(name),
          actor: 'cli',
          reason: options.reason,
          now: clock.now(),
        });
        const version =
          modelVersionId === null
            ? null
            : (await findModelVersion(database.pool, companyId, { id: modelVersionId }))!.version;
        const what = version === null ? 'The fallback rule' : `Version ${version}`;
        line.answer({ task: name, champion: version }, `${what} of ${name} answers from now on.`);
      }),
    );
};
