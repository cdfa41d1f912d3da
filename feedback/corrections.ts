import { Problem } from '../base/problem.ts';
import { uuid } from '../base/uuid.ts';
import type { LinkSource } from '../prisma/generated/enums.ts';
import { appendOutbox } from '../prisma/outbox.ts';
import type { Queryable } from '../prisma/queryable.ts';
import { insertAudit } from '../prisma/repositories/auditLog.ts';
import { lockCall } from '../prisma/repositories/calls.ts';
import {
  type CorrectionRecord,
  correctionsOfCall,
  findCorrection,
  insertCorrection,
  markCorrectionUndone,
} from '../prisma/repositories/corrections.ts';
import { findCustomer } from '../prisma/repositories/customers.ts';
import {
  type IdentityLinkRecord,
  insertLink,
  linkHistory,
  retractLink,
  standingLink,
  temporaryOfCall,
} from '../prisma/repositories/identityLinks.ts';
import { noteEvidence } from '../prisma/repositories/resolutionQueue.ts';
import { cancelTasksOfCall } from '../prisma/repositories/reviewTasks.ts';
import { close, reopen } from './entities/openCalls.ts';
import { temporaryFollows } from './entities/temporaryFollows.ts';

export interface CorrectionInput {
  readonly companyId: string;
  readonly callId: string;
  /** The right customer; null: the caller is not in the customer base. */
  readonly toCustomerId: string | null;
  readonly reviewer: string;
  readonly note?: string | null;
  /** Key in the source system: delivering the same correction again changes nothing. */
  readonly externalId?: string | null;
  readonly occurredAt: Date;
}

export interface RecordedCorrection {
  readonly correctionId: string;
  /** The call's link as it stands afterwards; null: none. */
  readonly link: IdentityLinkRecord | null;
  /** False: this very correction was already recorded. */
  readonly changed: boolean;
}

/**
 * Records what a person said about a call and makes it so: from `recordedAt` on the link is the person's,
 * until a person says otherwise. The link of before stays in the history, the call's waiting review tasks
 * are cancelled, other processes are told. Runs in the caller's transaction; acknowledge after its commit.
 *
 * A correction known later than others of the same call but dated earlier (an import of old files) fills only
 * the time up to the next correction.
 *
 * @throws Problem `not_found` for a call or customer the company does not have, `conflict` when the external
 *   id names another correction.
 */
export async function recordCorrection(
  client: Queryable,
  input: CorrectionInput,
  recordedAt: Date,
  origin: { source: 'correction' | 'review'; taskId?: string } = { source: 'correction' },
): Promise<RecordedCorrection> {
  const { companyId, callId } = input;
  if (!(await lockCall(client, companyId, callId))) throw unknown('call', callId);
  if (input.toCustomerId !== null && !(await findCustomer(client, companyId, { id: input.toCustomerId }))) {
    throw unknown('customer', input.toCustomerId);
  }
  const earlier = await alreadyRecorded(client, input);
  if (earlier) {
    return { correctionId: earlier.id, link: await standingLink(client, companyId, callId), changed: false };
  }

  const time = recordedAt.getTime();
  const others = (await correctionsOfCall(client, companyId, callId)).filter((other) => !other.undoneAt);
  const next = others.find((other) => other.recordedAt.getTime() > time)?.recordedAt ?? null;
  const links = await linkHistory(client, companyId, callId);
  const before = links.findLast((link) => known(link, time));
  const correction: CorrectionRecord = {
    id: uuid(),
    companyId,
    externalId: input.externalId ?? null,
    callId,
    fromCustomerId: before?.customerId ?? null,
    toCustomerId: input.toCustomerId,
    reviewer: input.reviewer,
    note: input.note ?? null,
    occurredAt: input.occurredAt,
    recordedAt,
    undoneAt: null,
  };
  await insertCorrection(client, correction);
  for (const link of links) {
    const startsBeforeNext = next === null || link.recordedAt < next;
    const endsAfter = link.retractedAt === null || link.retractedAt.getTime() > time;
    if (startsBeforeNext && endsAfter) await retractLink(client, link.id, recordedAt);
  }
  // Who is in no customer base may have a temporary customer, which then keeps the call.
  const customerId = input.toCustomerId ?? (await temporaryOfCall(client, companyId, callId));
  if (customerId !== null) {
    await insertLink(client, {
      companyId,
      callId,
      customerId,
      recordedAt,
      retractedAt: next,
      source: origin.source,
      probability: null,
      predictionId: null,
      correctionId: correction.id,
    });
  }
  await cancelTasksOfCall(client, companyId, callId, origin.taskId);
  const link = await settle(client, companyId, callId, input.reviewer, recordedAt);
  await announce(client, correction, 'link.correct', recordedAt, input.reviewer);
  return { correctionId: correction.id, link, changed: true };
}

