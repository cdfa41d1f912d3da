import { z } from 'zod';
import { countWaiting } from '../../../prisma/repositories/resolutionQueue.ts';
import { explainCall } from '../../predict/explainCall.ts';
import { resolveAgain } from '../../predict/resolveAgain.ts';
import { endpoint } from '../endpoint.ts';
import { explanationSchema, shownExplanation } from '../explanationSchema.ts';
import { reference, resolveReference } from '../references.ts';

const count = z.int().min(0);

export const linkExplanationEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/ml/linking/explain',
    tag: 'predictions',
    summary: 'Why is this call theirs, and why not somebody else’s?',
    description:
      'Every field with its match weight in bits; the weights and the prior sum to the total, and the totals give the ' +
      'probabilities. Of a customer who was not chosen also what decided against them, beside the one who was, and ' +
      'how much is missing to be linked without asking - also when the search had not proposed them.',
    scopes: ['review'],
    query: z.strictObject({
      callId: reference,
      customerId: reference.optional().meta({
        description: 'By default whose the call is, or else the best candidate.',
      }),
    }),
    writes: false,
    answers: { 200: explanationSchema },
    async handle({ application, caller: { companyId }, query, now }) {
      const client = application.database.pool;
      const callId = await resolveReference(client, companyId, 'call', query.callId, '/callId');
      const asked =
        query.customerId === undefined
          ? null
          : await resolveReference(client, companyId, 'customer', query.customerId, '/customerId');
      const found = await explainCall(application, companyId, callId, asked);
      return { status: 200, body: shownExplanation(found, now) };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/ml/linking/re-resolve',
    tag: 'predictions',
    summary: 'Resolve again what new evidence concerns, now',
    description:
      'A worker does so by itself within seconds; this does it at once and tells what came of it. What a person has ' +
      'said about a call stands; where new evidence contradicts it, people are asked.',
    scopes: ['operate'],
    writes: true,
    answers: {
      200: z
        .object({
          customers: count.meta({ description: 'Something had become known about.' }),
          calls: count.meta({ description: 'Resolved again.' }),
          linked: count,
          reviews: count,
          failed: count,
          waiting: z.object({ customers: count, calls: count }),
        })
        .meta({ id: 'ResolvedAgain' }),
    },
    async handle({ application, caller: { companyId }, once }) {
      return once(async () => {
        const done = await resolveAgain(application, companyId);
        const waiting = await countWaiting(application.database.pool, companyId);
        return { status: 200, body: { ...done, waiting } };
      });
    },
  }),
];
