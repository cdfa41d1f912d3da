import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { decideReview, leaseNextReview, reviewStats, undoReview } from '../../../feedback/reviewQueue.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { findCall } from '../../../prisma/repositories/calls.ts';
import { findCustomers } from '../../../prisma/repositories/customers.ts';
import type { ReviewTaskRecord } from '../../../prisma/repositories/reviewTasks.ts';
import { endpoint } from '../endpoint.ts';
import { linkSchema, shownLink } from '../linkSchema.ts';
import { isoMoment } from '../moment.ts';
import { probability, reasonSchema } from '../predictionSchema.ts';
import { reference, resolveExternal, resolveReference } from '../references.ts';

const reviewer = z.string().trim().min(1).max(200);
const taskPath = z.object({ id: z.uuid() });

const taskSchema = z
  .object({
    id: z.uuid(),
    leaseExpiresAt: isoMoment,
    call: z.object({
      id: z.uuid(),
      externalId: z.string().nullable(),
      occurredAt: isoMoment,
      durationSeconds: z.number().nullable(),
      service: z.string().nullable(),
      claims: z.record(z.string(), z.string().nullable()),
      transcript: z.string().nullable(),
      attributes: z.record(z.string(), z.unknown()),
    }),
    candidates: z.array(
      z.object({
        customerId: z.uuid(),
        customerExternalId: z.string().nullable(),
        displayName: z.string().nullable(),
        probability,
        reasons: z.array(reasonSchema).readonly(),
      }),
    ),
    priority: z.number(),
    reason: z
      .string()
      .meta({ description: 'uncertain, disagreement, control, cold_start, conflict or second_look' }),
  })
  .meta({ id: 'ReviewTask' });

export const reviewEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/reviews/next',
    tag: 'reviews',
    summary: 'The most urgent call nobody else is looking at',
    description:
      'It is yours until the lease runs out; asking again before deciding gives the same one and renews the lease.',
    scopes: ['review'],
    query: z.strictObject({ reviewer }),
    writes: false,
    answers: { 200: taskSchema, 204: null },
    async handle({ application, caller: { companyId }, query, now, commit }) {
      return commit(async (client) => {
        const minutes = application.settings.leaseMinutes;
        const task = await leaseNextReview(client, companyId, query.reviewer, now, minutes);
        return task ? { status: 200, body: await shownTask(client, task) } : { status: 204 };
      });
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/reviews/stats',
    tag: 'reviews',
    summary: 'How the queue stands',
    scopes: ['review', 'operate'],
    writes: false,
    answers: {
      200: z.object({
        open: z.int(),
        leased: z.int(),
        decided: z.int(),
        cancelled: z.int(),
        undone: z.int(),
        secondsTotal: z.number().meta({ description: 'Time reviewers have spent, as they reported it.' }),
        oldestOpenAt: isoMoment.nullable(),
        waitingByReason: z.record(z.string(), z.int()),
        verdicts: z.record(z.string(), z.int()),
      }),
    },
    async handle({ application, caller: { companyId }, now }) {
      const counts = await reviewStats(application.database.pool, companyId, now);
      return {
        status: 200,
        body: { ...counts, oldestOpenAt: counts.oldestOpenAt?.toISOString() ?? null },
      };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/reviews/{id}/decision',
    tag: 'reviews',
    summary: 'Whose call it is',
    description: 'Any customer may be chosen, not only a candidate. `unsure` leaves the call as it is.',
    scopes: ['review'],
    path: taskPath,
    body: z
      .strictObject({
        reviewer,
        verdict: z.enum(['link', 'new_customer', 'unsure']),
        customerId: reference.nullish(),
        customerExternalId: reference.nullish(),
        seconds: z.number().min(0).max(86_400).nullish().meta({ description: 'Time spent on it.' }),
      })
      .refine(
        ({ verdict, customerId, customerExternalId }) =>
          verdict !== 'link' || (customerId == null) !== (customerExternalId == null),
        {
          path: ['customerId'],
          error: 'With the verdict link, give either customerId or customerExternalId.',
        },
      )
      .refine(
        ({ verdict, customerId, customerExternalId }) =>
          verdict === 'link' || (customerId == null && customerExternalId == null),
        { path: ['customerId'], error: 'Only the verdict link names a customer.' },
      ),
    writes: true,
    answers: {
      200: z.object({
        decisionId: z.uuid(),
        correctionId: z.uuid().nullable(),
        link: linkSchema.nullable(),
      }),
    },
    async handle({ application, caller: { companyId }, path, body, now, commit }) {
      let callId = '';
      const answer = await commit(async (client) => {
        const customerId =
          body.customerId != null
            ? await resolveReference(client, companyId, 'customer', body.customerId, '/customerId')
            : body.customerExternalId != null
              ? await resolveExternal(
                  client,
                  companyId,
                  'customer',
                  body.customerExternalId,
                  '/customerExternalId',
                )
              : null;
        const decided = await decideReview(
          client,
          {
            companyId,
            taskId: path.id,
            reviewer: body.reviewer,
            verdict: body.verdict,
            customerId,
            seconds: body.seconds ?? null,
          },
          now,
        );
        callId = decided.callId;
        const { decisionId, correctionId } = decided;
        return {
          status: 200,
          body: { decisionId, correctionId, link: await shownLink(client, decided.link) },
        };
      });
      application.identities.changed({ companyId, topic: 'link.changed', subject: callId });
      return answer;
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/reviews/{id}/undo',
    tag: 'reviews',
    summary: 'Take the decision back',
    description: 'What stood before stands again, and the task waits anew.',
    scopes: ['review'],
    path: taskPath,
    writes: true,
    answers: {
      200: z.object({
        decisionId: z.uuid(),
        status: z.enum(['open', 'cancelled']),
        link: linkSchema.nullable(),
      }),
    },
    async handle({ application, caller, path, now, commit }) {
      const { companyId } = caller;
      let callId = '';
      const answer = await commit(async (client) => {
        const undone = await undoReview(client, companyId, path.id, now, caller.name);
        callId = undone.callId;
        const { decisionId, status } = undone;
        return { status: 200, body: { decisionId, status, link: await shownLink(client, undone.link) } };
      });
      application.identities.changed({ companyId, topic: 'link.changed', subject: callId });
      return answer;
    },
  }),
];

async function shownTask(client: Queryable, task: ReviewTaskRecord): Promise<z.input<typeof taskSchema>> {
  const call = await findCall(client, task.companyId, { id: task.callId });
  if (!call) throw new Problem('not_found', `There is no call ${task.callId}.`);
  const ids = task.candidates.map(({ customerId }) => customerId);
  const customers = new Map(
    (await findCustomers(client, task.companyId, ids)).map((customer) => [customer.id, customer]),
  );
  return {
    id: task.id,
    leaseExpiresAt: task.leaseExpiresAt!.toISOString(),
    call: {
      id: call.id,
      externalId: call.externalId,
      occurredAt: call.occurredAt.toISOString(),
      durationSeconds: call.durationSeconds,
      service: call.service,
      claims: Object.fromEntries(Object.entries(call.claims).map(([name, value]) => [name, value ?? null])),
      transcript: call.transcript,
      attributes: { ...call.attributes },
    },
    candidates: task.candidates.map(({ customerId, probability: chance, reasons }) => ({
      customerId,
      customerExternalId: customers.get(customerId)?.externalId ?? null,
      displayName: customers.get(customerId)?.displayName ?? null,
      probability: chance,
      reasons: reasons as z.input<typeof reasonSchema>[],
    })),
    priority: task.priority,
    reason: task.reason,
  };
}
