import { appendOutbox } from '../../prisma/outbox.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import {
  type Carriers,
  countCarriers,
  insertShared,
  retractShared,
  sharableValues,
  standingShared,
} from '../../prisma/repositories/sharedIdentifiers.ts';

/** A value is demoted from this many customers on, when they have this many different family names. */
const demoted = { customers: 5, familyNames: 3 } as const;
/** It counts again below either of these: not at once when one customer more or less has it. */
const restored = { customers: 4, familyNames: 2 } as const;

type Count = Pick<Carriers, 'customers' | 'familyNames'>;

/**
 * Whether a phone number or e-mail address belongs to too many unrelated people to be anybody's. A household shares
 * one too, but hardly ever under three names; the switchboard of a company or the number of a care home has callers
 * with all of them. Customers that are merged count once, so that duplicates of one person demote nothing.
 */
export function isShared({ customers, familyNames }: Count, already: boolean): boolean {
  const bound = already ? restored : demoted;
  return customers >= bound.customers && familyNames >= bound.familyNames;
}

/**
 * Demotes numbers and addresses of the given customers that have come to be shared, and restores those that no longer
 * are. From then on such a value still finds candidates, but counts neither for nor against any of them. Returns how
 * many changed.
 */
export async function reviewShared(
  client: Queryable,
  companyId: string,
  customerIds: readonly string[],
  now: Date,
): Promise<number> {
  const values = await sharableValues(client, companyId, customerIds);
  if (values.length === 0) return 0;
  const keyOf = (value: { kind: string; normalized: string }) => `${value.kind}|${value.normalized}`;
  const standing = new Map(
    (await standingShared(client, companyId, values)).map((entry) => [keyOf(entry), entry]),
  );
  let changed = 0;
  for (const carriers of await countCarriers(client, companyId, values)) {
    const entry = standing.get(keyOf(carriers));
    const shared = isShared(carriers, entry !== undefined);
    if (shared === (entry !== undefined)) continue;
    if (entry === undefined) await insertShared(client, companyId, carriers, now);
    else await retractShared(client, entry.id, now);
    // Whoever reads the facts of one of those who have it reads this one too.
    const { customerId } = carriers;
    await appendOutbox(client, {
      companyId,
      topic: 'customer.changed',
      subject: customerId,
      recordedAt: now,
    });
    changed++;
  }
  return changed;
}
