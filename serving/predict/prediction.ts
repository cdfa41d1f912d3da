import { featuresHash } from '../../features/featuresHash.ts';
import { logPrediction } from '../../feedback/predictionLog.ts';
import type { Reason } from '../../models/reason.ts';
import type { ModelRole, SubjectType, Task } from '../../prisma/generated/enums.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import type { PredictionRecord } from '../../prisma/repositories/predictions.ts';
import { taskSlug } from '../../training/taskNames.ts';
import type { Contender, Routing } from './router.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Probability that the true value lies inside. */
  readonly level: number;
}

/** An answer as it leaves the service. */
export interface Prediction<Result> {
  readonly predictionId: string;
  readonly model: {
    /** As URLs write it. */
    readonly task: string;
    /** Null: the fallback rule answered. */
    readonly version: number | null;
    readonly role: ModelRole;
  };
  readonly result: Result;
  readonly confidence: number;
  readonly interval?: Interval;
  readonly reasons: readonly Reason[];
  readonly review: { readonly id: string; readonly priority: number; readonly reason: string } | null;
  readonly asOf: string;
  readonly experiment?: { readonly id: string; readonly arm: string };
}

/** What one contender says. */
export interface Scored<Result> {
  readonly result: Result;
  readonly confidence: number;
  readonly interval?: Interval;
  readonly reasons: readonly Reason[];
}

/** What the version that did not answer would have said; kept with the answer, never returned with it. */
export interface ShadowAnswer {
  readonly role: ModelRole;
  readonly version: number | null;
  readonly result: unknown;
  readonly confidence: number;
  /** Whether it comes to the same thing. */
  readonly agrees: boolean;
}

export interface AnswerToLog<Result> {
  readonly predictionId: string;
  readonly companyId: string;
  readonly task: Task;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly routing: Pick<Routing<unknown>, 'experiment'> & { readonly answering: Contender<unknown> };
  readonly scored: Scored<Result>;
  readonly shadow: ShadowAnswer | null;
  readonly features: unknown;
  readonly definitionHash: string;
  readonly propensities?: Readonly<Record<string, number>>;
  readonly now: Date;
}

/** An answer as the log keeps it. */
export function recordOf<Result extends object>(answer: AnswerToLog<Result>): PredictionRecord {
  const { task, scored, routing, shadow, features, now } = answer;
  const { answering, experiment } = routing;
  return {
    id: answer.predictionId,
    companyId: answer.companyId,
    task,
    subjectType: answer.subjectType,
    subjectId: answer.subjectId,
    modelVersionId: answering.versionId,
    role: answering.role,
    experimentId: experiment?.id ?? null,
    arm: experiment?.arm ?? null,
    features,
    featuresHash: featuresHash(answer.definitionHash, features),
    result: {
      ...scored.result,
      ...(scored.interval ? { interval: scored.interval } : {}),
      reasons: scored.reasons,
      ...(shadow ? { shadow } : {}),
    },
    confidence: Math.min(1, Math.max(0, scored.confidence)),
    propensities: answer.propensities ?? null,
    asOf: now,
    recordedAt: now,
  };
}

/** Writes an answer to the log and returns it as it leaves the service, without a review. */
export async function recordAnswer<Result extends object>(
  client: Queryable,
  answer: AnswerToLog<Result>,
): Promise<Prediction<Result>> {
  const { predictionId, task, scored, routing, now } = answer;
  const { answering, experiment } = routing;
  await logPrediction(client, recordOf(answer));
  return {
    predictionId,
    model: { task: taskSlug(task), version: answering.version, role: answering.role },
    result: scored.result,
    confidence: scored.confidence,
    ...(scored.interval ? { interval: scored.interval } : {}),
    reasons: scored.reasons,
    review: null,
    asOf: now.toISOString(),
    ...(experiment ? { experiment } : {}),
  };
}
