import { Argument } from 'commander';
import type { Measured, TrainingReport } from '../../training/report.ts';
import { runTraining } from '../../training/run.ts';
import { parseTask, taskSlug, tasks } from '../../training/taskNames.ts';
import { changeLearnedAttributes } from '../changeLearnedAttributes.ts';
import { findCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { commaList } from './optionValues.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

interface TrainOptions {
  readonly company: string;
  readonly exclude?: readonly string[];
  readonly acknowledge?: readonly string[];
}

/** `linkloop train <task>` */
export const registerTrain: RegisterCommand = (program, line) => {
  program
    .command('train')
    .description('train a task now and print what its gate said')
    .addArgument(new Argument('<task>', 'what to train').choices(tasks.map(taskSlug)))
    .option(
      '--exclude <attributes>',
      'from now on do not learn from these, divided by commas: they are filled in with the outcome or after it',
      commaList,
    )
    .option(
      '--acknowledge <attributes>',
      'from now on do not refuse models because of these: they were known before the outcome',
      commaList,
    )
    .option('--company <slug>', 'company', 'default')
    .addHelpText(
      'after',
      `
The first model that passes the gate answers at once; later ones challenge the one in force with a fifth of the
traffic. A model that does not pass is kept for a look (linkloop models), and answers nobody. A model is refused too when
an attribute alone gives the outcome away, until the attribute is excluded or acknowledged; both are remembered.

Examples:
  linkloop train linking
  linkloop train lead-score --company north --json
  linkloop train lead-score --exclude closeReason,closedBy`,
    )
    .action((name: string, options: TrainOptions) =>
      withApplication(async ({ database, clock, settings }) => {
        const { id: companyId } = await findCompany(database, options.company);
        const task = parseTask(name);
        const { exclude: excluded = [], acknowledge: acknowledged = [] } = options;
        if (excluded.length + acknowledged.length > 0) {
          const wanted = { companyId, task, actor: 'cli', now: clock.now() };
          await changeLearnedAttributes(database, wanted, { excluded, acknowledged });
        }
        let stage = '';
        const report = await runTraining({
          database,
          clock,
          dataDirectory: settings.dataDirectory,
          run: { companyId, task, trigger: 'cli' },
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
