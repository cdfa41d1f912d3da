import { z } from 'zod';
import type { Queryable } from '../../../prisma/queryable.ts';
import { type ExperimentRecord, listExperiments } from '../../../prisma/repositories/experiments.ts';
import { findModelVersion } from '../../../prisma/repositories/modelVersions.ts';
import { decideExperiment } from '../../../training/decideExperiment.ts';
import { taskSlug } from '../../../training/taskNames.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { probability } from '../predictionSchema.ts';
import { taskName } from '../taskName.ts';

const decision = z
  .looseObject({ verdict: z.string(), reason: z.string() })
  .meta({ id: 'ExperimentDecision', description: 'The comparison of the arms and what follows from it.' });

const experiment = z
  .object({
    id: z.uuid(),
    task: z.string(),
    championVersion: z.int().nullable().meta({ description: 'Null: the fallback rule.' }),
    challengerVersion: z.int().nullable(),
    share: probability.meta({ description: 'Of units that meet the challenger.' }),
    startedAt: isoMoment,
    stoppedAt: isoMoment.nullable(),
    decision: decision.nullable(),
  })
  .meta({ id: 'Experiment' });

async function shown(client: Queryable, record: ExperimentRecord): Promise<z.input<typeof experiment>> {
  const numberOf = async (id: string | null) =>
    id === null ? null : ((await findModelVersion(client, record.companyId, { id }))?.version ?? null);
  return {
    id: record.id,
    task: taskSlug(record.task),
    championVersion: await numberOf(record.championVersionId),
    challengerVersion: await numberOf(record.challengerVersionId),
    share: record.share,
    startedAt: record.startedAt.toISOString(),
    stoppedAt: record.stoppedAt?.toISOString() ?? null,
    decision: (record.decision ?? null) as z.input<typeof decision> | null,
  };
}

export const experimentEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/experiments',
    tag: 'experiments',
    summary: 'Champion against challenger, newest first',
    scopes: ['operate'],
    query: z.strictObject({ task: taskName.optional() }),
    writes: false,
    answers: { 200: z.array(experiment) },
    async handle({ application, caller: { companyId }, query }) {
      const client = application.database.pool;
      const filter = query.task === undefined ? {} : { task: query.task };
      const experiments = [];
      for (const record of await listExperiments(client, companyId, filter)) {
        experiments.push(await shown(client, record));
      }
      return { status: 200, body: experiments };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/experiments/{id}/decide',
    tag: 'experiments',
    summary: 'Compare the arms and act on it',
    description:
      'The challenger is promoted or retired, or the experiment goes on until there is enough to say.',
    scopes: ['operate'],
    path: z.object({ id: z.uuid() }),
    writes: true,
    answers: { 200: decision },
    async handle({ application, caller, path, now, once }) {
      const { companyId, name: actor } = caller;
      return once(async () => {
        const decided = await decideExperiment(application.database, {
          companyId,
          experimentId: path.id,
          actor,
          now,
        });
        application.models.invalidateCompany(companyId);
        return { status: 200, body: { ...decided } };
      });
    },
  }),
];
