import { Argument } from 'commander';
import type { Measured, TrainingReport } from '../../training/report.ts';
import { runTraining } from '../../training/run.ts';
import { parseTask, taskSlug, tasks } from '../../training/taskNames.ts';
import { findCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

/** `linkloop train <task>` */
export const registerTrain: RegisterCommand = (program, line) => {
  program
    .command('train')
    .description('train a task now and print what its gate said')
    .addArgument(new Argument('<task>', 'what to train').choices(tasks.map(taskSlug)))
    .option('--company <slug>', 'company', 'default')
    .addHelpText(
      'after',
      `
The first model that passes the gate answers at once; later ones challenge the one in force with a fifth of the
traffic. A model that does not pass is kept for a look (linkloop models), and answers nobody.

Examples:
  linkloop train linking
  linkloop train lead-score --company north --json`,
    )
    .action((name: string, options: { company: string }) =>
      withApplication(async ({ database, clock, settings }) => {
        const { id: companyId } = await findCompany(database, options.company);
        let stage = '';
        const report = await runTraining({
          database,
          clock,
          dataDirectory: settings.dataDirectory,
          run: { companyId, task: parseTask(name), trigger: 'cli' },
          signal: line.signal,
          onProgress(_, next) {
            if (next !== stage) line.note(`${next} ...`);
            stage = next;
          },
        });
        line.answer(report, reportText(report));
      }),
    );
};

/** A training report for people. */
export function reportText(report: TrainingReport): string {
  const { champion, baseline, split } = report;
  const columns: readonly (readonly [string, Readonly<Record<string, Measured>>])[] = [
    ['candidate', report.metrics],
    ...(champion === null ? [] : [[champion.name, champion.metrics] as const]),
    [baseline.name, baseline.metrics],
  ];
  const rows = Object.keys(report.metrics).map((metric) => ({
    metric,
    ...Object.fromEntries(columns.map(([name, metrics]) => [name, shown(metrics[metric])])),
  }));
  const against = [baseline, ...(champion === null ? [] : [champion])].map(
    ({ name, difference }) => `${report.loss} against ${name}: ${shown(difference)} (below 0 is better)`,
  );
  const outcome = {
    champion: 'It answers from now on: there was no champion.',
    challenger: 'It challenges the champion in an experiment from now on.',
    registered: 'It is kept for a look and answers nobody.',
  }[report.outcome];
  return [
    `${taskSlug(report.task)} version ${report.version}: ${report.rows} labelled rows, ${split.trainRows} to learn from and ${split.holdoutRows} ${split.kind === 'time' ? 'later ones' : 'of other subjects'} to judge by, ${report.seconds.toFixed(1)} s`,
    ...(rows.length === 0 ? [] : ['', table(rows), '', ...against]),
    '',
    report.gate.passed ? 'The gate lets it pass.' : 'The gate refuses it:',
    ...report.gate.reasons.map((reason) => `  ${reason}`),
    outcome,
    ...report.notes.map((note) => `  ${note}`),
  ].join('\n');
}

function shown(measured: Measured | undefined): string {
  if (measured === undefined) return '-';
  const { value, low, high } = measured;
  const number = (each: number) =>
    String(Math.abs(each) >= 100 ? Math.round(each) : Number(each.toPrecision(3)));
  return `${number(value)} [${number(low)}, ${number(high)}]`;
}
