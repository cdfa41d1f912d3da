import { z } from 'zod';
import { contractAttributeOf, contractSchema } from '../../../features/contract.ts';
import { customersAtRisk } from '../../../prisma/repositories/customersAtRisk.ts';
import { churn } from '../../predict/churn.ts';
import { scoreFromHistory } from '../../predict/historyTask.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { nextPage, pageAsked, pageOf, pageQuery } from '../page.ts';
import { policyEndpoints } from '../policyEndpoints.ts';
import { predictionSchema, probability } from '../predictionSchema.ts';
import { queryNumberOr } from '../queryNumber.ts';
import { reference, resolveReference } from '../references.ts';

const segment = z.enum(['high', 'medium', 'low']);
const money = z.number();
const persuadability = z.object({ value: probability, basis: z.enum(['own', 'company', 'neutral']) }).meta({
  description:
    'How likely they are to answer when the company reaches out: from their own answers, from those of all customers, or 1 for everybody where there is no log of outreach.',
});

const alreadyGone = probability.nullable().meta({
  description:
    'The part of risk30 that has happened: of having left without a word. The rest is the risk of leaving in the next 30 days. 0 where nobody leaves unnoticed; null without a model that tells.',
});

const answer = predictionSchema(
  'ChurnPrediction',
  z.object({
    risk30: probability.meta({
      description: 'Of having left 30 days from now, those included who have already left unnoticed.',
    }),
    risk60: probability.meta({ description: 'Of having left 60 days from now; never below risk30.' }),
    alreadyGone,
    segment,
    persuadability,
    lifetimeValue: money.meta({ description: 'By the champion of that task, company currency.' }),
    valueAtRisk: money.meta({ description: 'risk60 times lifetimeValue.' }),
  }),
);

const atRisk = z.object({
  customerId: z.uuid(),
  customerExternalId: z.string().nullable(),
  predictionId: z.uuid(),
  risk30: probability,
  risk60: probability,
  alreadyGone,
  segment,
  lifetimeValue: money,
  valueAtRisk: money,
  persuadability,
  priority: money.meta({ description: 'valueAtRisk times persuadability: what the list is ordered by.' }),
  asOf: isoMoment,
});

export const churnEndpoints = [
  ...policyEndpoints({
    url: '/api/ml/churn/policy',
    tag: 'predictions',
    key: 'churn',
    schema: contractSchema,
    what: 'which attribute of a customer holds the end of their contract',
    description: 'An ISO date. Used from the next training on.',
    read: (settings) => ({ contractAttribute: contractAttributeOf(settings) }),
  }),
  endpoint({
    method: 'get',
    url: '/api/ml/churn/at-risk',
    tag: 'predictions',
    summary: 'Whom to look after first',
    description:
      'Customers by lifetime value x risk within 60 days x persuadability, as last predicted within `days`; customers nobody has asked about are not listed (a batch asks about all), nor those who have left.',
    scopes: ['predict'],
    query: z.strictObject({
      minimumRisk: queryNumberOr(0.2, probability, 'Of risk60.'),
      days: queryNumberOr(30, z.int().min(1).max(365)),
      ...pageQuery,
    }),
    writes: false,
    answers: { 200: z.object({ customers: z.array(atRisk), next: nextPage }) },
    async handle({ application, caller: { companyId }, query, now }) {
      const { minimumRisk, days } = query;
      const rows = await customersAtRisk(application.database.pool, companyId, {
        minimumRisk,
        since: new Date(now.getTime() - days * 86_400_000),
        now,
        ...pageAsked(query),
      });
      const { shown, next } = pageOf(rows, query.limit, ({ priority, customerId }) => ({
        key: priority,
        id: customerId,
      }));
      return {
        status: 200,
        body: {
          customers: shown.map(({ result, asOf, ...row }) => {
            const { risk30, risk60, alreadyGone = null, lifetimeValue, valueAtRisk } = result;
            return {
              ...row,
              risk30,
              risk60,
              alreadyGone,
              segment: result.segment,
              lifetimeValue,
              valueAtRisk,
              persuadability: result.persuadability,
              asOf: asOf.toISOString(),
            };
          }),
          next,
        },
      };
    },
  }),
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
        scoreFromHistory(application, churn, { companyId, id }, now, timing),
      );
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
];
