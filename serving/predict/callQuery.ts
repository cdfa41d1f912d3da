import { normalizeIdentity } from '../../features/identity/normalizeIdentity.ts';
import { callAttributes } from '../../models/linking/attributeShares.ts';
import type { Candidate } from '../../models/linking/comparison.ts';
import { fieldIndex, missing } from '../../models/linking/comparisonFields.ts';
import type { Embedding } from '../../models/linking/embeddings.ts';
import type { LinkQuery } from '../../models/linking/linkQuery.ts';
import { localTimeIn } from '../../models/linking/localTime.ts';
import type { CallRecord } from '../../prisma/repositories/calls.ts';

/** A known call as a question: whose is it? */
export function callQuery(
  call: CallRecord,
  company: { readonly region: string; readonly timezone: string },
  embeddings: readonly Embedding[],
): LinkQuery {
  return {
    claims: normalizeIdentity(call.claims, company),
    occurredAt: call.occurredAt,
    service: call.service,
    ...localTimeIn(company.timezone)(call.occurredAt),
    attributes: callAttributes(call.attributes),
    embeddings,
    callId: call.id,
  };
}

const claimFields = fieldIndex('recency');

/**
 * The candidates without the temporary customer that was made for this very call, unless something else is known of it:
 * the call would be found to be like itself.
 */
export function otherThanItself(
  candidates: readonly Candidate[],
  temporaryId: string | null,
): readonly Candidate[] {
  if (temporaryId === null) return candidates;
  return candidates.filter(
    ({ customerId, comparison }) =>
      customerId !== temporaryId ||
      comparison.contacts > 0 ||
      comparison.levels.slice(0, claimFields).some((level) => level !== missing),
  );
}
