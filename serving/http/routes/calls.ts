import { z } from 'zod';
import { standingLink } from '../../../prisma/repositories/identityLinks.ts';
import { endpoint } from '../endpoint.ts';
import { linkSchema, shownLink } from '../linkSchema.ts';
import { reference, resolveReference } from '../references.ts';

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
];
