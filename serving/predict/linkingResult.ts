import type { SettledLink } from '../../feedback/identityLinks.ts';
import type { Candidate } from '../../models/linking/comparison.ts';
import type { LinkDecision } from '../../models/linking/linkerModel.ts';
import type { Reason } from '../../models/reason.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import type { CallRecord } from '../../prisma/repositories/calls.ts';
import { findCustomers } from '../../prisma/repositories/customers.ts';
import type { LinkingAnswer } from './linkingAnswer.ts';

/** So many of the candidates are shown and kept. */
export const shown = 5;

export interface ShownCandidate {
  readonly customerId: string;
  readonly customerExternalId: string | null;
  readonly displayName: string | null;
  readonly probability: number;
  readonly reasons: readonly Reason[];
}

export interface LinkingResult {
  readonly decision: LinkDecision;
  /** The customer for `link`, the best candidate for `review`. */
  readonly customerId: string | null;
  readonly customerExternalId: string | null;
  readonly callId: string;
  readonly callExternalId: string | null;
  /** Who has settled the call before, so that no model may answer otherwise; null: nobody. */
  readonly settledBy: SettledLink['by'] | null;
  readonly candidates: readonly ShownCandidate[];
}

/** The answer with the names of those it is about. */
export async function resultOf(
  client: Queryable,
  call: CallRecord,
  candidates: readonly Candidate[],
  answer: LinkingAnswer,
  settled: SettledLink | null,
): Promise<LinkingResult> {
  const ranked = candidates
    .map(({ customerId }, index) => ({
      customerId,
      probability: answer.probabilities[index] ?? 0,
      reasons: answer.candidateReasons[index] ?? [],
    }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, shown);
  const customerId = settled ? settled.customerId : answer.customerId;
  const ids = new Set(ranked.map((candidate) => candidate.customerId));
  if (customerId !== null) ids.add(customerId);
  const customers = new Map(
    (await findCustomers(client, call.companyId, [...ids])).map((customer) => [customer.id, customer]),
  );
  const named = (id: string) => ({
    customerExternalId: customers.get(id)?.externalId ?? null,
    displayName: customers.get(id)?.displayName ?? null,
  });
  return {
    decision: settled ? (settled.customerId === null ? 'new_customer' : 'link') : answer.decision,
    customerId,
    customerExternalId: customerId === null ? null : named(customerId).customerExternalId,
    callId: call.id,
    callExternalId: call.externalId,
    settledBy: settled?.by ?? null,
    candidates: ranked.map((candidate) => ({ ...candidate, ...named(candidate.customerId) })),
  };
}

/** Why a settled call is answered as it was. */
export function settledReason({ by, customerId }: SettledLink): Reason {
  const who = by === 'correction' ? 'A person' : 'The source system';
  const what = customerId === null ? 'that the caller is not in the customer base' : 'whose call this is';
  return { feature: 'settledBy', value: by, effect: 0, text: `${who} has said ${what}` };
}
