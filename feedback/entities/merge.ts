import { Problem } from '../../base/problem.ts';
import type { MergeSource } from '../../prisma/generated/enums.ts';
import { appendOutbox } from '../../prisma/outbox.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { insertAudit } from '../../prisma/repositories/auditLog.ts';
import {
  insertMerge,
  lockMerges,
  type MergeRecord,
  mergesOf,
  setCustomerStatus,
  survivorsOf,
} from '../../prisma/repositories/customerMerges.ts';
import { findCustomers } from '../../prisma/repositories/customers.ts';
import { noteEvidence } from '../../prisma/repositories/resolutionQueue.ts';

interface MergeInput {
  readonly companyId: string;
  readonly customerId: string;
  /** Who they are. */
  readonly intoId: string;
  readonly source: MergeSource;
  readonly actor: string;
  readonly note?: string | null;
  readonly occurredAt: Date;
  /** The answer or correction about a call from which it follows. */
  readonly predictionId?: string | null;
  readonly correctionId?: string | null;
}

interface MergeResult {
  /** Who stands for both from now on. */
  readonly survivorId: string;
  /** Null: they were one person already. */
  readonly merge: MergeRecord | null;
}

/**
 * Two customers are one person: from `now` on whoever asks for `customerId` is led to the survivor of `intoId`. Rows
 * that hang on the merged customer stay where they are, so that an unmerge gives them back. Merging what is one
 * already changes nothing. Runs in the caller's transaction.
 *
 * @throws Problem `not_found`; `invalid_input` for a customer merged into itself; `conflict` when it is merged into
 *   somebody else already.
 */
export async function mergeCustomers(client: Queryable, input: MergeInput, now: Date): Promise<MergeResult> {
  const { companyId, customerId, intoId } = input;
  if (customerId === intoId) {
    throw new Problem('invalid_input', 'A customer cannot be merged into itself.', {
      findings: [{ path: '/into', message: 'the customer itself', received: intoId }],
    });
  }
  await lockMerges(client, companyId);
  const customers = await findCustomers(client, companyId, [customerId, intoId]);
  for (const id of [customerId, intoId]) {
    if (!customers.some((customer) => customer.id === id)) {
      throw new Problem('not_found', `There is no customer ${id}.`);
    }
  }
  const survivors = await survivorsOf(client, companyId, [customerId, intoId]);
  const survivorId = survivors.get(intoId)!;
  if (survivors.get(customerId) === survivorId) return { survivorId, merge: null };
  if (survivors.get(customerId) !== customerId) {
    throw new Problem('conflict', `Customer ${customerId} is merged into somebody else already.`, {
      remedy: `Undo that first (POST /api/customers/${customerId}/unmerge), or merge ${survivors.get(customerId)}.`,
    });
  }
  const merge = await insertMerge(client, {
    companyId,
    customerId,
    intoId,
    source: input.source,
    actor: input.actor,
    note: input.note ?? null,
    predictionId: input.predictionId ?? null,
    correctionId: input.correctionId ?? null,
    occurredAt: input.occurredAt,
    recordedAt: await notBefore(
      client,
      companyId,
      customerId,
      now,
      customers.map(({ recordedAt }) => recordedAt),
    ),
  });
  await setCustomerStatus(client, companyId, customerId, 'merged', intoId);
  await noteEvidence(client, companyId, [customerId, survivorId], now);
  await appendOutbox(client, { companyId, topic: 'customer.changed', subject: customerId, recordedAt: now });
  await insertAudit(client, {
    companyId,
    actor: input.actor,
    action: 'customer.merge',
    subject: customerId,
    detail: { intoId, mergeId: merge.id, source: input.source },
    recordedAt: now,
  });
  return { survivorId, merge };
}

/** A merge is not known before the customers are, nor while an earlier one of the same customer was. */
async function notBefore(
  client: Queryable,
  companyId: string,
  customerId: string,
  now: Date,
  known: readonly Date[],
): Promise<Date> {
  const earlier = (await mergesOf(client, companyId, [customerId])).filter(
    (merge) => merge.customerId === customerId,
  );
  const bounds = [now, ...known, ...earlier.map(({ retractedAt }) => retractedAt ?? now)];
  return new Date(Math.max(...bounds.map((moment) => moment.getTime())));
}
