import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { valueSegments } from '../../../models/lifetime-value/segments.ts';
import { valuePolicy, valuePolicySchema } from '../../../models/lifetime-value/valuePolicy.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import {
  type Enrichment,
  insertEnrichment,
  lockEnrichments,
} from '../../../prisma/repositories/enrichments.ts';
import { findLead } from '../../../prisma/repositories/leads.ts';
import { type Subject, scoreFromHistory } from '../../predict/historyTask.ts';
import { lifetimeValueOver } from '../../predict/lifetimeValue.ts';
import { endpoint } from '../endpoint.ts';
import { moment } from '../moment.ts';
import { policyEndpoints } from '../policyEndpoints.ts';
import { predictionSchema, probability } from '../predictionSchema.ts';
import { queryNumber } from '../queryNumber.ts';
import { reference, resolveReference } from '../references.ts';

const money = z.number();
const segment = z.enum(valueSegments);

const answer = predictionSchema(
  'LifetimeValuePrediction',
  z.object({
    clv: money.meta({
      description:
        'Expected revenue within the horizon times the margin, discounted; of somebody who has not bought yet times the probability that they will. Company currency.',
    }),
    revenue: money.meta({ description: 'The same without margin and discount.' }),
    horizonMonths: z.number(),
    pAlive: probability.meta({
      description:
        'That they are still a customer; of a customer who never bought: that they will within the horizon.',
    }),
    expectedTransactions: z.number(),
    expectedAmount: money,
    segment: z.union([segment, z.literal('unknown')]),
    ultraPremium: z.boolean().meta({ description: 'Whether clv reaches the limit of the company.' }),
    margin: z.number(),
    discountRate: z.number().meta({ description: 'Per year.' }),
    conversion: probability.nullable().meta({
      description:
        'Of a lead that has not bought: the probability of winning it within 60 days. Of a customer who has not: that of a first purchase within the horizon; null, with clv 0 and segment unknown, where too few first purchases are known to learn it from.',
    }),
  }),
);

const scalar = z.union([z.number(), z.string().max(500), z.boolean(), z.null()]);
const word = z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, 'letters, digits, - and _, at most 60');

const enrichment = z.strictObject({
  customerId: reference.optional(),
  leadId: reference.optional(),
  source: word.meta({ description: 'Who says so: the name of a register, directory or provider.' }),
  occurredAt: moment.optional().meta({ description: 'Since when it is so; default now.' }),
  attributes: z.record(word, scalar).refine((given) => Object.keys(given).length <= 100, 'at most 100'),
});

export const lifetimeValueEndpoints = [
  ...policyEndpoints({
    url: '/api/ml/clv/policy',
    tag: 'predictions',
    key: 'clv',
    schema: valuePolicySchema,
    what: 'margin, discount rate and the limit of ultra-premium',
    description:
      'margin: share of revenue that is earned. discountRate: per year. ultraPremium: lifetime value from which on a customer is flagged, company currency; null: nobody.',
    read: valuePolicy,
  }),
  endpoint({
    method: 'post',
    url: '/api/ml/clv/predict/{customer_or_lead_id}',
    tag: 'predictions',
    summary: 'What will this customer spend in the next three years?',
    description:
      'A lead is valued as the customer behind it; when there is none, as a new customer times the probability of winning it.',
    scopes: ['predict'],
    path: z.object({ customer_or_lead_id: reference }),
    query: z.strictObject({
      horizonMonths: queryNumber(z.number().min(0).max(120))
        .optional()
        .meta({ description: 'Default: three years.' }),
    }),
    writes: true,
    answers: { 200: answer },
    async handle({ application, caller: { companyId }, path, query, now, timing, commit }) {
      const subject = await subjectOf(application.database.pool, companyId, path.customer_or_lead_id);
      const write = await timing.measure('score', () =>
        scoreFromHistory(application, lifetimeValueOver(query.horizonMonths), subject, now, timing),
      );
      return commit(async (client) => ({ status: 200, body: await write(client) }));
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/ml/clv/segments',
    tag: 'predictions',
    summary: 'The segments of lifetime value: from what value on, how many customers, worth how much',
    description:
      'Of the customers the champion was trained on; thresholds stand until another version is promoted. Empty before the first training.',
    scopes: ['predict'],
    writes: false,
    answers: {
      200: z.object({
        modelVersion: z.int().nullable(),
        horizonMonths: z.number().nullable(),
        ultraPremiumFrom: money
          .nullable()
          .meta({ description: 'The limit of the company; null: none is set.' }),
        segments: z.array(
          z.object({
            segment,
            from: money.meta({ description: 'Expected revenue from which on, company currency.' }),
            customers: z.int().nullable(),
            value: money.nullable().meta({ description: 'Their expected revenue in total.' }),
          }),
        ),
      }),
    },
    async handle({ application, caller: { companyId } }) {
      const { champion } = await application.models.get(companyId, 'clv');
      const { settings } = await application.companies(companyId);
      const data = champion?.model.data;
      const bounds = data ? [0, ...data.segments] : [];
      return {
        status: 200,
        body: {
          modelVersion: champion?.version ?? null,
          horizonMonths: data?.horizonMonths ?? null,
          ultraPremiumFrom: valuePolicy(settings).ultraPremium,
          segments: bounds.map((from, index) => {
            const name = valueSegments[index]!;
            const members = data?.population?.find(({ segment: other }) => other === name);
            return {
              segment: name,
              from,
              customers: members?.customers ?? null,
              value: members?.value ?? null,
            };
          }),
        },
      };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/ml/clv/enrich',
    tag: 'feedback',
    summary: 'What others know of customers or leads: property, company, region',
    description:
      'Stored with its source and time, beside what the source has said before: a name replaces that name, null takes it back. From the next training on it is part of the features, as `attribute.<source>.<name>`, of moments at which it was known.',
    scopes: ['feedback'],
    body: z.strictObject({ rows: z.array(enrichment).min(1).max(10_000) }),
    large: true,
    writes: true,
    answers: { 200: z.object({ stored: z.int(), unchanged: z.int() }) },
    async handle({ application, caller: { companyId }, body: { rows }, now, commit }) {
      const { pool } = application.database;
      const enrichments: Enrichment[] = [];
      for (const [index, { customerId, leadId, source, attributes, occurredAt = now }] of rows.entries()) {
        const given = customerId ?? leadId;
        if (given === undefined || (customerId !== undefined && leadId !== undefined)) {
          throw new Problem('invalid_input', 'A row names either a customer or a lead.', {
            findings: [{ path: `rows/${index}`, message: 'needs one of customerId and leadId' }],
          });
        }
        if (occurredAt > now) {
          throw new Problem('invalid_input', 'What is not so yet cannot be stored.', {
            findings: [
              {
                path: `rows/${index}/occurredAt`,
                message: 'in the future',
                received: occurredAt.toISOString(),
                allowed: `until ${now.toISOString()}`,
              },
            ],
            remedy: 'Send it when it is so.',
          });
        }
        const subjectType = customerId === undefined ? ('lead' as const) : ('customer' as const);
        const subjectId = await resolveReference(pool, companyId, subjectType, given, `rows/${index}`);
        enrichments.push({
          companyId,
          subjectType,
          subjectId,
          source,
          attributes,
          occurredAt,
          recordedAt: now,
        });
      }
      return commit(async (client) => {
        await lockEnrichments(client, companyId);
        let stored = 0;
        for (const one of enrichments) if (await insertEnrichment(client, one)) stored++;
        return { status: 200, body: { stored, unchanged: enrichments.length - stored } };
      });
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
