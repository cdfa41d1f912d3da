import { normalizeIdentity } from '../../features/identity/normalizeIdentity.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import { identifiersOf } from '../../prisma/repositories/customers.ts';
import { confirmedClaims } from '../../prisma/repositories/identityFacts.ts';
import { anyOpenCall, openCallsSharing } from '../../prisma/repositories/openCallKeys.ts';
import { requestResolution, takeEvidence } from '../../prisma/repositories/resolutionQueue.ts';
import { type Evidence, evidenceKeys } from './evidenceKeys.ts';
import { reviewShared } from './sharedIdentifiers.ts';

/** Open calls that one round may ask to be resolved again; those that share most come first. */
const mostCalls = 1000;

/**
 * Follows up what became known about customers: demotes identifiers that have come to be shared, and asks for the open
 * calls that share a blocking key with them to be resolved again. Takes at most `limit` customers; call it until none
 * is left. Runs in the caller's transaction, and what it took is gone when that commits.
 */
export async function followEvidence(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  now: Date,
  limit = 200,
): Promise<{ customers: number; calls: number }> {
  const taken = await takeEvidence(client, company.id, limit);
  if (taken.length === 0) return { customers: 0, calls: 0 };
  const customerIds = taken.map(({ customerId }) => customerId);
  await reviewShared(client, company.id, customerIds, now);
  if (!(await anyOpenCall(client, company.id))) return { customers: taken.length, calls: 0 };
  const keys = evidenceKeys(await evidenceOf(client, company, customerIds));
  const calls = await openCallsSharing(client, company.id, keys, mostCalls);
  const newest = new Date(Math.max(...taken.map(({ recordedAt }) => recordedAt.getTime())));
  await requestResolution(client, company.id, calls, 'evidence', newest);
  return { customers: taken.length, calls: calls.length };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Everything the customers are known by, taken together. */
export async function evidenceOf(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  customerIds: readonly string[],
): Promise<Evidence> {
  const identifiers = await identifiersOf(client, company.id, customerIds);
  const values = (wanted: string) =>
    identifiers.flatMap(({ kind, normalized }) => (kind === wanted ? [normalized] : []));
  const claims = (await confirmedClaims(client, company.id, customerIds)).map((said) =>
    normalizeIdentity(said, company),
  );
  return {
    names: [
      ...identifiers.flatMap(({ kind, parts }) =>
        kind === 'name' ? [{ given: text(parts.given), family: text(parts.family) }] : [],
      ),
      ...claims.flatMap(({ name }) => (name === null ? [] : [name])),
    ],
    phones: [...values('phone'), ...claims.flatMap(({ phone }) => (phone === null ? [] : [phone]))],
    emails: values('email'),
    datesOfBirth: values('date_of_birth'),
    addresses: identifiers.flatMap(({ kind, parts }) =>
      kind === 'address'
        ? [
            {
              street: text(parts.street),
              houseNumber: text(parts.houseNumber),
              postalCode: text(parts.postalCode),
              city: text(parts.city),
            },
          ]
        : [],
    ),
  };
}
