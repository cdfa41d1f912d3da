import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { identifiersOf } from '../../../features/identity/identifiers.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import { directionOf } from '../../../models/linking/embeddings.ts';
import type { IdentityEvent } from '../../../models/linking/identityEvent.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import { type BlockLimits, defaultBlockLimits } from '../../../models/linking/keyKinds.ts';
import { alikeClaims as claims } from './alikeClaims.ts';
import { PlainIdentityState } from './plainIdentityState.ts';
import { call, hoursLater, region } from './scene.ts';

const timezone = 'Europe/Berlin';
const one = <T>(...items: readonly T[]) => fc.constantFrom(...items);

const step = fc.record({
  what: one(
    'identifiers',
    'identifiers',
    'identifiers',
    'retraction',
    'link',
    'link',
    'linkRetracted',
    'embedding',
    'embedding',
    'appointment',
    'customer',
  ),
  who: fc.integer({ min: 0, max: 7 }),
  other: fc.integer({ min: 0, max: 7 }),
  which: fc.integer({ min: 0, max: 3 }),
  claims,
});

function eventsOf(
  steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
): IdentityEvent[] {
  return steps.flatMap(({ what, who, other, which, claims }, number): IdentityEvent[] => {
    const at = hoursLater(number);
    const customerId = `c${who}`;
    const identifiers = identifiersOf(claims, { region });
    switch (what) {
      case 'identifiers':
        return identifiers.map(({ kind, normalized, parts }) => ({
          type: 'identifier',
          customerId,
          kind,
          normalized,
          parts: { ...parts },
          at,
        }));
      case 'retraction':
        return identifiers.map(({ kind, normalized, parts }) => ({
          type: 'identifierRetracted',
          customerId,
          kind,
          normalized,
          parts: { ...parts },
          at,
        }));
      case 'link': {
        const known = which > 0 ? { claims: normalizeIdentity(claims, { region }) } : {};
        const attributes = { branch: which > 1 ? 'north' : 'south' };
        const link = {
          callId: `k${other}`,
          customerId,
          occurredAt: at,
          service: which > 1 ? 'advice' : null,
        };
        return [{ type: 'link', ...link, attributes, at, ...known }];
      }
      case 'linkRetracted':
        return [{ type: 'linkRetracted', callId: `k${other}`, customerId, at }];
      case 'embedding': {
        const direction = which > 0 ? directionOf([1 + which, who - 3.3, 2.1 - other]) : null;
        return [{ type: 'embedding', callId: `k${other}`, kind: 'voice', direction, at }];
      }
      case 'appointment': {
        const scheduledAt = hoursLater(1000 + 24 * which);
        return [
          {
            type: 'appointment',
            customerId,
            appointmentId: `a${other}`,
            scheduledAt,
            service: null,
            cancelled: which === 0,
            at,
          },
        ];
      }
      default: {
        const mergedIntoId = which > 0 ? `c${other}` : null;
        return [{ type: 'customer', customerId, status: which > 0 ? 'merged' : 'active', mergedIntoId, at }];
      }
    }
  });
}

const narrow = Object.fromEntries(Object.keys(defaultBlockLimits).map((kind) => [kind, 2])) as Record<
  keyof BlockLimits,
  number
>;

describe('the index answers as a scan of all customers with plain text does', () => {
  test.each([
    ['with the usual limits', defaultBlockLimits],
    ['when a key of more than two customers is broad', narrow],
  ])('%s', (_, blockLimits) => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.array(claims, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 25 }),
        (steps, asked, cut) => {
          const events = eventsOf(steps);
          const state = new IdentityState({ timezone, blockLimits });
          const voice = [{ kind: 'voice', direction: directionOf([2, 1, -1]) }];
          const queries = asked.map((said) =>
            call(said, { callId: 'k1', attributes: { branch: 'north' }, embeddings: voice }),
          );
          for (const [number, event] of events.entries()) {
            // Asked in between, so that what changes afterwards has been filed.
            if (number % 10 === cut % 10) state.candidates(queries[0]!, 3);
            state.apply(event);
          }
          const plain = new PlainIdentityState(events, timezone, blockLimits);
          for (const query of queries) {
            // Few of eight customers, so that most of them need not be compared in full.
            for (const limit of [2, 6]) {
              const expected = plain.candidates(query, limit);
              const found = state
                .candidates(query, limit)
                .map(({ customerId, comparison }) => ({ customerId, comparison }));
              // A caller who left nothing is answered from recent contacts.
              if (query.claims.name !== null || expected.length > 0) expect(found).toEqual(expected);
            }
          }
        },
      ),
      { seed: 8, numRuns: 120 },
    );
  });
});
