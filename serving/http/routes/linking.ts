import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { identityClaims } from '../../../features/identity/claims.ts';
import { findCall } from '../../../prisma/repositories/calls.ts';
import { callRecord, prepareLinking } from '../../predict/linking.ts';
import { endpoint } from '../endpoint.ts';
import { moment } from '../moment.ts';
import { predictionSchema, probability, reasonSchema } from '../predictionSchema.ts';
import { reference, resolveReference } from '../references.ts';

const scalar = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);

/** Vectors of a person are biometric data: each carries the consent to it. */
const embeddingSchema = z.strictObject({
  kind: z
    .string()
    .max(40)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .meta({ description: 'voice, behaviour, or a name of your own for the model that made it.' }),
  values: z
    .array(z.number())
    .min(2)
    .max(2048)
    .refine((values) => values.some((value) => value !== 0), { error: 'A vector of zeros has no direction.' })
    .meta({ description: 'Only the direction is kept. All vectors of a kind have the same dimension.' }),
  consent: z.literal(true, {
    error:
      'Vectors of a person are biometric data (GDPR, article 9) and kept only with consent: ask the caller and ' +
      'send "consent": true, or leave the vector out.',
  }),
});

const callSchema = z.strictObject({
  externalId: reference.meta({
    description: 'Of the call in your system: sending it again completes the call.',
  }),
  occurredAt: moment,
  durationSeconds: z.number().min(0).max(86_400).nullish(),
  service: z.string().max(200).nullish(),
  claims: z
    .strictObject(identityClaims.shape)
    .default({})
    .meta({ description: 'What the caller said about who they are, as heard; no phone: withheld.' }),
  transcript: z.string().max(500_000).nullish(),
  attributes: z.record(z.string().min(1).max(200), scalar).default({}),
  embeddings: z
    .array(embeddingSchema)
    .max(8)
    .refine((all) => new Set(all.map(({ kind }) => kind)).size === all.length, {
      error: 'There is more than one vector of a kind.',
    })
    .default([])
    .meta({
      description:
        'One more comparison, with the mean direction of the vectors of calls known to be the customer’s. ' +
        'DELETE /api/calls/{id}/embeddings withdraws the consent.',
    }),
});

const candidate = z
  .object({
    customerId: z.uuid(),
    customerExternalId: z.string().nullable(),
    displayName: z.string().nullable(),
    probability,
    reasons: z.array(reasonSchema).readonly(),
  })
  .meta({ id: 'Candidate' });

const answer = predictionSchema(
  'LinkingPrediction',
  z.object({
    decision: z.enum(['link', 'review', 'new_customer', 'unlinked']).meta({
      description:
        'link: it is theirs, and is linked. review: people are asked; customerId is the best guess. ' +
        'new_customer: nobody in the customer base. unlinked: the call left nothing to go by.',
    }),
    customerId: z.uuid().nullable(),
    customerExternalId: z.string().nullable(),
    callId: z.uuid(),
    callExternalId: z.string().nullable(),
    settledBy: z.enum(['correction', 'import']).nullable().meta({
      description: 'Who said so before, so that no model may answer otherwise.',
    }),
    candidates: z.array(candidate).readonly(),
  }),
);

export const linkingEndpoints = [
  endpoint({
    method: 'post',
    url: '/api/ml/linking/resolve',
    tag: 'predictions',
    summary: 'Whose call is this?',
    description:
      'Give a call, or the id of one that is known. An automatic link is in force when the answer arrives; an ' +
      'uncertain answer has put the call into the review queue. What a person said about the call is repeated.',
    scopes: ['predict'],
    body: z
      .strictObject({ call: callSchema.optional(), callId: reference.optional() })
      .refine(({ call, callId }) => (call === undefined) !== (callId === undefined), {
        error: 'Give either call or callId.',
      }),
    writes: true,
    answers: { 200: answer },
    async handle({ application, caller, body, now, timing, commit }) {
      const { companyId } = caller;
      const resolve = await timing.measure('prepare', () => prepareLinking(application, companyId));
      const answered = await commit(async (client) => {
        let call = body.call && callRecord(companyId, withoutGaps(body.call), now);
        if (!call) {
          const id = await resolveReference(client, companyId, 'call', body.callId!, '/callId');
          const known = await findCall(client, companyId, { id });
          if (!known) throw new Problem('not_found', `There is no call ${id}.`);
          call = known;
        }
        return { status: 200, body: await resolve(client, call, now, undefined, body.call?.embeddings) };
      });
      application.identities.changed({
        companyId,
        topic: 'link.changed',
        subject: answered.body.result.callId,
      });
      return answered;
    },
  }),
];

/** What is not said does not overwrite what was said before. */
function withoutGaps(call: z.output<typeof callSchema>) {
  return {
    externalId: call.externalId,
    occurredAt: call.occurredAt,
    durationSeconds: call.durationSeconds ?? null,
    service: call.service ?? null,
    claims: Object.fromEntries(Object.entries(call.claims).filter(([, value]) => value != null)),
    transcript: call.transcript ?? null,
    attributes: call.attributes,
  };
}
