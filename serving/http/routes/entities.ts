import { z } from 'zod';
import { identityClaims } from '../../../features/identity/claims.ts';
import { customerAt } from '../../../feedback/entities/customerAt.ts';
import { customerSteps } from '../../../feedback/entities/customerSteps.ts';
import { mergeCustomers } from '../../../feedback/entities/merge.ts';
import { addCustomer } from '../../../feedback/entities/newCustomer.ts';
import { promote } from '../../../feedback/entities/promote.ts';
import { separateCustomer } from '../../../feedback/entities/separate.ts';
import { stepSentence } from '../../../models/linking/explain/customerStep.ts';
import { customerNames } from '../../predict/customerNames.ts';
import { endpoint } from '../endpoint.ts';
import { customerHistorySchema, customerStepSchema, shownHistory, shownStep } from '../entitySchema.ts';
import { isoMoment, moment } from '../moment.ts';
import { note, person } from '../people.ts';
import { reference, resolveReference } from '../references.ts';
import { customerSchema, shownCustomers } from './customers.ts';

const said = { reviewer: person, note: note.nullish() };

const merged = z.object({
  customerId: z.uuid(),
  survivorId: z.uuid().meta({ description: 'Who stands for the customer now.' }),
  mergeId: z.uuid().nullable().meta({ description: 'Null: nothing had to be changed.' }),
  recordedAt: isoMoment,
});

