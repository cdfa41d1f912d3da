import { Problem } from '../../base/problem.ts';
import type { CustomerStep } from '../../models/linking/explain/customerStep.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { type MergeRecord, mergesOf } from '../../prisma/repositories/customerMerges.ts';
import { type CustomerRecord, findCustomers } from '../../prisma/repositories/customers.ts';
import {
  type IdentifierEntry,
  identifierEntries,
  type LinkEntry,
  linkEntries,
  modelVersionsOf,
} from '../../prisma/repositories/identityRecords.ts';
import { type SharedIdentifierRecord, sharedFacts } from '../../prisma/repositories/sharedIdentifiers.ts';

const nothing = {
  subject: null,
  kind: null,
  actor: null,
  note: null,
  modelVersion: null,
  predictionId: null,
  correctionId: null,
  probability: null,
  bits: null,
} as const;

/**
 * How a customer came to be what it is: every identifier, link and merge of the customer and of all that are or were
 * one with it, with when it became known, where it comes from and what took it back; oldest knowledge first.
 *
 * @throws Problem `not_found`
 */
export async function customerSteps(
  client: Queryable,
  companyId: string,
  customerId: string,
): Promise<CustomerStep[]> {
  const { members, merges } = await everRelated(client, companyId, customerId);
  const customers = await findCustomers(client, companyId, members);
  if (!customers.some(({ id }) => id === customerId)) {
    throw new Problem('not_found', `There is no customer ${customerId}.`);
  }
  const versions = await modelVersionsOf(
    client,
    companyId,
    merges.flatMap(({ predictionId }) => (predictionId === null ? [] : [predictionId])),
  );
  const steps = [
    ...customers.flatMap(ofCustomer),
    ...(await identifierEntries(client, companyId, members)).flatMap(ofIdentifier),
    ...(await sharedFacts(client, companyId, { customerIds: members })).flatMap((entry) =>
      ofShared(customerId, entry),
    ),
    ...(await linkEntries(client, companyId, members)).flatMap(ofLink),
    ...merges.flatMap((merge) => ofMerge(merge, versions.get(merge.predictionId ?? '') ?? null)),
  ];
  return steps.sort((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b));
}

/** At one moment what was ends before what is begins, and a customer is known before what is said of it. */
function rank({ type }: CustomerStep): number {
  if (type === 'created') return 0;
  return type.startsWith('un') || type === 'identifier_retracted' || type === 'identifier_unshared' ? 1 : 2;
}

/** Everybody a chain of merges, standing or taken back, ever joined with the customer as its survivor. */
async function everRelated(
  client: Queryable,
  companyId: string,
  customerId: string,
): Promise<{ members: string[]; merges: MergeRecord[] }> {
  const members = new Set([customerId]);
  const merges = new Map<string, MergeRecord>();
  for (let fresh = [customerId]; fresh.length > 0; ) {
    const found = await mergesOf(client, companyId, fresh);
    const below = new Set(fresh);
    fresh = [];
    for (const merge of found) {
      // Of the customer's own merges upwards only the merge is part of its story, not the other's.
      if (merge.customerId === customerId || below.has(merge.intoId)) merges.set(merge.id, merge);
      if (!below.has(merge.intoId) || members.has(merge.customerId)) continue;
      members.add(merge.customerId);
      fresh.push(merge.customerId);
    }
  }
  return { members: [...members], merges: [...merges.values()] };
}

function ofCustomer({ id, provisional, promotedAt, occurredAt, recordedAt }: CustomerRecord): CustomerStep[] {
  const source = provisional ? 'provisional' : 'import';
  const base = { ...nothing, customerId: id, source };
  const created: CustomerStep = { ...base, type: 'created', at: recordedAt, occurredAt };
  if (promotedAt === null) return [created];
  return [created, { ...base, type: 'promoted', at: promotedAt, occurredAt: promotedAt, source: 'person' }];
}

function ofIdentifier(entry: IdentifierEntry): CustomerStep[] {
  const { customerId, kind, value, occurredAt, recordedAt, retractedAt } = entry;
  const base = { ...nothing, customerId, kind, subject: value, source: 'import' };
  const known: CustomerStep = { ...base, type: 'identifier', at: recordedAt, occurredAt };
  if (retractedAt === null) return [known];
  return [known, { ...base, type: 'identifier_retracted', at: retractedAt, occurredAt: retractedAt }];
}

function ofShared(customerId: string, entry: SharedIdentifierRecord): CustomerStep[] {
  const { kind, normalized, recordedAt, retractedAt } = entry;
  const base = { ...nothing, customerId, kind, subject: normalized, source: 'rule' };
  const shared: CustomerStep = {
    ...base,
    type: 'identifier_shared',
    at: recordedAt,
    occurredAt: recordedAt,
    note: `${entry.customers} customers under ${entry.familyNames} family names`,
  };
  if (retractedAt === null) return [shared];
  return [shared, { ...base, type: 'identifier_unshared', at: retractedAt, occurredAt: retractedAt }];
}

function ofLink(entry: LinkEntry): CustomerStep[] {
  const { customerId, source, probability } = entry;
  const base = {
    ...nothing,
    customerId,
    source,
    subject: entry.callExternalId ?? entry.callId,
    occurredAt: entry.occurredAt,
  };
  const linked: CustomerStep = {
    ...base,
    type: 'linked',
    at: entry.recordedAt,
    actor: entry.reviewer,
    note: entry.note,
    modelVersion: entry.modelVersion,
    predictionId: entry.predictionId,
    correctionId: entry.correctionId,
    probability,
    bits: probability === null || probability >= 1 || probability <= 0 ? null : logOdds(probability),
  };
  if (entry.retractedAt === null) return [linked];
  return [linked, { ...base, type: 'unlinked', at: entry.retractedAt, actor: entry.retractedBy }];
}

function ofMerge(merge: MergeRecord, modelVersion: number | null): CustomerStep[] {
  const { customerId, intoId, source, recordedAt, retractedAt } = merge;
  const base = { ...nothing, customerId, subject: intoId, source };
  const merged: CustomerStep = {
    ...base,
    type: 'merged',
    at: recordedAt,
    occurredAt: merge.occurredAt,
    actor: source === 'person' ? merge.actor : null,
    note: merge.note,
    modelVersion,
    predictionId: merge.predictionId,
    correctionId: merge.correctionId,
  };
  if (retractedAt === null) return [merged];
  return [
    merged,
    { ...base, type: 'unmerged', at: retractedAt, occurredAt: retractedAt, actor: merge.retractedBy },
  ];
}

const logOdds = (probability: number): number => Math.log2(probability / (1 - probability));
