import { Problem } from '../base/problem.ts';
import type { SubjectType } from '../prisma/generated/enums.ts';
import { appendOutbox } from '../prisma/outbox.ts';
import type { Queryable } from '../prisma/queryable.ts';
import { recordOutcomes } from '../prisma/repositories/outcomes.ts';
import { exists } from '../prisma/repositories/references.ts';

/** What can become of somebody; the labels of churn, lead score and next best action are made from these. */
export const outcomeKinds = [
  'converted',
  'lost',
  'churned',
  'retained',
  'responded',
  'no_response',
  'appointment',
] as const;

export type OutcomeKind = (typeof outcomeKinds)[number];

export interface OutcomeInput {
  readonly companyId: string;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly kind: OutcomeKind;
  /** Worth in company currency, where it has one. */
  readonly value?: number | null;
  /** The action this answers, where known. */
  readonly interactionId?: string | null;
  /** The recommendation this answers, where known. */
  readonly predictionId?: string | null;
  /** Key in the source system: delivering it again updates, never doubles. */
  readonly externalId?: string | null;
  readonly occurredAt: Date;
}

/**
 * Records what became of a lead, customer or call. Runs in the caller's transaction; acknowledge after its
 * commit.
 * @throws Problem `not_found` when the company does not have what the outcome is about or refers to.
 */
export async function recordOutcome(
  client: Queryable,
  input: OutcomeInput,
  recordedAt: Date,
): Promise<{ outcomeId: string; changed: boolean }> {
  const { companyId } = input;
  const references = [
    [input.subjectType, input.subjectId],
    ['interaction', input.interactionId],
    ['prediction', input.predictionId],
  ] as const;
  for (const [noun, id] of references) {
    if (id != null && !(await exists(client, companyId, noun, id))) {
      throw new Problem('not_found', `There is no ${noun} ${id}.`);
    }
  }
  const [written] = await recordOutcomes(
    client,
    companyId,
    [
      {
        externalId: input.externalId ?? null,
        subjectType: input.subjectType,
        subjectId: input.subjectId,
        kind: input.kind,
        value: input.value ?? null,
        interactionId: input.interactionId ?? undefined,
        predictionId: input.predictionId ?? undefined,
        occurredAt: input.occurredAt,
        recordedAt,
      },
    ],
    recordedAt,
  );
  const { id, status } = written!;
  await appendOutbox(client, { companyId, topic: 'outcome.changed', subject: id, recordedAt });
  return { outcomeId: id, changed: status !== 'unchanged' };
}
