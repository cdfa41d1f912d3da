import type { IdentityClaims } from '../../features/identity/claims.ts';
import { identifiersOf } from '../../features/identity/identifiers.ts';
import { normalizeIdentity } from '../../features/identity/normalizeIdentity.ts';
import { transcriptClaims } from '../../features/transcripts/transcriptClaims.ts';
import { callAttributes } from '../../models/linking/attributeShares.ts';
import type { IdentityEvent } from '../../models/linking/identityEvent.ts';
import type { LinkQuery } from '../../models/linking/linkQuery.ts';
import { localTimeIn } from '../../models/linking/localTime.ts';
import { LegacyRule } from '../../simulator/history/legacyRule.ts';
import { type ParameterOverrides, withOverrides } from '../../simulator/parameters.ts';
import { knownRecords } from '../../simulator/week/knownRecords.ts';
import { type Call, callPayload } from '../../simulator/world/calls.ts';
import type { Fact } from '../../simulator/world/fact.ts';
import { makeWorld } from '../../simulator/world/world.ts';

export const timezone = 'Europe/Berlin';
const region = 'DE';

export type CallerType = 'number known' | 'withheld, with name' | 'withheld, without name';

/** A call as the service hears it, and what is true about it. */
export interface StudyCall {
  readonly callId: string;
  readonly at: Date;
  readonly query: LinkQuery;
  readonly callerType: CallerType;
  /** Whether a person who hears the recording can tell who called. */
  readonly tellable: boolean;
  /** Hidden truth: the caller's records known at a moment; none: not in the customer base. */
  ownRecords(at: Date): readonly string[];
}

export interface SimulatedCompany {
  /** What the company's systems know about customers, by known time; links of the past by the old rule included. */
  readonly events: readonly IdentityEvent[];
  /** Calls from the first played week on, in time order. */
  readonly calls: readonly StudyCall[];
  /** Whether two records are the same person's. */
  samePerson(a: string, b: string): boolean;
  isOwn(call: StudyCall, customerId: string): boolean;
  readonly startsAt: Date;
}

/** The demo's company without HTTP: its facts as identity events, its calls as queries. */
export function simulatedCompany(seed: number, overrides: ParameterOverrides): SimulatedCompany {
  const world = makeWorld(seed, withOverrides(overrides));
  const rule = new LegacyRule(world.records);
  const queryOf = queryReader();
  const caller = new Map<string, string>();
  const calls: StudyCall[] = [];
  const past: IdentityEvent[] = [];
  for (const call of world.calls) {
    const query = queryOf(call);
    if (call.at < world.startsAt) {
      const customerId = rule.identify(call);
      if (customerId === null) continue;
      const at = new Date(call.at + call.durationSeconds * 1000);
      past.push({ type: 'link', callId: call.externalId, customerId, at, ...query, claims: query.claims });
      continue;
    }
    caller.set(call.externalId, call.personId);
    const { claims } = query;
    calls.push({
      callId: call.externalId,
      at: new Date(call.at),
      query,
      callerType:
        claims.phone !== null
          ? 'number known'
          : claims.name !== null
            ? 'withheld, with name'
            : 'withheld, without name',
      tellable: Object.values(claims).some((claim) => claim !== null),
      ownRecords: (at) =>
        knownRecords(world, call.personId, at.getTime()).map(({ externalId }) => externalId),
    });
  }
  const ownerOf = (customerId: string) => world.ownerOf.get(customerId)?.id;
  return {
    events: [...world.facts.flatMap(eventsOf), ...past].sort((a, b) => a.at.getTime() - b.at.getTime()),
    calls,
    samePerson: (a, b) => ownerOf(a) === ownerOf(b),
    isOwn: (call, customerId) => ownerOf(customerId) === caller.get(call.callId),
    startsAt: new Date(world.startsAt),
  };
}

/** The query of a call, as serving makes it. */
function queryReader(): (call: Call) => LinkQuery {
  const localTime = localTimeIn(timezone);
  return (call) => {
    const payload = callPayload(call) as {
      readonly claims: IdentityClaims;
      readonly transcript?: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    };
    const occurredAt = new Date(call.at);
    const heard = transcriptClaims(payload.claims, payload.transcript ?? null, {
      region,
      timezone,
      callAt: occurredAt,
    });
    return {
      claims: normalizeIdentity({ ...payload.claims, ...heard?.claims }, { region }),
      occurredAt,
      service: call.service,
      ...localTime(occurredAt),
      attributes: callAttributes(payload.attributes),
      callId: call.externalId,
    };
  };
}

/** What a fact of the company's systems says about who is who. */
function eventsOf({ entity, at, row }: Fact): IdentityEvent[] {
  const known = new Date(at);
  const text = (name: string) => String(row[name]);
  if (entity === 'customers') {
    const customerId = text('externalId');
    return [
      { type: 'customer', customerId, status: 'active', mergedIntoId: null, at: known },
      ...identifiersOf(row as IdentityClaims, { region }).map(({ kind, normalized, parts }) => {
        return { type: 'identifier', customerId, kind, normalized, parts, at: known } as const;
      }),
    ];
  }
  if (entity !== 'appointments') return [];
  return [
    {
      type: 'appointment',
      customerId: text('customerExternalId'),
      appointmentId: text('externalId'),
      scheduledAt: new Date(text('scheduledAt')),
      service: text('service'),
      cancelled: row.status === 'cancelled',
      at: known,
    },
  ];
}
