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
function reportText(report: TrainingReport): string {
  const { champion, baseline } = report;
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
    `${taskSlug(report.task)} version ${report.version}: ${rowsText(report)}, ${report.seconds.toFixed(1)} s`,
    ...(rows.length === 0 ? [] : ['', table(rows), '', ...against]),
    '',
    report.gate.passed ? 'The gate lets it pass.' : 'The gate refuses it:',
    ...report.gate.reasons.map((reason) => `  ${reason}`),
    outcome,
    ...report.notes.map((note) => `  ${note}`),
  ].join('\n');
}

function rowsText({ rows, split, metrics }: TrainingReport): string {
  if (rows === 0) return 'learned without labels';
  const labelled = `${rows} labelled rows`;
  if (Object.keys(metrics).length === 0) return labelled;
  const period = `${split.from.slice(0, 10)} to ${split.to.slice(0, 10)}`;
  // Where everybody has a past to learn from and a future to judge by, they are the same rows.
  if (split.trainRows === rows && split.holdoutRows === rows) {
    return `${labelled}, judged by ${period}, learned from what came before`;
  }
  const held = split.kind === 'time' ? `later ones (${period})` : 'of other subjects';
  return `${labelled}, ${split.trainRows} to learn from and ${split.holdoutRows} ${held} to judge by`;
}

function shown(measured: Measured | undefined): string {
  if (measured === undefined) return '-';
  const { value, low, high } = measured;
  const number = (each: number) => {
    const size = Math.abs(each);
    return String(size >= 100 ? Math.round(each) : size < 1e-6 ? 0 : Number(each.toPrecision(3)));
  };
  return `${number(value)} [${number(low)}, ${number(high)}]`;
}
