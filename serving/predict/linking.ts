import { sha256 } from '../../base/hash.ts';
import { uuid } from '../../base/uuid.ts';
import type { IdentityClaims } from '../../features/identity/claims.ts';
import { transcriptClaims } from '../../features/transcripts/transcriptClaims.ts';
import { embeddingsOfCall, type GivenEmbedding, recordEmbeddings } from '../../feedback/embeddings.ts';
import { close, keepOpen } from '../../feedback/entities/openCalls.ts';
import { settledLink, writeAutomaticLink } from '../../feedback/identityLinks.ts';
import { openReview, withdrawQuestion } from '../../feedback/reviewQueue.ts';
import { comparisonRow } from '../../models/linking/comparison.ts';
import { comparisonHash } from '../../models/linking/comparisonHash.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { addExtractedClaims, type CallRecord, upsertCall } from '../../prisma/repositories/calls.ts';
import { temporaryOfCall } from '../../prisma/repositories/identityLinks.ts';
import type { ResolutionRequest } from '../../prisma/repositories/resolutionQueue.ts';
import type { Application } from '../application.ts';
import { askAbout, type Question } from './askAbout.ts';
import { callQuery, otherThanItself } from './callQuery.ts';
import { answerOf } from './linkingAnswer.ts';
import { type LinkingResult, resultOf, settledReason, shown } from './linkingResult.ts';
import { type Prediction, recordAnswer } from './prediction.ts';
import { route } from './router.ts';

