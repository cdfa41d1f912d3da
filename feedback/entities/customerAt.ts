import { Problem } from '../../base/problem.ts';
import type { CustomerStatus } from '../../prisma/generated/enums.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { familyAt, type MergeRecord, mergesOf } from '../../prisma/repositories/customerMerges.ts';
import { type CustomerRecord, findCustomers } from '../../prisma/repositories/customers.ts';
import {
  type IdentifierEntry,
  identifierEntries,
  type LinkEntry,
  linkEntries,
} from '../../prisma/repositories/identityRecords.ts';
import { sharedFacts } from '../../prisma/repositories/sharedIdentifiers.ts';

/** Who a customer was known to be at a moment. What happened later is left out, also of the rows shown. */
export interface CustomerAt {
  readonly customerId: string;
  readonly knownAt: Date;
  readonly status: CustomerStatus;
  /** Who stood for the customer then: itself, or the one it was merged into. */
  readonly survivorId: string;
  /** Everybody who was one with the survivor; the survivor first. */
  readonly members: readonly string[];
  readonly identifiers: readonly (Omit<IdentifierEntry, 'retractedAt'> & {
    /** Known to be shared by so many unrelated customers that it told none of them apart. */
    readonly shared: boolean;
  })[];
  readonly links: readonly Omit<LinkEntry, 'retractedAt' | 'retractedBy'>[];
  readonly merges: readonly Omit<MergeRecord, 'companyId' | 'retractedAt' | 'retractedBy'>[];
}

interface Known {
  readonly recordedAt: Date;
  readonly retractedAt: Date | null;
}

/**
 * The identity of a customer as it was known at `knownAt`: asking again later about the same moment gives the same
 * answer, whatever has been merged, corrected or retracted since.
 *
 * @throws Problem `not_found` when the customer was not known then.
 */
export async function customerAt(
  client: Queryable,
  companyId: string,
  customerId: string,
  knownAt: Date,
): Promise<CustomerAt> {
  const [customer] = await findCustomers(client, companyId, [customerId]);
  if (customer === undefined || customer.recordedAt > knownAt) {
    throw new Problem('not_found', `No customer ${customerId} was known at ${knownAt.toISOString()}.`);
  }
  const isKnown = ({ recordedAt, retractedAt }: Known) =>
    recordedAt <= knownAt && (retractedAt === null || retractedAt > knownAt);
  const members = await familyAt(client, companyId, customerId, knownAt);
  const identifiers = await identifierEntries(client, companyId, members);
  const links = await linkEntries(client, companyId, members);
  const merges = await mergesOf(client, companyId, members);
  const shared = await sharedFacts(client, companyId, { customerIds: members, until: knownAt });
  const sharedKeys = new Set(shared.filter(isKnown).map(({ kind, normalized }) => `${kind}|${normalized}`));
  return {
    customerId,
    knownAt,
    status: statusAt(customer, members[0] !== customerId, knownAt),
    survivorId: members[0]!,
    members,
    identifiers: identifiers.filter(isKnown).map(({ retractedAt: _, ...identifier }) => ({
      ...identifier,
      shared: sharedKeys.has(`${identifier.kind}|${identifier.normalized}`),
    })),
    links: links.filter(isKnown).map(({ retractedAt: _, retractedBy: __, ...link }) => link),
    merges: merges
      .filter(isKnown)
      .map(({ companyId: _, retractedAt: __, retractedBy: ___, ...merge }) => merge),
  };
}

function statusAt(
  { provisional, promotedAt }: CustomerRecord,
  isMerged: boolean,
  knownAt: Date,
): CustomerStatus {
  if (isMerged) return 'merged';
  return provisional && (promotedAt === null || promotedAt > knownAt) ? 'temporary' : 'active';
}
