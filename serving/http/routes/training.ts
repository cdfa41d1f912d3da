import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { findModelVersion } from '../../../prisma/repositories/modelVersions.ts';
import { recordedEnd } from '../../../prisma/repositories/page.ts';
import {
  findTrainingRun,
  listTrainingRuns,
  type TrainingRunRecord,
} from '../../../prisma/repositories/trainingRuns.ts';
import { currentAlias } from '../../../training/aliases.ts';
import { taskSlug } from '../../../training/taskNames.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { nextPage, pageAsked, pageOf, pageQuery } from '../page.ts';
import { taskName } from '../taskName.ts';

const report = z
  .record(z.string(), z.unknown())
  .meta({ id: 'TrainingReport', description: 'Metrics with intervals, rivals and the gate’s verdict.' });

const run = z
  .object({
    id: z.uuid(),
    task: z.string(),
    status: z.enum(['queued', 'running', 'succeeded', 'failed']),
    trigger: z.string().meta({ description: 'schedule, request or cli' }),
    report: report.nullable(),
    error: z.string().nullable(),
    attempts: z.int().meta({ description: 'How often a worker has begun it; above 1 after a crash.' }),
    recordedAt: isoMoment,
    startedAt: isoMoment.nullable(),
    finishedAt: isoMoment.nullable(),
  })
  .meta({ id: 'TrainingRun' });

function shown(record: TrainingRunRecord): z.input<typeof run> {
  return {
    id: record.id,
    task: taskSlug(record.task),
    status: record.status,
    trigger: record.trigger,
    report: record.report as z.input<typeof report> | null,
    error: record.error,
    attempts: record.attempts,
    recordedAt: record.recordedAt.toISOString(),
    startedAt: record.startedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
  };
}

export const trainingEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/ml/{task}/train',
    tag: 'training',
    summary: 'Train a task now',
    description: 'While a run of the task waits or is under way, that one is answered instead of a second.',
    scopes: ['operate'],
    path: z.object({ task: taskName }),
    writes: true,
    answers: { 202: z.object({ runId: z.uuid(), status: run.shape.status }) },
    async handle({ application, caller: { companyId }, path, once }) {
      return once(async () => {
        const queue = await application.queue();
        const asked = await queue.enqueue({ companyId, task: path.task, trigger: 'request' });
        return { status: 202, body: { runId: asked.id, status: asked.status } };
      });
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/training/runs',
    tag: 'training',
    summary: 'Training runs, newest first',
    scopes: ['operate'],
    query: z.strictObject({ task: taskName.optional(), ...pageQuery }),
    writes: false,
    answers: { 200: z.object({ runs: z.array(run), next: nextPage }) },
    async handle({ application, caller, query }) {
      const filter = { task: query.task, ...pageAsked(query) };
      const runs = await listTrainingRuns(application.database.pool, caller.companyId, filter);
      const page = pageOf(runs, query.limit, recordedEnd);
      return { status: 200, body: { runs: page.shown.map(shown), next: page.next } };
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/training/runs/{id}',
    tag: 'training',
    summary: 'How a training run went',
    scopes: ['operate'],
    path: z.object({ id: z.uuid() }),
    writes: false,
    answers: { 200: run },
    async handle({ application, caller, path }) {
      const found = await findTrainingRun(application.database.pool, path.id);
      if (found?.companyId !== caller.companyId) {
        throw new Problem('not_found', `There is no training run ${path.id}.`);
      }
      return { status: 200, body: shown(found) };
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/ml/{task}/performance',
    tag: 'training',
    summary: 'How good the champion was on data it had not seen',
    description:
      'Of next best action `report.policy` holds the off-policy value of its choices (`value`: IPS, SNIPS, DM, DR and ' +
      'gain with intervals, effective sample size; `team`: what the habits of the team would have earned; `weeks`: the ' +
      'same by week; `warnings`) and what share of each action is left to the model (`autonomy`).',
    scopes: ['predict', 'operate'],
    path: z.object({ task: taskName }),
    writes: false,
    answers: {
      200: z.object({
        task: z.string(),
        version: z
          .int()
          .nullable()
          .meta({ description: 'Null: no model is in force, the fallback answers.' }),
        report: report.nullable(),
      }),
    },
    async handle({ application, caller: { companyId }, path }) {
      const client = application.database.pool;
      const id = await currentAlias(client, companyId, path.task, 'champion');
      const version = id === null ? null : await findModelVersion(client, companyId, { id });
      return {
        status: 200,
        body: {
          task: taskSlug(path.task),
          version: version?.version ?? null,
          report: (version?.report ?? null) as z.input<typeof report> | null,
        },
      };
    },
  }),
];
