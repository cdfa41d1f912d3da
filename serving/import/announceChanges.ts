import { appendOutbox } from '../../prisma/outbox.ts';
import { noteEvidence } from '../../prisma/repositories/resolutionQueue.ts';
import type { BatchResult, WriteContext } from './writeContext.ts';

/** More changes than this in one batch are announced as one: whoever listens reads everything anew anyway. */
const singly = 100;

/** Tells other processes which customers' evidence and which calls changed; subject `*`: many of them. */
export async function announceChanges(
  { client, companyId, now }: WriteContext,
  { changedCustomers = [], changedCalls = [] }: BatchResult,
): Promise<void> {
  await noteEvidence(client, companyId, changedCustomers, now);
  for (const [topic, ids] of [
    ['customer.changed', changedCustomers],
    ['link.changed', changedCalls],
  ] as const) {
    const subjects = ids.length > singly ? ['*'] : [...new Set(ids)];
    for (const subject of subjects)
      await appendOutbox(client, { companyId, topic, subject, recordedAt: now });
  }
}
