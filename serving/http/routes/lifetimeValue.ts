import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { findLead } from '../../../prisma/repositories/leads.ts';
import { type Subject, scoreFromHistory } from '../../predict/historyTask.ts';
import { lifetimeValue } from '../../predict/lifetimeValue.ts';
import { endpoint } from '../endpoint.ts';
import { predictionSchema, probability } from '../predictionSchema.ts';
import { reference, resolveReference } from '../references.ts';

const answer = predictionSchema(
  'LifetimeValuePrediction',
  z.object({
    clv: z.number().meta({ description: 'Expected revenue within the horizon, company currency.' }),
    horizonMonths: z.number(),
    pAlive: probability.meta({ description: 'That they are still a customer.' }),
    expectedTransactions: z.number(),
    expectedAmount: z.number(),
    segment: z.string(),
  }),
);

export const lifetimeValueEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/ml/clv/predict/{customer_or_lead_id}',
    tag: 'predictions',
    summary: 'What will this customer spend in the next three years?',
    description: 'A lead is valued as the customer behind it, or as a new customer when there is none.',
    scopes: ['predict'],
    path: z.object({ customer_or_lead_id: reference }),
    writes: true,
    answers: { 200: answer },
    async handle({ application, caller: { companyId }, path, now, timing, commit }) {
      const subject = await subjectOf(application.database.pool, companyId, path.customer_or_lead_id);
      const write = await timing.measure('score', () =>
        scoreFromHistory(application, lifetimeValue, subject, now),
      );
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
];

async function subjectOf(client: Queryable, companyId: string, given: string): Promise<Subject> {
  const missing = (error: unknown) => {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  };
  const customer = await resolveReference(client, companyId, 'customer', given).catch(missing);
  if (customer !== null) return { companyId, id: customer };
  const lead = await resolveReference(client, companyId, 'lead', given).catch(missing);
  if (lead === null) {
    throw new Problem('not_found', `There is no customer or lead "${given.slice(0, 100)}".`, {
      remedy: 'Import it first, or check the id.',
    });
  }
  const { customerId } = (await findLead(client, companyId, lead))!;
  return customerId === null ? { companyId, id: lead, entity: 'lead' } : { companyId, id: customerId };
}
