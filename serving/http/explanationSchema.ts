import { z } from 'zod';
import type { WeighedCandidate } from '../../models/linking/explain/weigh.ts';
import type { CallExplanation } from '../predict/explainCall.ts';
import { isoMoment } from './moment.ts';
import { probability } from './predictionSchema.ts';

const bits = z.number().meta({ description: 'Binary logarithm: one bit doubles the odds.' });

const weighedCandidate = z
  .object({
    customerId: z.uuid(),
    customer: z.string().meta({ description: 'How people call them.' }),
    priorBits: bits,
    weights: z.array(
      z.object({
        field: z.string(),
        level: z.string().nullable(),
        frequency: z.number().nullable().meta({
          description: 'Share of customers that carry the value on which both agree.',
        }),
        bits,
      }),
    ),
    totalBits: bits.meta({ description: 'Sum of priorBits and of the weights in their order, exactly.' }),
    probability,
  })
  .meta({ id: 'WeighedCandidate' });

/** Why a call is somebody's, or is not. */
export const explanationSchema = z
  .object({
    callId: z.uuid(),
    question: z.enum(['why', 'why_not']),
    model: z.object({
      version: z.int().nullable().meta({
        description: 'Null: a rule answers; the weights are those expected before any call was seen.',
      }),
      role: z.enum(['champion', 'challenger', 'fallback']),
    }),
    decision: z.enum(['link', 'review', 'new_customer', 'unlinked']),
    linkedTo: z.uuid().nullable().meta({ description: 'Whose the call is now.' }),
    settledBy: z.enum(['correction', 'import']).nullable(),
    asked: weighedCandidate,
    rank: z.int().nullable().meta({ description: 'Null: the search did not propose the customer.' }),
    chosen: weighedCandidate.nullable(),
    none: probability.meta({ description: 'That it is none of the customers weighed.' }),
    automaticFrom: probability.nullable(),
    bitsBelowAutomatic: bits.nullable().meta({
      description: 'What the customer lacks to be linked without asking; negative: to spare.',
    }),
    shared: z.array(z.string()).meta({
      description: 'Fields that do not count, as many unrelated customers have the value.',
    }),
    decisive: z
      .object({
        field: z.string(),
        kind: z.enum(['contradicts', 'missing', 'weaker']),
        silent: z.enum(['call', 'customer', 'shared']).nullable(),
        bits,
      })
      .nullable(),
    text: z.array(z.string()),
    asOf: isoMoment,
  })
  .meta({ id: 'LinkExplanation' });

export function shownExplanation(found: CallExplanation, now: Date): z.input<typeof explanationSchema> {
  const { callId, linkedTo, settled, answering, decision, explanation, nameOf } = found;
  const { asked, chosen, sentences, ...rest } = explanation;
  const shown = (candidate: WeighedCandidate) => ({
    ...candidate,
    customer: nameOf(candidate.customerId),
    weights: [...candidate.weights],
  });
  return {
    callId,
    model: { version: answering.version, role: answering.role },
    decision,
    linkedTo,
    settledBy: settled?.by ?? null,
    ...rest,
    shared: [...rest.shared],
    asked: shown(asked),
    chosen: chosen === null ? null : shown(chosen),
    text: [...settledSentence(found), ...sentences],
    asOf: now.toISOString(),
  };
}

function settledSentence({ settled, nameOf }: CallExplanation): string[] {
  if (settled === null) return [];
  const who = settled.by === 'correction' ? 'A person' : 'The source system';
  const what =
    settled.customerId === null
      ? 'that the caller is not in the customer base'
      : `that the call is ${nameOf(settled.customerId)}'s`;
  return [`${who} has said ${what}, and no model changes that; this is what the model alone would say.`];
}
