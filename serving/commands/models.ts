import { Argument } from 'commander';
import type { Task } from '../../prisma/generated/enums.ts';
import { listModelVersions } from '../../prisma/repositories/modelVersions.ts';
import { currentStanding } from '../../training/aliases.ts';
import type { TrainingReport } from '../../training/report.ts';
import { parseTask, taskSlug, tasks } from '../../training/taskNames.ts';
import { findCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

/** `linkloop models [task]` */
export const registerModels: RegisterCommand = (program, line) => {
  program
    .command('models')
    .description('registered versions, which of them answer, and what their gate said')
    .addArgument(new Argument('[task]', 'of this task only').choices(tasks.map(taskSlug)))
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExamples:\n  linkloop models\n  linkloop models linking --company north --json')
    .action((name: string | undefined, options: { company: string }) =>
      withApplication(async ({ database }) => {
        const { id } = await findCompany(database, options.company);
        const wanted = name === undefined ? tasks : [parseTask(name)];
        const models = [];
        for (const task of wanted) models.push(...(await versionsOf(database, id, task)));
        const rows = models.map(({ metrics: _, reasons, ...model }) => ({
          ...model,
          why: reasons.join(' ') || '-',
        }));
        line.answer(
          { models },
          rows.length === 0 ? 'There is no model yet: the fallback rules answer.' : table(rows),
        );
      }),
    );
};

async function versionsOf(
  { pool }: Parameters<Parameters<typeof withApplication>[0]>[0]['database'],
  companyId: string,
  task: Task,
) {
  const { champion, challenger } = await currentStanding(pool, companyId, task);
  return (await listModelVersions(pool, companyId, task)).map(({ id, version, recordedAt, report }) => {
    const { gate, metrics = {} } = report as Partial<TrainingReport>;
    return {
      task: taskSlug(task),
      version,
      alias: id === champion ? 'champion' : id === challenger ? 'challenger' : null,
      gate: gate === undefined ? null : gate.passed ? 'passed' : 'refused',
      recordedAt,
      reasons: gate?.reasons ?? [],
      metrics,
    };
  });
}
