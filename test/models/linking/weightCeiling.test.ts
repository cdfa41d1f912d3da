import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IdentityClaims } from '../../../features/identity/claims.ts';
import { identifiersOf } from '../../../features/identity/identifiers.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import { AttributeShares } from '../../../models/linking/attributeShares.ts';
import { CallWeights } from '../../../models/linking/callWeights.ts';
import { ClaimedLevels } from '../../../models/linking/claimedLevels.ts';
import { CustomerComparison } from '../../../models/linking/customerComparison.ts';
import { CustomerEntries } from '../../../models/linking/customerEntries.ts';
import { directionOf } from '../../../models/linking/embeddings.ts';
import { EvidenceCounts } from '../../../models/linking/evidenceCounts.ts';
import { WeightCeiling } from '../../../models/linking/weightCeiling.ts';
import { alikeClaims } from './alikeClaims.ts';
import { call, hoursLater, region, start } from './scene.ts';

interface Known {
  readonly said: readonly IdentityClaims[];
  readonly calls: readonly { readonly claims: IdentityClaims; readonly hours: number }[];
  readonly appointment: number | null;
}

const customers: fc.Arbitrary<Known[]> = fc.array(
  fc.record({
    said: fc.array(alikeClaims, { minLength: 1, maxLength: 2 }),
    calls: fc.array(fc.record({ claims: alikeClaims, hours: fc.integer({ min: 0, max: 1100 }) }), {
      maxLength: 2,
    }),
    appointment: fc.option(fc.integer({ min: 900, max: 1100 })),
  }),
  { minLength: 1, maxLength: 12 },
);

function entriesOf(known: readonly Known[]): CustomerEntries {
  const entries = new CustomerEntries();
  for (const [index, { said, calls, appointment }] of known.entries()) {
    entries.add(`c${index}`, 0);
    for (const identifier of said.flatMap((claims) => identifiersOf(claims, { region })))
      entries.putIdentifier(index, { ...identifier, parts: { ...identifier.parts } }, 0);
    for (const [number, { claims, hours }] of calls.entries()) {
      const { phone, name } = normalizeIdentity(claims, { region });
      const occurredAt = hoursLater(hours).getTime();
      const habits = { service: 'advice', hour: 10, weekday: 1, attributes: { branch: 'north' } };
      const callId = `k${index}-${number}`;
      entries.addCall(index, { callId, occurredAt, phone, name, confirmed: true, ...habits });
      const direction = directionOf([Math.cos(hours), Math.sin(hours)]);
      entries.embeddings.apply({ type: 'embedding', callId, kind: 'voice', direction, at: start });
    }
    if (appointment !== null) {
      const scheduledAt = hoursLater(appointment).getTime();
      entries.appointmentsOf(index).set('a', { id: 'a', scheduledAt, service: 'advice' });
    }
  }
  return entries;
}

test('no customer weighs more than the ceiling says', () => {
  fc.assert(
    fc.property(customers, fc.array(alikeClaims, { minLength: 1, maxLength: 4 }), (known, asked) => {
      const entries = entriesOf(known);
      const counts = new EvidenceCounts(entries);
      for (const index of known.keys()) counts.count(index, 1);
      const claimed = new ClaimedLevels(entries.values);
      const weights = new CallWeights(counts);
      const comparison = new CustomerComparison(entries, claimed, weights, new AttributeShares());
      const ceiling = new WeightCeiling(entries, claimed, weights);
      for (const said of asked) {
        const query = call(said, {
          service: 'advice',
          attributes: { branch: 'north' },
          embeddings: [{ kind: 'voice', direction: directionOf([1, 0]) }],
        });
        claimed.begin(query.claims);
        weights.begin(claimed);
        const heavier = [...known.keys()].filter((customer) => {
          const most = ceiling.of(query, customer);
          comparison.compare(query, customer);
          return comparison.weight() - 1e-9 > most;
        });
        claimed.end();
        expect(heavier).toEqual([]);
      }
    }),
    { seed: 10, numRuns: 100 },
  );
});
