import { checkConsistency } from '../../features/consistency/checkConsistency.ts';
import type { Database } from '../../prisma/database.ts';
import { freshness } from '../../prisma/repositories/freshness.ts';
import { findModelVersion } from '../../prisma/repositories/modelVersions.ts';
import { currentStanding } from '../../training/aliases.ts';
import { taskSlug, tasks } from '../../training/taskNames.ts';
import { findCompany } from '../companies.ts';
import type { RegisterCommand } from './commandLine.ts';
import { withApplication } from './session.ts';
import { table } from './table.ts';

/** `linkloop status` */
export const registerStatus: RegisterCommand = (program, line) => {
  program
    .command('status')
    .description(
      'what a company has: rows, imports, trainings, models in force, reviews that wait, how fresh its data are',
    )
    .option('--company <slug>', 'company', 'default')
    .addHelpText('after', '\nExample:\n  linkloop status --company north')
    .action((options: { company: string }) =>
      withApplication(async ({ database, clock }) => {
        const company = await findCompany(database, options.company);
        const status = {
          ...(await readStatus(database, company.id)),
          ...(await readFeatureStatus(database, company, clock.now())),
        };
        const sections = [
          `${company.name} (${company.slug}), ${company.timezone}, wrong-link limit ${company.wrongLinkLimit}`,
          table([status.rows]),
          ...section('Imports', status.imports),
          ...section('Trainings', status.trainings),
          ...section('Models in force', status.models),
          ...section('Reviews', status.reviews),
          ...section('Newest events, age in days', status.freshness),
          ...section('Served features computed again (sample of the last week)', [status.consistency]),
        ];
        line.answer({ company: company.slug, ...status }, sections.join('\n'));
      }),
    );
};

/** How new the data are, and whether answers were given from the features their history says. */
async function readFeatureStatus(
  { pool }: Database,
  company: { readonly id: string; readonly settings: unknown },
  now: Date,
) {
  const age = (time: Date | null) =>
    time === null ? null : Math.round((now.getTime() - time.getTime()) / 8640) / 10000;
  const { skewed, ...counts } = await checkConsistency(pool, {
    company,
    since: new Date(now.getTime() - 7 * 86_400_000),
    sample: 100,
  });
  return {
    freshness: (await freshness(pool, company.id, now)).map(
      ({ source, newestOccurredAt, newestRecordedAt }) => ({
        source,
        happened: age(newestOccurredAt),
        recorded: age(newestRecordedAt),
      }),
    ),
    consistency: { ...counts, skewed: skewed.length },
  };
}

const section = (title: string, rows: readonly Record<string, unknown>[]): string[] =>
  rows.length === 0 ? [] : ['', title, table(rows)];

async function readStatus({ pool }: Database, companyId: string) {
  const read = async (sql: string) => (await pool.query<Record<string, unknown>>(sql, [companyId])).rows;
  const counted = [
    'customer',
    'call',
    'identity_link',
    'lead',
    'appointment',
    'interaction',
    'transaction',
    'outcome',
    'link_correction',
    'prediction',
  ];
  const [rows] = await read(
    `select ${counted.map((name) => `(select count(*)::int from "${name}" where company_id = $1) as "${name}"`).join(', ')}`,
  );
  return {
    rows: rows!,
    imports: await read(
      `select entity, file_name as "file", rows_done::int as "rowsDone", rows_imported::int as "rowsImported",
         rows_rejected::int as "rowsRejected", finished, recorded_at as "recordedAt"
       from import_run where company_id = $1 order by recorded_at desc, id desc limit 10`,
    ),
    trainings: await read(
      `select task, status, trigger, attempts, recorded_at as "recordedAt", finished_at as "finishedAt", error
       from training_run where company_id = $1 order by recorded_at desc, id desc limit 10`,
    ),
    models: await modelsInForce(pool, companyId),
    reviews: await read(
      `select status, count(*)::int as "count" from review_task where company_id = $1 group by status order by status`,
    ),
  };
}

async function modelsInForce(pool: Database['pool'], companyId: string) {
  const models = [];
  for (const task of tasks) {
    const standing = await currentStanding(pool, companyId, task);
    for (const alias of ['champion', 'challenger'] as const) {
      const id = standing[alias];
      const model = id === null ? null : await findModelVersion(pool, companyId, { id });
      if (model !== null) models.push({ task: taskSlug(task), alias, version: model.version });
    }
  }
  return models;
}
