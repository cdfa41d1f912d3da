import { z } from 'zod';
import { churn } from '../../predict/churn.ts';
import { scoreFromHistory } from '../../predict/historyTask.ts';
import { endpoint } from '../endpoint.ts';
import { predictionSchema, probability } from '../predictionSchema.ts';
import { reference, resolveReference } from '../references.ts';

const answer = predictionSchema(
  'ChurnPrediction',
  z.object({
    risk30: probability.meta({ description: 'Of leaving within 30 days.' }),
    risk60: probability.meta({ description: 'Of leaving within 60 days; never below risk30.' }),
    segment: z.enum(['high', 'medium', 'low']),
  }),
);

export const churnEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/ml/churn/predict/{customer_id}',
    tag: 'predictions',
    summary: 'Is this customer about to leave?',
    scopes: ['predict'],
    path: z.object({ customer_id: reference }),
    writes: true,
    answers: { 200: answer },
    async handle({ application, caller: { companyId }, path, now, timing, commit }) {
      const id = await resolveReference(application.database.pool, companyId, 'customer', path.customer_id);
      const write = await timing.measure('score', () =>
        scoreFromHistory(application, churn, { companyId, id }, now),
      );
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
];
