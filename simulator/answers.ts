import { z } from 'zod';

/** The parts of the service's answers the simulator reads; anything else may come along. */

const candidate = z.object({ customerId: z.string().nullish(), customerExternalId: z.string().nullish() });

export const linkingAnswer = z.object({
  predictionId: z.string(),
  result: z.object({
    decision: z.enum(['link', 'review', 'new_customer', 'unlinked']),
    customerId: z.string().nullish(),
    customerExternalId: z.string().nullish(),
  }),
  review: z.object({ id: z.string() }).nullish(),
});

export const linkAnswer = z.object({
  customerId: z.string().nullish(),
  customerExternalId: z.string().nullish(),
  source: z.string().nullish(),
});

export const reviewTask = z.object({
  id: z.string(),
  call: z.object({ externalId: z.string().nullish() }),
  candidates: z.array(candidate).nullish(),
  reason: z.string().nullish(),
});

const role = z
  .object({ role: z.string().nullish(), version: z.union([z.string(), z.number()]).nullish() })
  .nullish();

export const nbaAnswer = z.object({
  predictionId: z.string(),
  model: role,
  result: z.object({
    action: z.string(),
    alternatives: z.array(z.object({ action: z.string(), propensity: z.number().nullish() })).nullish(),
  }),
});

export const churnAnswer = z.object({
  model: role,
  result: z.object({ risk30: z.number(), alreadyGone: z.number().nullish() }),
});
export const clvAnswer = z.object({ model: role, result: z.object({ clv: z.number() }) });
export const temperatureAnswer = z.object({
  model: role,
  result: z.object({ score: z.number(), probability: z.number().nullish() }),
});

export const importAnswer = z.object({ rejected: z.array(z.unknown()).nullish() });
