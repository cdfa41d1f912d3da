/**
 * Everything recorded about one customer or lead, as plain records. Times are epoch milliseconds. Nothing
 * is cut here: each fact carries when it happened, when it was known and when it was taken back, and the
 * reader decides what was visible at a moment.
 */

export type Scalar = number | string | boolean | null;

export type Entity = 'customer' | 'lead';

/** What every fact carries on the two time axes. */
export interface Fact {
  readonly id: string;
  /** When it happened. */
  readonly occurredAt: number;
  /** When this system could first have used it. */
  readonly recordedAt: number;
  /** From when on it is known not to hold; null: it still holds. */
  readonly retractedAt: number | null;
}

export interface TransactionFact extends Fact {
  /** Revenue in company currency; negative: refund. */
  readonly amount: number;
  readonly product: string | null;
}

/**
 * A call that an identity link ties to the customer; known while both the call and the link are known. Facts of the
 * customer behind a lead are, to the lead, known only while that customer was known to be behind it.
 */
export interface CallFact extends Fact {
  readonly durationSeconds: number | null;
  readonly service: string | null;
  /** Probability that the link is right; 1 where a person or the source said so. */
  readonly linkProbability: number;
}

/** A version of an appointment: known from when it was told so until it was told otherwise. */
export interface AppointmentFact extends Fact {
  readonly service: string | null;
  readonly status: string;
  readonly scheduledAt: number;
}

export interface InteractionFact extends Fact {
  /** The lead it concerned; null: the person as such. */
  readonly leadId: string | null;
  readonly action: string;
  readonly direction: string;
  readonly propensity: number | null;
  readonly predictionId: string | null;
}

/** A version of the lead's own columns. */
export interface LeadFact extends Fact {
  readonly source: string | null;
  /** What winning it is worth, company currency. */
  readonly value: number | null;
  readonly customerId: string | null;
}

export interface OutcomeFact extends Fact {
  readonly kind: string;
  readonly value: number | null;
  readonly interactionId: string | null;
  readonly predictionId: string | null;
}

export interface AttributeFact extends Fact {
  readonly attributes: Readonly<Record<string, Scalar>>;
}

export interface HistoryRecord {
  readonly entity: Entity;
  readonly id: string;
  /** Since when they are a customer, or when the lead came in. */
  readonly occurredAt: number;
  readonly recordedAt: number;
  /** The lead's own columns as they stood one after the other; empty for customers. */
  readonly leadVersions: readonly LeadFact[];
  readonly transactions: readonly TransactionFact[];
  readonly calls: readonly CallFact[];
  readonly appointments: readonly AppointmentFact[];
  readonly interactions: readonly InteractionFact[];
  readonly outcomes: readonly OutcomeFact[];
  readonly attributes: readonly AttributeFact[];
}