export const entityEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/customers',
    tag: 'customers',
    summary: 'Add a customer, or a temporary one for a call',
    description:
      'A temporary customer stands for a caller nobody knows yet, from the start of the call on (`callId`), so that ' +
      'appointments and notes have somebody to hang on. It is merged into the right customer as soon as the call is ' +
      'linked to them, or promoted. Asking again for the same call gives the same customer (200).',
    scopes: ['feedback'],
    body: z
      .strictObject({
        temporary: z.boolean().default(false),
        callId: reference.optional().meta({ description: 'The call a temporary customer is made for.' }),
        externalId: reference.optional(),
        displayName: z.string().trim().min(1).max(500).optional(),
        claims: z.strictObject(identityClaims.shape).default({}).meta({
          description: 'What identifies them. What the call says need not be repeated.',
        }),
        occurredAt: moment
          .optional()
          .meta({ description: 'Since when they are a customer; by default now.' }),
      })
      .refine(({ temporary, callId }) => temporary || callId === undefined, {
        path: ['callId'],
        error: 'Only a temporary customer is made for a call.',
      }),
    writes: true,
    answers: { 200: customerSchema, 201: customerSchema },
    async handle({ application, caller, body, now, commit }) {
      const { companyId } = caller;
      const company = await application.companies(companyId);
      return commit(async (client) => {
        const { temporary, externalId, displayName, claims, occurredAt } = body;
        const wanted = {
          temporary,
          claims,
          externalId: externalId ?? null,
          displayName: displayName ?? null,
          callId:
            body.callId === undefined
              ? null
              : await resolveReference(client, companyId, 'call', body.callId, '/callId'),
          occurredAt: occurredAt ?? now,
        };
        const { customer, isNew } = await addCustomer(client, company, wanted, caller.name, now);
        const [shown] = await shownCustomers(client, companyId, [customer]);
        return { status: isNew ? 201 : 200, body: shown! };
      });
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/customers/{id}/promote',
    tag: 'customers',
    summary: 'A temporary customer is one in their own right',
    scopes: ['feedback'],
    path: z.object({ id: reference }),
    body: z.strictObject({
      externalId: reference.optional(),
      displayName: z.string().trim().min(1).max(500).optional(),
      reviewer: person,
    }),
    writes: true,
    answers: { 200: customerSchema },
    async handle({ caller: { companyId }, path, body, now, commit }) {
      return commit(async (client) => {
        const customerId = await resolveReference(client, companyId, 'customer', path.id);
        const { externalId = null, displayName = null, reviewer } = body;
        const input = { companyId, customerId, externalId, displayName, actor: reviewer };
        const [shown] = await shownCustomers(client, companyId, [await promote(client, input, now)]);
        return { status: 200, body: shown! };
      });
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/customers/{id}/merge',
    tag: 'customers',
    summary: 'Two customers are one person',
    description:
      'From now on everything about this customer leads to the other one. Nothing is moved: an unmerge gives all of it ' +
      'back. No automatic run undoes it.',
    scopes: ['feedback'],
    path: z.object({ id: reference }),
    body: z.strictObject({
      into: reference.meta({ description: 'Who they are: an id of either kind.' }),
      ...said,
      occurredAt: moment.optional().meta({ description: 'When it was found out; by default now.' }),
    }),
    writes: true,
    answers: { 200: merged },
    async handle({ caller: { companyId }, path, body, now, commit }) {
      return commit(async (client) => {
        const customerId = await resolveReference(client, companyId, 'customer', path.id);
        const intoId = await resolveReference(client, companyId, 'customer', body.into, '/into');
        const { survivorId, merge } = await mergeCustomers(
          client,
          {
            companyId,
            customerId,
            intoId,
            source: 'person',
            actor: body.reviewer,
            note: body.note ?? null,
            occurredAt: body.occurredAt ?? now,
          },
          now,
        );
        const recordedAt = (merge?.recordedAt ?? now).toISOString();
        return { status: 200, body: { customerId, survivorId, mergeId: merge?.id ?? null, recordedAt } };
      });
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/customers/{id}/unmerge',
    tag: 'customers',
    summary: 'A merged customer is somebody of their own',
    description:
      'The customer stands for itself again, with everything that hangs on it. Automatic links made to the two as one ' +
      'are resolved again. Unmerging a temporary customer that had followed its call gives it the call back.',
    scopes: ['feedback'],
    path: z.object({ id: reference }),
    body: z.strictObject({ reviewer: person }),
    writes: true,
    answers: { 200: merged },
    async handle({ caller: { companyId }, path, body, now, commit }) {
      return commit(async (client) => {
        const customerId = await resolveReference(client, companyId, 'customer', path.id);
        const merge = await separateCustomer(client, { companyId, customerId, actor: body.reviewer }, now);
        return {
          status: 200,
          body: {
            customerId,
            survivorId: customerId,
            mergeId: merge?.id ?? null,
            recordedAt: now.toISOString(),
          },
        };
      });
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/customers/{id}/history',
    tag: 'customers',
    summary: 'Who the customer was known to be at a moment',
    description:
      'The identifiers, links and merges in force then, of the customer and of everybody who was one with them. What ' +
      'has become known since does not show: the same question gives the same answer for ever.',
    scopes: ['review'],
    path: z.object({ id: reference }),
    query: z.strictObject({
      knownAt: moment.optional().meta({ description: 'By default now.' }),
    }),
    writes: false,
    answers: { 200: customerHistorySchema },
    async handle({ application, caller: { companyId }, path, query, now }) {
      const client = application.database.pool;
      const id = await resolveReference(client, companyId, 'customer', path.id);
      const found = await customerAt(client, companyId, id, query.knownAt ?? now);
      return { status: 200, body: shownHistory(found) };
    },
  }),
  endpoint({
    method: 'get',
    url: '/api/customers/{id}/how',
    tag: 'customers',
    summary: 'How the customer came to be what it is',
    description:
      'The chain of evidence, oldest knowledge first: every identifier, link and merge with when it became known, who ' +
      'or which model version said so and how sure it was, and what took it back.',
    scopes: ['review'],
    path: z.object({ id: reference }),
    writes: false,
    answers: {
      200: z
        .object({ customerId: z.uuid(), steps: z.array(customerStepSchema) })
        .meta({ id: 'CustomerChain' }),
    },
    async handle({ application, caller: { companyId }, path }) {
      const client = application.database.pool;
      const customerId = await resolveReference(client, companyId, 'customer', path.id);
      const steps = await customerSteps(client, companyId, customerId);
      const people = steps.flatMap(({ customerId: id, type, subject }) =>
        type === 'merged' || type === 'unmerged' ? [id, subject!] : [id],
      );
      const nameOf = await customerNames(client, companyId, people);
      return {
        status: 200,
        body: { customerId, steps: steps.map((step) => shownStep(step, stepSentence(step, nameOf))) },
      };
    },
  }),
];
