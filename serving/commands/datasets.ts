import { Argument, InvalidArgumentError } from 'commander';
import { buildDataset } from '../../features/buildDataset.ts';
import { readSnapshot, writeSnapshot } from '../../features/datasetSnapshot.ts';
import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import { insertDataset, listDatasets } from '../../prisma/repositories/datasets.ts';
import { describeDataset } from '../../training/datasets/describeDataset.ts';
import { diffRows } from '../../training/datasets/diffDatasets.ts';
import { driftBetween } from '../../training/datasets/drift.ts';
import { findDataset, manifestOf } from '../../training/datasets/findDataset.ts';
import { rebuildDataset } from '../../training/datasets/rebuildDataset.ts';
import { parseTask, taskSlug, tasks } from '../../training/taskNames.ts';
import { findCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { wholeNumber } from './optionValues.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

const referenceHelp = 'id, beginning of the hash, or a task (its newest)';
const number = (value: number | null) => (value === null ? null : Number(value.toPrecision(4)));

function shareOf(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError('It is a share above 0 and at most 1.');
  return share;
}

/** `linkloop datasets build | list | describe | diff | rebuild` */
export const registerDatasets: RegisterCommand = (program, line) => {
  const datasets = program
    .command('datasets')
    .description(
      'the tables models were trained on: what is in them, how they differ, whether they come out again',
    );

  datasets
    .command('list')
    .description('all of them, newest first')
    .option('--task <task>', 'of this task only')
    .option('--company <slug>', 'company', 'default')
    .action((options: { task?: string; company: string }) =>
      withApplication(async ({ database }) => {
        const { id } = await findCompany(database, options.company);
        const task = options.task === undefined ? undefined : parseTask(options.task);
        const rows = (await listDatasets(database.pool, id, task)).map((record) => ({
          id: record.id,
          task: taskSlug(record.task),
          recordedAt: record.recordedAt,
          rows: record.rowCount,
          from: record.asOfFrom,
          to: record.asOfTo,
          hash: record.hash,
        }));
        const shown = rows.map((row) => ({ ...row, hash: row.hash.slice(0, 12) }));
        line.answer({ datasets: rows }, rows.length === 0 ? 'There is no dataset yet.' : table(shown));
      }),
    );

  datasets
    .command('describe <dataset>')
    .description(
      `columns, missing shares, drift since the one before, what looks like leakage (${referenceHelp})`,
    )
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExample:\n  linkloop datasets describe churn --json')
    .action((reference: string, options: { company: string }) =>
      withApplication(async ({ database, settings }) => {
        const { id } = await findCompany(database, options.company);
        const { dataset, previous } = await findDataset(database.pool, id, reference);
        const described = await describeDataset(database.pool, settings.dataDirectory, dataset, previous);
        const manifest = manifestOf(dataset);
        const drifted = described.drift?.columns.filter((column) => column.drifted) ?? [];
        const sections = [
          `${taskSlug(dataset.task)} ${dataset.hash.slice(0, 12)}, ${dataset.rowCount} rows of ${described.subjects} subjects, ${dataset.asOfFrom.toISOString()} to ${dataset.asOfTo.toISOString()}`,
          `label ${manifest.labelDefinition}, mean ${number(described.meanLabel)}, horizon ${manifest.horizonDays} days; ${described.censored ?? 'an unknown number of'} moments left out because their label is not mature`,
          ...(described.erasedSubjects === 0
            ? []
            : [
                `${described.erasedSubjects} subjects have asked to be erased since: rebuild leaves them out.`,
              ]),
          '',
          table(
            described.columns.map(({ column, type, missing, distinct, mean, low, median, high, top }) => ({
              column,
              type,
              missing: `${(100 * missing).toFixed(1)} %`,
              distinct,
              mean: number(mean),
              low: number(low),
              median: number(median),
              high: number(high),
              top,
            })),
          ),
          '',
          described.drift === null
            ? 'No earlier dataset of this task to compare with.'
            : drifted.length === 0
              ? 'No column has drifted since the dataset before.'
              : `Drifted since the dataset before:\n${table(
                  drifted.map(({ column, psi, ks, missing }) => ({
                    column,
                    psi: number(psi),
                    ks: number(ks),
                    'missing before': `${(100 * missing[0]).toFixed(1)} %`,
                    'missing now': `${(100 * missing[1]).toFixed(1)} %`,
                  })),
                )}`,
          '',
          described.suspicions.length === 0
            ? 'Nothing looks like leakage.'
            : `Looks like leakage:\n${described.suspicions.map(({ text }) => `- ${text}`).join('\n')}`,
        ];
        line.answer({ dataset: dataset.id, hash: dataset.hash, ...described }, sections.join('\n'));
      }),
    );

  datasets
    .command('diff <before> <now>')
    .description(`rows, labels and values that differ between two (each: ${referenceHelp})`)
    .option('--company <slug>', 'company', 'default')
    .action((before: string, now: string, options: { company: string }) =>
      withApplication(async ({ database, settings }) => {
        const { id } = await findCompany(database, options.company);
        const records = [
          (await findDataset(database.pool, id, before)).dataset,
          (await findDataset(database.pool, id, now)).dataset,
        ] as const;
        const [earlier, later] = [
          await readSnapshot(settings.dataDirectory, records[0].path),
          await readSnapshot(settings.dataDirectory, records[1].path),
        ];
        const diff = diffRows(earlier.rows, later.rows);
        const drift = driftBetween(earlier.rows, later.rows);
        const sameDefinitions = records[0].definitionHash === records[1].definitionHash;
        line.answer(
          { before: records[0].id, now: records[1].id, sameDefinitions, ...diff, drift },
          [
            `${diff.onlyBefore} rows only in the first, ${diff.onlyNow} only in the second; of both ${diff.unchanged} unchanged, ${diff.labels} with another label or weight`,
            sameDefinitions ? 'features are defined alike' : 'features are defined differently',
            ...(diff.columnsOnlyBefore.length > 0
              ? [`columns gone: ${diff.columnsOnlyBefore.join(', ')}`]
              : []),
            ...(diff.columnsOnlyNow.length > 0 ? [`columns new: ${diff.columnsOnlyNow.join(', ')}`] : []),
            ...(diff.columns.length > 0
              ? ['', table(diff.columns.map(({ column, rows }) => ({ column, 'rows changed': rows })))]
              : []),
          ].join('\n'),
        );
      }),
    );

  datasets
    .command('rebuild <dataset>')
    .description(`build it again from its manifest and say whether the same comes out (${referenceHelp})`)
    .option('--company <slug>', 'company', 'default')
    .action((reference: string, options: { company: string }) =>
      withApplication(async ({ database, settings }) => {
        const { id } = await findCompany(database, options.company);
        const { dataset } = await findDataset(database.pool, id, reference);
        const rebuilt = await rebuildDataset(database.pool, settings.dataDirectory, dataset, line.signal);
        const { diff } = rebuilt;
        line.answer(
          { dataset: dataset.id, before: dataset.hash, ...rebuilt },
          [
            rebuilt.same
              ? `The same ${rebuilt.rows} rows came out, hash ${rebuilt.hash.slice(0, 12)}.`
              : `Other rows came out: ${rebuilt.rows}, hash ${rebuilt.hash.slice(0, 12)} instead of ${dataset.hash.slice(0, 12)}.`,
            ...(rebuilt.erasedSubjects > 0
              ? [`${rebuilt.erasedSubjects} subjects who asked to be erased are left out.`]
              : []),
            ...(rebuilt.otherDefinitions ? ['Features are defined differently now.'] : []),
            ...(diff === null || rebuilt.same
              ? []
              : [
                  `${diff.onlyBefore} rows are gone, ${diff.onlyNow} new, ${diff.labels} have another label or weight.`,
                  ...diff.columns.map(({ column, rows }) => `${column}: another value in ${rows} rows`),
                ]),
          ].join('\n'),
        );
      }),
    );

  datasets
    .command('build')
    .description('build and register the dataset of a task as of now, without training')
    .addArgument(new Argument('<task>', 'whose').choices(tasks.map(taskSlug).filter((t) => t !== 'linking')))
    .option('--negatives <share>', 'keep this share of the rows with label 0; they weigh the more', shareOf)
    .option('--seed <number>', 'which of them', wholeNumber(0, 2 ** 31 - 1), 7)
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExample:\n  linkloop datasets build lead-score --negatives 0.1')
    .action((name: string, options: { negatives?: number; seed: number; company: string }) =>
      withApplication(async ({ database, settings, clock }) => {
        const company = await findCompany(database, options.company);
        const task = parseTask(name) as HistoryTask;
        const built = await buildDataset(database.pool, {
          task,
          company,
          knownAt: clock.now(),
          signal: line.signal,
          ...(options.negatives === undefined
            ? {}
            : { negatives: { share: options.negatives, seed: options.seed } }),
        });
        const directory = settings.dataDirectory;
        const { path, hash, manifest } = await writeSnapshot({ directory, companyId: company.id, ...built });
        const { id } = await insertDataset(database.pool, {
          companyId: company.id,
          task,
          path,
          hash,
          definitionHash: built.definitionHash,
          rowCount: built.rows.length,
          asOfFrom: new Date(manifest.asOfFrom),
          asOfTo: new Date(manifest.asOfTo),
          manifest,
          recordedAt: clock.now(),
        });
        line.answer(
          { id, task: name, hash, path, rows: built.rows.length, censored: built.censored },
          `${built.rows.length} rows, ${built.censored} moments censored; hash ${hash.slice(0, 12)}, in ${path}`,
        );
      }),
    );
};
