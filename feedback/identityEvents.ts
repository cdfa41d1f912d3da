import { normalizeIdentity } from '../features/identity/normalizeIdentity.ts';
import { callAttributes } from '../models/linking/attributeShares.ts';
import type { IdentityEvent } from '../models/linking/identityEvent.ts';
import type { Queryable } from '../prisma/queryable.ts';
import { embeddingFacts } from '../prisma/repositories/callEmbeddings.ts';
import {
  appointmentFacts,
  type CustomerFact,
  customerFacts,
  type FactScope,
  identifierFacts,
  linkFacts,
  mergeFacts,
} from '../prisma/repositories/identityFacts.ts';
import { sharedFacts } from '../prisma/repositories/sharedIdentifiers.ts';

/**
 * Links nobody confirmed must not become evidence for themselves. A temporary customer is by definition who made the
 * call it was made for.
 */
const confirmed: ReadonlySet<string> = new Set(['import', 'review', 'correction', 'provisional']);

/**
 * Everything a company knows about who is who, as events in the order in which it became known: what an identity
 * state is built from, for serving as for training. `until` cuts at a moment of known time: later facts, links
 * and retractions are left out.
 *
 * @param scope `customerIds` reads the facts of these customers and no links, `callIds` the links and vectors of these calls
 *   and nothing else: what is needed to bring a state up to date.
 */
export async function identityEvents(
  client: Queryable,
  company: { readonly id: string; readonly region: string },
  scope: FactScope = {},
): Promise<IdentityEvent[]> {
  const events: IdentityEvent[] = [];
  const isKnown = (moment: Date | null): moment is Date =>
    moment !== null && (scope.until === undefined || moment <= scope.until);

  if (scope.callIds === undefined) {
    const customers = new Map<string, CustomerFact>();
    const single = (customerId: string, at: Date) => {
      const known = customers.get(customerId);
      const temporary = known?.provisional === true && !(known.promotedAt !== null && known.promotedAt <= at);
      const status = temporary ? 'temporary' : 'active';
      events.push({ type: 'customer', customerId, status, mergedIntoId: null, at });
    };
    for (const customer of await customerFacts(client, company.id, scope)) {
      customers.set(customer.customerId, customer);
      single(customer.customerId, customer.recordedAt);
      if (isKnown(customer.promotedAt)) single(customer.customerId, customer.promotedAt);
    }
    for (const { customerId, intoId, recordedAt, retractedAt } of await mergeFacts(
      client,
      company.id,
      scope,
    )) {
      if (isKnown(retractedAt) && retractedAt <= recordedAt) continue;
      events.push({ type: 'customer', customerId, status: 'merged', mergedIntoId: intoId, at: recordedAt });
      if (isKnown(retractedAt)) single(customerId, retractedAt);
    }
    for (const { kind, normalized, recordedAt, retractedAt } of await sharedFacts(
      client,
      company.id,
      scope,
    )) {
      if (isKnown(retractedAt) && retractedAt <= recordedAt) continue;
      events.push({ type: 'identifierShared', kind, normalized, at: recordedAt });
      if (isKnown(retractedAt))
        events.push({ type: 'identifierUnshared', kind, normalized, at: retractedAt });
    }
    for (const { recordedAt, retractedAt, ...identifier } of await identifierFacts(
      client,
      company.id,
      scope,
    )) {
      events.push({ type: 'identifier', ...identifier, at: recordedAt });
      if (isKnown(retractedAt)) events.push({ type: 'identifierRetracted', ...identifier, at: retractedAt });
    }
    for (const version of await appointmentFacts(client, company.id, scope)) {
      const { recordedAt, status, customerId, formerCustomerId, ...appointment } = version;
      const gone = status === 'cancelled' || customerId === null;
      events.push({
        type: 'appointment',
        ...appointment,
        customerId: customerId ?? formerCustomerId!,
        ...(gone ? { cancelled: true } : {}),
        at: recordedAt,
      });
    }
  }
  if (scope.customerIds === undefined) {
    for (const link of await linkFacts(client, company.id, scope)) {
      const { callId, customerId, recordedAt, retractedAt } = link;
      if (isKnown(retractedAt)) {
        events.push({ type: 'linkRetracted', callId, customerId, at: retractedAt });
        if (retractedAt <= recordedAt) continue;
      }
      events.push({
        type: 'link',
        callId,
        customerId,
        occurredAt: link.occurredAt,
        service: link.service,
        attributes: callAttributes(link.attributes),
        at: recordedAt,
        ...(confirmed.has(link.source) ? { claims: normalizeIdentity(link.claims, company) } : {}),
      });
    }
    for (const { callId, kind, direction, recordedAt } of await embeddingFacts(client, company.id, scope)) {
      events.push({
        type: 'embedding',
        callId,
        kind,
        direction: direction && Float32Array.from(direction),
        at: recordedAt,
      });
    }
  }
  // At one moment a link ends before the next begins.
  const rank = (event: IdentityEvent) => (event.type === 'linkRetracted' ? 0 : 1);
  return events.sort((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b));
}
