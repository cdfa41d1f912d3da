import { z } from 'zod';
import { checkConsistency } from '../../../features/consistency/checkConsistency.ts';
import { millisecondsPerDay } from '../../../features/history.ts';
import { type DatasetRecord, listDatasets } from '../../../prisma/repositories/datasets.ts';
import { freshness } from '../../../prisma/repositories/freshness.ts';
import { recordedEnd } from '../../../prisma/repositories/page.ts';
import { describeDataset } from '../../../training/datasets/describeDataset.ts';
import { findDataset, manifestOf } from '../../../training/datasets/findDataset.ts';
import { taskSlug } from '../../../training/taskNames.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { nextPage, pageAsked, pageOf, pageQuery } from '../page.ts';
import { queryNumberOr } from '../queryNumber.ts';
import { taskName } from '../taskName.ts';

const dataset = z.object({
  id: z.uuid(),
  task: z.string(),
  recordedAt: isoMoment,
  rows: z.int(),
  asOfFrom: isoMoment,
  asOfTo: isoMoment,
  hash: z.string().meta({ description: 'SHA-256 of the content.' }),
  definitionHash: z.string().meta({ description: 'SHA-256 of the feature definitions.' }),
});

const share = z.number().min(0).max(1);

const description = dataset
  .extend({
    labelDefinition: z.string(),
    horizonDays: z.number(),
    subjects: z.int(),
    censored: z
      .int()
      .nullable()
      .meta({ description: 'Moments left out because their label is not mature; null: not recorded.' }),
    meanLabel: z.number(),
    erasedSubjects: z.int().meta({ description: 'Subjects who have asked to be erased since.' }),
    columns: z.array(
      z.object({
        column: z.string(),
        type: z.enum(['number', 'category', 'empty']),
        missing: share,
        distinct: z.int(),
        mean: z.number().nullable(),
        low: z.number().nullable().meta({ description: '1st percentile.' }),
        median: z.number().nullable(),
        high: z.number().nullable().meta({ description: '99th percentile.' }),
        top: z.string().nullable(),
      }),
    ),
    drift: z
      .object({
        against: z.uuid(),
        columns: z.array(
          z.object({
            column: z.string(),
            psi: z.number().meta({ description: 'Population stability index.' }),
            ks: share.nullable().meta({ description: 'Kolmogorov-Smirnov distance; null for categories.' }),
            missing: z.array(share).length(2).meta({ description: 'Before and now.' }),
            drifted: z.boolean(),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'Against the dataset of the task before; null: it is not on this machine.' }),
    suspicions: z.array(z.object({ kind: z.string(), columns: z.array(z.string()), text: z.string() })),
  })
  .meta({ id: 'DatasetDescription' });

function shown(record: DatasetRecord) {
  return {
    id: record.id,
    task: taskSlug(record.task),
    recordedAt: record.recordedAt.toISOString(),
    rows: record.rowCount,
    asOfFrom: record.asOfFrom.toISOString(),
    asOfTo: record.asOfTo.toISOString(),
    hash: record.hash,
    definitionHash: record.definitionHash,
  };
}

const featureState = z
  .object({
    freshness: z.array(
      z.object({
        source: z.string(),
        newestOccurredAt: isoMoment.nullable(),
        newestRecordedAt: isoMoment.nullable(),
      }),
    ),
    consistency: z
      .object({
        checked: z.int(),
        equal: z.int(),
        inFlight: z.int().meta({ description: 'Equal but for facts recorded in the seconds before.' }),
        otherDefinitions: z.int(),
        gone: z.int(),
        skewed: z.int().meta({ description: 'Answers given from other features than their history says.' }),
      })
      .meta({ description: 'Of a sample of the answers of the last seven days, computed again.' }),
  })
  .meta({ id: 'FeatureState' });

export const datasetEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/monitoring/features',
    tag: 'monitoring',
    summary: 'How new the data are, and whether served features equal those of history',
    scopes: ['operate'],
    query: z.strictObject({ sample: queryNumberOr(100, z.int().min(1).max(1000)) }),
    writes: false,
    answers: { 200: featureState },
    async handle({ application, caller: { companyId }, query, now }) {
      const client = application.database.pool;
      const { skewed, ...counts } = await checkConsistency(client, {
        company: await application.companies(companyId),
        since: new Date(now.getTime() - 7 * millisecondsPerDay),
        sample: query.sample,
      });
      const sources = await freshness(client, companyId, now);
      return {
        status: 200,
        body: {
          freshness: sources.map(({ source, newestOccurredAt, newestRecordedAt }) => ({
            source,
            newestOccurredAt: newestOccurredAt?.toISOString() ?? null,
            newestRecordedAt: newestRecordedAt?.toISOString() ?? null,
          })),
          consistency: { ...counts, skewed: skewed.length },
        },
      };
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/datasets',
    tag: 'datasets',
    summary: 'The tables models were trained on, newest first',
    scopes: ['operate'],
    query: z.strictObject({ task: taskName.optional(), ...pageQuery }),
    writes: false,
    answers: { 200: z.object({ datasets: z.array(dataset.meta({ id: 'Dataset' })), next: nextPage }) },
    async handle({ application: { database }, caller: { companyId }, query }) {
      const records = await listDatasets(database.pool, companyId, query.task, pageAsked(query));
      const page = pageOf(records, query.limit, recordedEnd);
      return { status: 200, body: { datasets: page.shown.map(shown), next: page.next } };
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/datasets/{id}',
    tag: 'datasets',
    summary: 'Columns, missing shares, drift since the dataset before, and what looks like leakage',
    scopes: ['operate'],
    path: z.object({
      id: z
        .string()
        .min(1)
        .max(100)
        .meta({ description: 'Id, beginning of the hash, or a task (its newest).' }),
    }),
    writes: false,
    answers: { 200: description },
    async handle({ application: { database, settings }, caller: { companyId }, path }) {
      const { dataset, previous } = await findDataset(database.pool, companyId, path.id);
      const { classBalance: _, ...described } = await describeDataset(
        database.pool,
        settings.dataDirectory,
        dataset,
        previous,
      );
      const { labelDefinition, horizonDays } = manifestOf(dataset);
      const body = { ...shown(dataset), labelDefinition, horizonDays, ...described };
      return { status: 200, body: body as z.input<typeof description> };
    },
  }),
];