/**
 * Takes a correction back: what stood before it stands again from `undoneAt` on - an earlier correction, or
 * the link it replaced. A newer correction of the same call is not touched.
 *
 * @throws Problem `not_found`, or `conflict` when it had been undone before.
 */
export async function undoCorrection(
  client: Queryable,
  companyId: string,
  correctionId: string,
  undoneAt: Date,
  actor: string,
): Promise<{ link: IdentityLinkRecord | null; restored: boolean }> {
  const correction = await findCorrection(client, companyId, { id: correctionId });
  if (!correction) throw unknown('correction', correctionId);
  await lockCall(client, companyId, correction.callId);
  if (!(await markCorrectionUndone(client, companyId, correctionId, undoneAt))) {
    throw new Problem('conflict', `Correction ${correctionId} was undone before.`);
  }
  const corrections = await correctionsOfCall(client, companyId, correction.callId);
  const newerStands = corrections
    .slice(corrections.findIndex(({ id }) => id === correctionId) + 1)
    .some((other) => !other.undoneAt);
  if (!newerStands) {
    const links = await linkHistory(client, companyId, correction.callId);
    for (const link of links) {
      if (link.retractedAt === null) await retractLink(client, link.id, undoneAt);
    }
    const restored = toRestore(corrections, links);
    if (restored) {
      await insertLink(client, { ...restored, recordedAt: undoneAt, retractedAt: null });
    }
    await settle(client, companyId, correction.callId, actor, undoneAt);
  }
  await announce(client, correction, 'correction.undo', undoneAt, actor);
  return {
    link: await standingLink(client, companyId, correction.callId),
    restored: !newerStands,
  };
}

/** Brings what follows from a call's link in step with it, and returns the link. */
async function settle(
  client: Queryable,
  companyId: string,
  callId: string,
  actor: string,
  now: Date,
): Promise<IdentityLinkRecord | null> {
  await temporaryFollows(client, companyId, callId, actor, now);
  const link = await standingLink(client, companyId, callId);
  const said = (await correctionsOfCall(client, companyId, callId)).findLast(({ undoneAt }) => !undoneAt);
  const isSomebodys = link !== null && link.source !== 'provisional' && said?.toCustomerId !== null;
  if (isSomebodys) {
    await close(client, companyId, callId);
    await noteEvidence(client, companyId, [link.customerId], now);
  } else await reopen(client, companyId, callId);
  return link;
}

const bySystem: ReadonlySet<LinkSource> = new Set(['import', 'fallback', 'model', 'provisional']);

/** What stands when only the corrections that are not undone count. */
function toRestore(
  corrections: readonly CorrectionRecord[],
  links: readonly IdentityLinkRecord[],
): IdentityLinkRecord | undefined {
  const standing = corrections.findLast((correction) => !correction.undoneAt);
  if (standing) return links.findLast((link) => link.correctionId === standing.id);
  const last = links.findLast((link) => bySystem.has(link.source));
  // A link the system itself had given up before any correction is not brought back.
  const endedByPerson =
    last?.retractedAt == null ||
    corrections.some(({ recordedAt }) => recordedAt.getTime() === last.retractedAt?.getTime());
  return endedByPerson ? last : undefined;
}

function known(link: IdentityLinkRecord, time: number): boolean {
  return (
    link.recordedAt.getTime() <= time && (link.retractedAt === null || link.retractedAt.getTime() > time)
  );
}

async function alreadyRecorded(
  client: Queryable,
  input: CorrectionInput,
): Promise<CorrectionRecord | undefined> {
  if (input.externalId == null) return undefined;
  const earlier = await findCorrection(client, input.companyId, { externalId: input.externalId });
  if (!earlier) return undefined;
  if (earlier.callId === input.callId && earlier.toCustomerId === input.toCustomerId) return earlier;
  throw new Problem(
    'conflict',
    `A different correction with the external id ${input.externalId} is recorded.`,
    { remedy: 'Corrections are never rewritten: send a changed mind as a new correction with its own id.' },
  );
}

async function announce(
  client: Queryable,
  correction: CorrectionRecord,
  action: string,
  recordedAt: Date,
  actor: string,
): Promise<void> {
  const { companyId, callId, fromCustomerId, toCustomerId } = correction;
  await appendOutbox(client, { companyId, topic: 'link.changed', subject: callId, recordedAt });
  await insertAudit(client, {
    companyId,
    actor,
    action,
    subject: correction.id,
    detail: { callId, fromCustomerId, toCustomerId },
    recordedAt,
  });
}

function unknown(noun: string, id: string): Problem {
  return new Problem('not_found', `There is no ${noun} ${id}.`);
}
