import type { CallAttributes } from './attributeShares.ts';
import type { NameParts } from './compareNames.ts';
import type { LocalTime } from './localTime.ts';

/** A call known to be the customer's. */
export interface KnownCall extends LocalTime {
  readonly callId: string;
  readonly occurredAt: number;
  readonly service: string | null;
  readonly attributes: CallAttributes;
  /** Whether a person or the source said that it is theirs. */
  readonly confirmed: boolean;
  /** Number of a confirmed call, or null. */
  readonly phone: string | null;
  /** Name of a confirmed call, or null. */
  readonly name: NameParts | null;
}

export interface KnownAppointment {
  readonly id: string;
  readonly scheduledAt: number;
  readonly service: string | null;
}

/** What a customer has done so far, those merged into it included. */
export interface CustomerActivity {
  /** Sorted by time. */
  readonly calls: readonly KnownCall[];
  readonly appointments: readonly KnownAppointment[];
}

/** What is recorded of who a customer is, in plain text. */
export interface CustomerIdentity {
  /** Those that confirmed calls gave included. */
  readonly names: readonly NameParts[];
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly datesOfBirth: readonly string[];
}
