/** How a call was answered at once, and what it was linked to at the end of the week. */
export interface CallRecord {
  readonly callId: string;
  /** null: the request failed. */
  decision: 'link' | 'review' | 'new_customer' | 'unlinked' | null;
  /** The answer came with a review task. */
  asked: boolean;
  /** As first answered, for decision link and new_customer. */
  customerId: string | null;
  customerExternalId: string | null;
  /** Link at the end of the week. */
  linkedId: string | null;
  linkedExternalId: string | null;
  linkSource: string | null;
}

/** A prediction for a subject beside the hidden truth at that moment. */
export interface ScoredPrediction {
  readonly subject: string;
  readonly predicted: number;
  readonly truth: number;
  /** champion, challenger or fallback, as the service said. */
  readonly role: string;
}

/** A recommended action beside the true expected euro of what could have been done. */
export interface ScoredAction {
  readonly lead: string;
  readonly action: string;
  readonly followed: boolean;
  readonly value: number;
  readonly best: number;
  /** Mean over all actions. */
  readonly random: number;
  /** The team's own habits. */
  readonly team: number;
  /** Every action, in the order of world/leadResponse.ts. */
  readonly each: readonly number[];
  readonly role: string;
}

export interface Failure {
  count: number;
  /** The first one's message. */
  readonly example: string;
}

/** Everything one played week left behind, for scoring. */
export interface WeekRecord {
  readonly week: number;
  readonly feedback: boolean;
  readonly calls: Map<string, CallRecord>;
  readonly nba: ScoredAction[];
  /** Gone in 30 days. */
  readonly churn: ScoredPrediction[];
  /** Gone at the moment of the question, of the same customers; without those whose answer does not say. */
  readonly gone: ScoredPrediction[];
  readonly clv: ScoredPrediction[];
  readonly temperature: ScoredPrediction[];
  readonly reviews: { answered: number; wrong: number; unsure: number; seconds: number };
  readonly sent: { rows: number; rejected: number; outcomes: number; corrections: number };
  readonly failures: Map<string, Failure>;
  requests: number;
}

export function emptyRecord(week: number, feedback: boolean): WeekRecord {
  return {
    week,
    feedback,
    calls: new Map(),
    nba: [],
    churn: [],
    gone: [],
    clv: [],
    temperature: [],
    reviews: { answered: 0, wrong: 0, unsure: 0, seconds: 0 },
    sent: { rows: 0, rejected: 0, outcomes: 0, corrections: 0 },
    failures: new Map(),
    requests: 0,
  };
}
