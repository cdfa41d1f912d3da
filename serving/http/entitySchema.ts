import { z } from 'zod';
import type { CustomerAt } from '../../feedback/entities/customerAt.ts';
import type { CustomerStep } from '../../models/linking/explain/customerStep.ts';
import { linkSchema } from './linkSchema.ts';
import { isoMoment } from './moment.ts';
import { probability } from './predictionSchema.ts';

const source = linkSchema.shape.source;

/** Who a customer was known to be at a moment. */
export const customerHistorySchema = z
  .object({
    customerId: z.uuid(),
    knownAt: isoMoment,
    status: z.enum(['temporary', 'active', 'merged']),
    survivorId: z.uuid().meta({ description: 'Who stood for them then.' }),
    members: z
      .array(z.uuid())
      .meta({ description: 'Everybody who was one with the survivor, who comes first.' }),
    identifiers: z.array(
      z.object({
        customerId: z.uuid(),
        kind: z.enum(['name', 'phone', 'email', 'date_of_birth', 'address']),
        value: z.string(),
        normalized: z.string(),
        shared: z
          .boolean()
          .meta({ description: 'So many unrelated customers had it that it told none apart.' }),
        occurredAt: isoMoment,
        recordedAt: isoMoment,
      }),
    ),
    links: z.array(
      z.object({
        callId: z.uuid(),
        callExternalId: z.string().nullable(),
        customerId: z.uuid(),
        source,
        probability: probability.nullable(),
        modelVersion: z.int().nullable(),
        predictionId: z.uuid().nullable(),
        correctionId: z.uuid().nullable(),
        reviewer: z.string().nullable(),
        note: z.string().nullable(),
        occurredAt: isoMoment,
        recordedAt: isoMoment,
      }),
    ),
    merges: z.array(
      z.object({
        id: z.uuid(),
        customerId: z.uuid(),
        intoId: z.uuid(),
        source: z.enum(['person', 'model']),
        actor: z.string(),
        note: z.string().nullable(),
        predictionId: z.uuid().nullable(),
        correctionId: z.uuid().nullable(),
        occurredAt: isoMoment,
        recordedAt: isoMoment,
      }),
    ),
  })
  .meta({ id: 'CustomerHistory' });

const times = ({ occurredAt, recordedAt }: { occurredAt: Date; recordedAt: Date }) => ({
  occurredAt: occurredAt.toISOString(),
  recordedAt: recordedAt.toISOString(),
});

export function shownHistory(found: CustomerAt): z.input<typeof customerHistorySchema> {
  return {
    ...found,
    knownAt: found.knownAt.toISOString(),
    members: [...found.members],
    identifiers: found.identifiers.map((identifier) => ({ ...identifier, ...times(identifier) })),
    links: found.links.map((link) => ({ ...link, ...times(link) })),
    merges: found.merges.map((merge) => ({ ...merge, ...times(merge) })),
  };
}

/** One step of the chain of evidence behind a customer. */
export const customerStepSchema = z
  .object({
    at: isoMoment.meta({ description: 'When it became known.' }),
    occurredAt: isoMoment,
    type: z.enum([
      'created',
      'promoted',
      'identifier',
      'identifier_retracted',
      'identifier_shared',
      'identifier_unshared',
      'linked',
      'unlinked',
      'merged',
      'unmerged',
    ]),
    customerId: z.uuid(),
    subject: z.string().nullable().meta({
      description: 'The call of a link, the other customer of a merge, the value of an identifier.',
    }),
    kind: z.string().nullable(),
    source: z.string(),
    actor: z.string().nullable(),
    note: z.string().nullable(),
    modelVersion: z.int().nullable(),
    predictionId: z.uuid().nullable(),
    correctionId: z.uuid().nullable(),
    probability: probability.nullable(),
    bits: z.number().nullable().meta({ description: 'The probability as binary log-odds.' }),
    text: z.string(),
  })
  .meta({ id: 'CustomerStep' });

export function shownStep(step: CustomerStep, text: string): z.input<typeof customerStepSchema> {
  return { ...step, at: step.at.toISOString(), occurredAt: step.occurredAt.toISOString(), text };
}
