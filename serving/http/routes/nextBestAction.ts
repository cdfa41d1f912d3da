import { z } from 'zod';
import { scoreFromHistory } from '../../predict/historyTask.ts';
import { nextBestAction } from '../../predict/nextBestAction.ts';
import { type Asked, endpoint } from '../endpoint.ts';
import { predictionSchema, probability } from '../predictionSchema.ts';
import { reference, resolveReference } from '../references.ts';

const answer = predictionSchema(
  'NextBestActionPrediction',
  z.object({
    action: z.string(),
    expectedValue: z.number().meta({ description: 'Expected worth minus cost, company currency.' }),
    expectedGain: z.number().meta({ description: 'Against doing nothing now.' }),
    explored: z.boolean().meta({ description: 'Chosen at random, to learn.' }),
    alternatives: z
      .array(
        z.object({
          action: z.string(),
          probability: probability.meta({ description: 'That the lead answers.' }),
          value: z.number(),
          propensity: probability.meta({
            description: 'With which the policy would have chosen it; report it with the action you take.',
          }),
        }),
      )
      .readonly(),
  }),
);

const description =
  'The answer explores now and then, and says with which probability it would have chosen each action: that is ' +
  'what makes it possible to learn what would have happened otherwise.';

export const nextBestActionEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/ml/nba/predict',
    tag: 'predictions',
    summary: 'What should be done about this lead next?',
    description,
    scopes: ['predict'],
    body: z.strictObject({ leadId: reference }),
    writes: true,
    answers: { 200: answer },
    async handle({ body, commit, ...exchange }) {
      const write = await recommendation(exchange, body.leadId, '/leadId');
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/ml/nba/recommendations/{lead_id}',
    tag: 'predictions',
    summary: 'The same, for pages that are read',
    description,
    scopes: ['predict'],
    path: z.object({ lead_id: reference }),
    writes: false,
    answers: { 200: answer },
    async handle({ path, commit, ...exchange }) {
      const write = await recommendation(exchange, path.lead_id, '/lead_id');
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
];

async function recommendation(
  { application, caller: { companyId }, now, timing }: Asked,
  lead: string,
  path: string,
) {
  const id = await resolveReference(application.database.pool, companyId, 'lead', lead, path);
  return timing.measure('score', () => scoreFromHistory(application, nextBestAction, { companyId, id }, now));
}