export interface CallToLink {
  readonly externalId: string | null;
  readonly occurredAt: Date;
  readonly durationSeconds: number | null;
  readonly service: string | null;
  readonly claims: IdentityClaims;
  readonly transcript: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Resolves a call within a transaction.
 * @param again the call has been answered before, and is asked about because of evidence that became known then
 * @param embeddings vectors of the call that the caller consented to
 */
export type Resolve = (
  client: Queryable,
  call: CallRecord,
  now: Date,
  again?: Pick<ResolutionRequest, 'recordedAt'>,
  embeddings?: readonly GivenEmbedding[],
) => Promise<Prediction<LinkingResult>>;

/** Candidates compared per call. */
export const compared = 20;

/**
 * Says whose call this is. Everything that follows from the answer is written in the given transaction: the call,
 * the answer with what it was based on, the link of an automatic answer, the question to people of an uncertain one.
 *
 * What a person (or the source) has said about the call before is repeated, not answered anew; the model's view is
 * logged beside it and counts in no experiment. Evidence that became known after a person spoke and contradicts them is
 * put before people, and changes nothing by itself.
 */
export async function prepareLinking(application: Application, companyId: string): Promise<Resolve> {
  const company = await application.companies(companyId);
  const live = await application.models.get(companyId, 'linking');
  await application.changes.catchUp();
  const state = await application.identities.get(company);

  return async (client, given, now, again, embeddings = []) => {
    // A call that is asked about again brings nothing new of its own; whoever asks holds it.
    const { call: delivered, isNew } = again
      ? { call: given, isNew: false }
      : await upsertCall(client, given);
    const call = await withTranscriptClaims(client, delivered, company);
    await recordEmbeddings(client, { companyId, callId: call.id }, embeddings, now, '/call/embeddings');
    const isSilent = isNew && embeddings.length === 0;
    const vectors = isSilent ? [] : await embeddingsOfCall(client, companyId, call.id);
    const said = callQuery(call, company, vectors);
    const temporaryId = isNew ? null : await temporaryOfCall(client, companyId, call.id);
    const candidates = otherThanItself(
      state.candidates(said, compared, live.champion?.model.data.blockLimits),
      temporaryId,
    );
    const query = state.telling(said);
    const settled = isNew ? null : await settledLink(client, companyId, call.id);
    const current = (id: string | null) => (id === null ? null : (state.currentCustomer(id) ?? id));
    const routing = route(live, call.id);
    const answer = answerOf(routing.answering.model, candidates, query);
    const shadow = routing.shadow && answerOf(routing.shadow.model, candidates, query);
    const agrees =
      !shadow || (shadow.decision === answer.decision && shadow.customerId === answer.customerId);

    const standing = settled && { ...settled, customerId: current(settled.customerId) };
    const result = await resultOf(client, call, candidates, answer, standing);
    const predictionId = uuid();
    const prediction = await recordAnswer(client, {
      predictionId,
      companyId,
      task: 'linking',
      subjectType: 'call',
      subjectId: call.id,
      // A settled call says nothing about the arms, and one that is resolved again was counted before.
      routing: settled || again ? { ...routing, experiment: null } : routing,
      scored: {
        result,
        confidence: settled ? 1 : answer.probability,
        reasons: settled ? [settledReason(settled)] : answer.reasons,
      },
      shadow: shadow && {
        role: routing.shadow!.role,
        version: routing.shadow!.version,
        result: { decision: shadow.decision, customerId: shadow.customerId },
        confidence: shadow.probability,
        agrees,
      },
      features: {
        candidates: candidates
          .slice(0, shown)
          .map(({ customerId, comparison }) => ({ customerId, ...comparisonRow(comparison) })),
        candidateCount: candidates.length,
        customers: state.customerCount,
      },
      definitionHash: comparisonHash,
      now,
    });
    application.metrics.predicted('linking', routing.answering.role);
    if (!agrees) application.metrics.disagreed('linking');
    const ask = async (question: Question): Promise<Prediction<LinkingResult>> => {
      const task = await openReview(
        client,
        {
          companyId,
          callId: call.id,
          predictionId,
          candidates: result.candidates.map(({ customerId, probability, reasons }) => ({
            customerId,
            probability,
            reasons,
          })),
          ...question,
          occurredAt: call.occurredAt,
          recordedAt: now,
        },
        isNew,
      );
      return { ...prediction, review: { id: task.id, priority: task.priority, reason: task.reason } };
    };
    const found = answer.decision === 'link' ? current(answer.customerId) : null;
    if (settled) {
      if (settled.customerId !== null) await close(client, companyId, call.id);
      // What a person said is not undone by what became known later; but the person may want to know.
      const conflicting =
        settled.by === 'correction' &&
        again !== undefined &&
        again.recordedAt > settled.at &&
        found !== null &&
        found !== current(settled.customerId);
      return conflicting
        ? ask({ priority: answer.probability, reason: 'conflict', propensity: 1 })
        : prediction;
    }
    if (found === null) await keepOpen(client, companyId, call.id, said.claims);
    else if (!isNew) await close(client, companyId, call.id);
    if (again && found !== null) await withdrawQuestion(client, companyId, call.id);

    await writeAutomaticLink(
      client,
      {
        companyId,
        callId: call.id,
        customerId: answer.decision === 'link' ? answer.customerId : null,
        source: routing.answering.role === 'fallback' ? 'fallback' : 'model',
        probability: Math.min(1, Math.max(0, answer.probability)),
        predictionId,
      },
      now,
      isNew,
    );
    const question = askAbout({
      answer,
      agrees,
      query,
      draw: drawOf(call),
      controlShare: application.settings.controlShare,
    });
    return question ? ask(question) : prediction;
  };
}

/** A new call as delivered; the row of one that is known already completes it. */
export function callRecord(companyId: string, call: CallToLink, now: Date): CallRecord {
  return { id: uuid(), companyId, recordedAt: now, ...call };
}

/** What the source did not say about the caller is read out of the transcript, and noted as such. */
async function withTranscriptClaims(
  client: Queryable,
  call: CallRecord,
  { region, timezone }: { readonly region: string; readonly timezone: string },
): Promise<CallRecord> {
  const added = transcriptClaims(call.claims, call.transcript, { region, timezone, callAt: call.occurredAt });
  return added === null ? call : addExtractedClaims(client, call, added.claims, added.extracted);
}

/**
 * Uniform in [0, 1), decided by the call alone: asking again about a call does not draw again. The id of the source
 * system comes first, so that a replay of the same calls draws the same.
 */
function drawOf(call: CallRecord): number {
  return Number.parseInt(sha256(`control ${call.externalId ?? call.id}`).slice(0, 13), 16) / 2 ** 52;
}
