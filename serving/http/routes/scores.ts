import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { recordedEnd } from '../../../prisma/repositories/page.ts';
import { streamScores } from '../../../prisma/repositories/scores.ts';
import {
  listScoringRuns,
  newestScores,
  type ScoringRunRecord,
} from '../../../prisma/repositories/scoringRuns.ts';
import { taskSlug } from '../../../training/taskNames.ts';
import { nightlyOf, nightlySchema, scoredSlugs, scoredTask } from '../../scoring/nightlySettings.ts';
import { requestScoring } from '../../scoring/requestScoring.ts';
import { type ScoreFormat, scoreContent, scoreFormats } from '../../scoring/scoreContent.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { nextPage, pageAsked, pageOf, pageQuery } from '../page.ts';
import { policyEndpoints } from '../policyEndpoints.ts';

const run = z
  .object({
    id: z.uuid(),
    task: z.string(),
    trigger: z.string().meta({ description: 'schedule, request or cli' }),
    status: z.enum(['queued', 'running', 'succeeded', 'failed']),
    asOf: isoMoment.nullable().meta({ description: 'The moment all its answers are of; null: not begun.' }),
    subjects: z.int().nullable().meta({ description: 'How many there are to score; null: not begun.' }),
    scored: z.int(),
    failed: z.int().meta({ description: 'Could not be answered.' }),
    error: z
      .string()
      .nullable()
      .meta({ description: 'Why it failed, or what was wrong with the first that could not be answered.' }),
    attempts: z.int().meta({ description: 'How often a process has begun it; above 1 after a crash.' }),
    recordedAt: isoMoment,
    startedAt: isoMoment.nullable(),
    finishedAt: isoMoment.nullable(),
  })
  .meta({ id: 'ScoringRun' });

function shown({ companyId: _, lastSubjectId: __, ...record }: ScoringRunRecord): z.input<typeof run> {
  return {
    ...record,
    task: taskSlug(record.task),
    asOf: record.asOf?.toISOString() ?? null,
    recordedAt: record.recordedAt.toISOString(),
    startedAt: record.startedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
  };
}

const slug = z.enum(scoredSlugs).meta({ description: scoredSlugs.join(', ') });

const mediaTypes: Readonly<Record<ScoreFormat, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

export const scoreEndpoints = [
  ...policyEndpoints({
    url: '/api/scores/schedule',
    tag: 'scores',
    key: 'scoring',
    schema: nightlySchema,
    what: 'when everybody is scored by itself, and for which tasks',
    description: 'A worker does it.',
    read: nightlyOf,
  }),
  endpoint({
    method: 'get',
    url: '/api/scores/runs',
    tag: 'scores',
    summary: 'Runs that score everybody, with how far they are; newest first',
    scopes: ['operate'],
    query: z.strictObject({ task: slug.optional(), ...pageQuery }),
    writes: false,
    answers: { 200: z.object({ runs: z.array(run), next: nextPage }) },
    async handle({ application, caller, query }) {
      const task = query.task === undefined ? undefined : scoredTask(query.task);
      const filter = { task, ...pageAsked(query) };
      const runs = await listScoringRuns(application.database.pool, caller.companyId, filter);
      const page = pageOf(runs, query.limit, recordedEnd);
      return { status: 200, body: { runs: page.shown.map(shown), next: page.next } };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/scores/runs',
    tag: 'scores',
    summary: 'Score everybody now',
    description:
      'Every active customer who has not left (clv, churn) or open lead (nba, lead-score), by a worker. While a run of the task waits or ' +
      'is under way, that one is answered instead of a second. Recommendations of such a run do not explore: ask ' +
      '/api/ml/nba/predict when you are about to act.',
    scopes: ['operate'],
    body: z.strictObject({ task: z.enum([...scoredSlugs, 'all']) }),
    writes: true,
    answers: { 202: z.array(run) },
    async handle({ body, caller: { companyId }, now, commit }) {
      return commit(async (client) => {
        const runs = [];
        for (const one of body.task === 'all' ? scoredSlugs : [body.task]) {
          const task = scoredTask(one);
          runs.push(shown(await requestScoring(client, { companyId, task, trigger: 'request', now })));
        }
        return { status: 202, body: runs };
      });
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/scores/{task}',
    tag: 'scores',
    summary: 'The newest scores of everybody, streamed',
    description: 'Of the newest run that has scored everybody, in the order of ids.',
    scopes: ['predict', 'operate'],
    path: z.object({ task: slug }),
    query: z.strictObject({ format: z.enum(scoreFormats).default('csv') }),
    writes: false,
    streams: Object.values(mediaTypes),
    answers: {
      200: z
        .string()
        .meta({ description: 'A table with a header, one JSON object per line, or a Parquet file.' }),
    },
    async stream({ application: { database }, caller: { companyId }, path, query: { format } }) {
      const task = scoredTask(path.task);
      const newest = await newestScores(database.pool, companyId, task);
      if (!newest)
        throw new Problem('not_found', `Nobody has been scored for ${path.task} yet.`, {
          remedy: 'POST /api/scores/runs, or wait for the night.',
        });
      const content = await scoreContent(task, format, streamScores(database.pool, newest.id));
      return { mediaType: mediaTypes[format], content };
    },
  }),
];
