import { z } from 'zod';
import { Problem } from '../../../base/problem.ts';
import { findPrediction } from '../../../prisma/repositories/predictions.ts';
import { taskSlug } from '../../../training/taskNames.ts';
import { endpoint } from '../endpoint.ts';
import { isoMoment } from '../moment.ts';
import { probability, reasonSchema } from '../predictionSchema.ts';

const logged = z
  .object({
    predictionId: z.uuid(),
    model: z.object({
      task: z.string(),
      version: z.int().nullable(),
      role: z.enum(['champion', 'challenger', 'fallback']),
    }),
    subjectType: z.enum(['customer', 'lead', 'call']),
    subjectId: z.uuid(),
    result: z.record(z.string(), z.unknown()),
    confidence: probability,
    interval: z.object({ low: z.number(), high: z.number(), level: probability }).optional(),
    reasons: z.array(reasonSchema).readonly(),
    features: z.unknown().meta({ description: 'As the model saw them.' }),
    featuresHash: z.string(),
    propensities: z.record(z.string(), probability).nullable(),
    shadow: z
      .looseObject({ role: z.string(), version: z.int().nullable(), agrees: z.boolean() })
      .nullable()
      .meta({ description: 'What the other live version would have answered.' }),
    experiment: z.object({ id: z.uuid(), arm: z.string() }).optional(),
    asOf: isoMoment,
    recordedAt: isoMoment,
  })
  .meta({ id: 'LoggedPrediction' });

type Logged = z.input<typeof logged>;

export const predictionEndpoints = [
  endpoint({
    method: 'get',
    url: '/api/predictions/{id}',
    tag: 'audit',
    summary: 'An answer with everything it was based on',
    scopes: ['operate', 'predict'],
    path: z.object({ id: z.uuid() }),
    writes: false,
    answers: { 200: logged },
    async handle({ application, caller: { companyId }, path }) {
      const found = await findPrediction(application.database.pool, companyId, path.id);
      if (!found) throw new Problem('not_found', `There is no prediction ${path.id}.`);
      const { shadow, reasons, interval, ...result } = found.result as Record<string, unknown>;
      const { experimentId, arm } = found;
      const body: Logged = {
        predictionId: found.id,
        model: { task: taskSlug(found.task), version: found.version, role: found.role },
        subjectType: found.subjectType,
        subjectId: found.subjectId,
        result,
        confidence: found.confidence,
        ...(interval === undefined ? {} : { interval: interval as NonNullable<Logged['interval']> }),
        reasons: (reasons ?? []) as Logged['reasons'],
        features: found.features,
        featuresHash: found.featuresHash,
        propensities: found.propensities && { ...found.propensities },
        shadow: (shadow ?? null) as Logged['shadow'],
        ...(experimentId !== null && arm !== null ? { experiment: { id: experimentId, arm } } : {}),
        asOf: found.asOf.toISOString(),
        recordedAt: found.recordedAt.toISOString(),
      };
      return { status: 200, body };
    },
  }),
];
