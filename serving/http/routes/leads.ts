import { z } from 'zod';
import { newestPredictions } from '../../../prisma/repositories/predictions.ts';
import { scoreFromHistory } from '../../predict/historyTask.ts';
import { leadScore } from '../../predict/leadScore.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { predictionSchema, probability } from '../predictionSchema.ts';
import { reference, resolveReference } from '../references.ts';

const temperature = z.enum(['hot', 'warm', 'cold']);
const score = z.number().min(0).max(100);

const answer = predictionSchema(
  'TemperaturePrediction',
  z.object({
    score,
    temperature,
    probability: probability.meta({ description: 'Of being won within 60 days.' }),
  }),
);

const listed = z.object({
  leadId: z.uuid(),
  leadExternalId: z.string().nullable(),
  predictionId: z.uuid(),
  score,
  temperature,
  probability,
  asOf: isoMoment,
});

export const leadEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/leads/temperature',
    tag: 'leads',
    summary: 'The leads whose newest temperature is this one',
    description: 'As last predicted, newest first; leads nobody has asked about are not listed.',
    scopes: ['predict'],
    query: z.strictObject({
      band: temperature,
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    writes: false,
    answers: { 200: z.array(listed) },
    async handle({ application, caller, query }) {
      const rows = await newestPredictions(application.database.pool, caller.companyId, 'lead_score', {
        path: 'temperature',
        value: query.band,
        limit: query.limit,
      });
      const leads = rows.map((row) => {
        const result = row.result as { score: number; temperature: 'hot'; probability: number };
        return {
          leadId: row.subjectId,
          leadExternalId: row.externalId,
          predictionId: row.id,
          score: result.score,
          temperature: result.temperature,
          probability: result.probability,
          asOf: row.asOf.toISOString(),
        };
      });
      return { status: 200, body: leads };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/leads/temperature/{lead_id}',
    tag: 'predictions',
    summary: 'How warm is this lead?',
    scopes: ['predict'],
    path: z.object({ lead_id: reference }),
    writes: true,
    answers: { 200: answer },
    async handle({ application, caller: { companyId }, path, now, timing, commit }) {
      const id = await resolveReference(application.database.pool, companyId, 'lead', path.lead_id);
      const write = await timing.measure('score', () =>
        scoreFromHistory(application, leadScore, { companyId, id }, now),
      );
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
];
