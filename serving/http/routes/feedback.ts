import { z } from 'zod';
import { largestAmount } from '../../../base/money.ts';
import { Problem } from '../../../base/problem.ts';
import { recordCorrection } from '../../../feedback/corrections.ts';
import { outcomeKinds, recordOutcome } from '../../../feedback/outcomes.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { importRows } from '../../import/importRows.ts';
import { endpoint } from '../endpoint.ts';
import { linkSchema, shownLink } from '../linkSchema.ts';
import { moment } from '../moment.ts';
import { reference, resolveExternal, resolveReference } from '../references.ts';

const person = z.string().trim().min(1).max(200);
const note = z.string().max(10_000);

const customerChoice = {
  customerId: reference.nullable().optional(),
  customerExternalId: reference.nullable().optional(),
};

/** Which customer a body names: an id, or null for nobody. */
async function chosenCustomer(
  client: Queryable,
  companyId: string,
  {
    customerId,
    customerExternalId,
  }: { customerId?: string | null | undefined; customerExternalId?: string | null | undefined },
): Promise<string | null> {
  if (customerId != null) return resolveReference(client, companyId, 'customer', customerId, '/customerId');
  if (customerExternalId != null) {
    return resolveExternal(client, companyId, 'customer', customerExternalId, '/customerExternalId');
  }
  return null;
}

export const feedbackEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/feedback/corrections',
    tag: 'feedback',
    summary: 'This call is theirs (or nobody’s we know)',
    description:
      'Moves the call to the customer at once; no model will move it back. `customerId: null` says that the caller ' +
      'is not in the customer base. Acknowledged only when durable.',
    scopes: ['feedback'],
    body: z
      .strictObject({
        callId: reference.optional(),
        callExternalId: reference.optional(),
        ...customerChoice,
        reviewer: person,
        note: note.nullish(),
        externalId: reference
          .optional()
          .meta({ description: 'Of the correction in your system: sending it again changes nothing.' }),
        occurredAt: moment.optional().meta({ description: 'When it was made; by default now.' }),
      })
      .refine(({ callId, callExternalId }) => (callId === undefined) !== (callExternalId === undefined), {
        path: ['callId'],
        error: 'Give either callId or callExternalId.',
      })
      .refine(
        ({ customerId, customerExternalId }) =>
          (customerId === undefined) !== (customerExternalId === undefined),
        {
          path: ['customerId'],
          error: 'Give either customerId or customerExternalId; null: not in the customer base.',
        },
      ),
    writes: true,
    answers: { 201: z.object({ correctionId: z.uuid(), link: linkSchema.nullable() }) },
    async handle({ application, caller: { companyId }, body, now, commit }) {
      let callId = '';
      const answer = await commit(async (client) => {
        callId =
          body.callId === undefined
            ? await resolveExternal(client, companyId, 'call', body.callExternalId!, '/callExternalId')
            : await resolveReference(client, companyId, 'call', body.callId, '/callId');
        const { correctionId, link } = await recordCorrection(
          client,
          {
            companyId,
            callId,
            toCustomerId: await chosenCustomer(client, companyId, body),
            reviewer: body.reviewer,
            note: body.note ?? null,
            externalId: body.externalId ?? null,
            occurredAt: body.occurredAt ?? now,
          },
          now,
        );
        return { status: 201, body: { correctionId, link: await shownLink(client, link) } };
      });
      application.identities.changed({ companyId, topic: 'link.changed', subject: callId });
      return answer;
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/feedback/outcomes',
    tag: 'feedback',
    summary: 'What became of a lead, customer or call',
    scopes: ['feedback'],
    body: z
      .strictObject({
        subjectType: z.enum(['lead', 'customer', 'call']),
        subjectId: reference.optional(),
        subjectExternalId: reference.optional(),
        kind: z.enum(outcomeKinds),
        value: z
          .number()
          .min(-largestAmount)
          .max(largestAmount)
          .nullish()
          .meta({ description: 'Worth in company currency, where it has one.' }),
        interactionExternalId: reference.nullish().meta({ description: 'The action this answers.' }),
        predictionId: z.uuid().nullish().meta({ description: 'The recommendation this answers.' }),
        occurredAt: moment,
        externalId: reference
          .optional()
          .meta({ description: 'Of the outcome in your system: sending it again updates it.' }),
      })
      .refine(
        ({ subjectId, subjectExternalId }) => (subjectId === undefined) !== (subjectExternalId === undefined),
        { path: ['subjectId'], error: 'Give either subjectId or subjectExternalId.' },
      ),
    writes: true,
    answers: { 201: z.object({ outcomeId: z.uuid() }) },
    async handle({ caller: { companyId }, body, now, commit }) {
      return commit(async (client) => {
        const { subjectType } = body;
        const subjectId =
          body.subjectId === undefined
            ? await resolveExternal(
                client,
                companyId,
                subjectType,
                body.subjectExternalId!,
                '/subjectExternalId',
              )
            : await resolveReference(client, companyId, subjectType, body.subjectId, '/subjectId');
        const interactionId =
          body.interactionExternalId == null
            ? null
            : await resolveExternal(
                client,
                companyId,
                'interaction',
                body.interactionExternalId,
                '/interactionExternalId',
              );
        const { outcomeId } = await recordOutcome(
          client,
          {
            companyId,
            subjectType,
            subjectId,
            kind: body.kind,
            value: body.value ?? null,
            interactionId,
            predictionId: body.predictionId ?? null,
            externalId: body.externalId ?? null,
            occurredAt: body.occurredAt,
          },
          now,
        );
        return { status: 201, body: { outcomeId } };
      });
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/feedback/events',
    tag: 'feedback',
    summary: 'One thing that happened, as it happens',
    description: 'The row has the fields of an import of the entity; the same externalId updates.',
    scopes: ['feedback'],
    body: z.strictObject({
      entity: z.enum(['interactions', 'transactions', 'appointments', 'leads', 'customers']),
      row: z.record(z.string(), z.unknown()),
    }),
    writes: true,
    answers: { 201: z.object({ status: z.enum(['imported', 'updated', 'unchanged']) }) },
    async handle({ application, caller: { companyId }, body, once }) {
      return once(async () => {
        const { imported, updated, rejected } = await importRows({
          database: application.database,
          companyId,
          entity: body.entity,
          rows: [body.row],
          clock: application.clock,
        });
        if (rejected.length > 0) {
          throw new Problem('invalid_input', 'The row cannot be used.', {
            findings: rejected.map(({ column, value, reason }) => ({
              path: `/row/${column}`,
              message: reason,
              received: value,
            })),
          });
        }
        return {
          status: 201,
          body: { status: imported > 0 ? 'imported' : updated > 0 ? 'updated' : 'unchanged' },
        };
      });
    },
  }),
];
