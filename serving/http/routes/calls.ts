import { z } from 'zod';
import { recordCorrection } from '../../../feedback/corrections.ts';
import { forgetEmbeddings } from '../../../feedback/embeddings.ts';
import type { Queryable } from '../../../prisma/queryable.ts';
import { standingLink } from '../../../prisma/repositories/identityLinks.ts';
import { type Exchange, endpoint } from '../endpoint.ts';
import { linkSchema, shownLink } from '../linkSchema.ts';
import { chosenCustomer, customerChoice, note, oneCustomer, person } from '../people.ts';
import { reference, resolveReference } from '../references.ts';

const corrected = z.object({ correctionId: z.uuid(), link: linkSchema.nullable() });

export const callEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/calls/{id}/link',
    tag: 'calls',
    summary: 'Whose the call is now',
    scopes: ['review', 'predict'],
    path: z.object({ id: reference }),
    writes: false,
    answers: {
      200: linkSchema
        .extend({
          customerId: z.uuid().nullable(),
          source: linkSchema.shape.source.nullable(),
          recordedAt: linkSchema.shape.recordedAt.nullable(),
        })
        .meta({ id: 'LinkOfCall', description: 'customerId null: nobody’s, as far as known.' }),
    },
    async handle({ application, caller: { companyId }, path }) {
      const client = application.database.pool;
      const callId = await resolveReference(client, companyId, 'call', path.id);
      const link = await shownLink(client, await standingLink(client, companyId, callId));
      return {
        status: 200,
        body: link ?? {
          callId,
          customerId: null,
          customerExternalId: null,
          source: null,
          probability: null,
          recordedAt: null,
        },
      };
    },
  }),
  endpoint({
    method: 'post',
    url: '/api/calls/{id}/link',
    tag: 'calls',
    summary: 'This call is theirs',
    description:
      'A person says whose the call is: no model and no later evidence moves it. The same as a correction ' +
      '(POST /api/feedback/corrections) of this call.',
    scopes: ['feedback'],
    path: z.object({ id: reference }),
    body: z
      .strictObject({ ...customerChoice, reviewer: person, note: note.nullish() })
      .refine(oneCustomer, oneCustomer.message),
    writes: true,
    answers: { 200: corrected },
    handle: ({ path, body, ...exchange }) =>
      correct(exchange, path.id, body, (client, companyId) => chosenCustomer(client, companyId, body)),
  }),
  endpoint({
    method: 'post',
    url: '/api/calls/{id}/unlink',
    tag: 'calls',
    summary: 'This call is nobody’s we know',
    description:
      'A person says that the caller is not in the customer base. A temporary customer made for the call keeps it. ' +
      'Where it is only the wrong customer, link the call to the right one instead.',
    scopes: ['feedback'],
    path: z.object({ id: reference }),
    body: z.strictObject({ reviewer: person, note: note.nullish() }),
    writes: true,
    answers: { 200: corrected },
    handle: ({ path, body, ...exchange }) => correct(exchange, path.id, body, async () => null),
  }),
  endpoint({
    method: 'delete',
    url: '/api/calls/{id}/embeddings',
    tag: 'calls',
    summary: 'Consent to the call’s vectors is withdrawn',
    description:
      'They are deleted, and count for nobody from the answer on. What stays is that there were vectors of these ' +
      'kinds, and when they were withdrawn.',
    scopes: ['predict', 'feedback'],
    path: z.object({ id: reference }),
    writes: true,
    answers: {
      200: z.object({ callId: z.uuid(), deleted: z.int().min(0) }).meta({ id: 'DeletedEmbeddings' }),
    },
    async handle({ application, caller: { companyId }, path, now, commit }) {
      let callId = '';
      const answer = await commit(async (client) => {
        callId = await resolveReference(client, companyId, 'call', path.id);
        return {
          status: 200,
          body: { callId, deleted: await forgetEmbeddings(client, companyId, callId, now) },
        };
      });
      application.identities.changed({ companyId, topic: 'link.changed', subject: callId });
      return answer;
    },
  }),
];

/** Records what a person said about a call, and answers with the link that stands then. */
async function correct(
  {
    application,
    caller: { companyId },
    now,
    commit,
  }: Pick<
    Exchange<unknown, unknown, unknown, { 200: typeof corrected }>,
    'application' | 'caller' | 'now' | 'commit'
  >,
  call: string,
  { reviewer, note: noted }: { readonly reviewer: string; readonly note?: string | null | undefined },
  customerOf: (client: Queryable, companyId: string) => Promise<string | null>,
) {
  let callId = '';
  const answer = await commit(async (client) => {
    callId = await resolveReference(client, companyId, 'call', call);
    const said = {
      companyId,
      callId,
      toCustomerId: await customerOf(client, companyId),
      reviewer,
      note: noted ?? null,
      occurredAt: now,
    };
    const { correctionId, link } = await recordCorrection(client, said, now);
    return { status: 200, body: { correctionId, link: await shownLink(client, link) } };
  });
  application.identities.changed({ companyId, topic: 'link.changed', subject: callId });
  return answer;
}
