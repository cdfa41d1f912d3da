import type { Resolution } from './linkerModel.ts';

export interface ReviewOptions {
  /** What the right answer is worth, in any unit that is the same for all calls (an open appointment, CLV); >= 0. */
  readonly valueAtStake?: number;
  /**
   * Share of answers given without asking that are reviewed all the same, in [0, 1]; a linker without a proven threshold
   * asks for more.
   */
  readonly controlShare?: number;
  /** A uniform draw in [0, 1) that belongs to this call: below the share the call is in the control slice. */
  readonly draw: number;
  /** Nothing was learned from labels yet. */
  readonly coldStart?: boolean;
}

export interface ReviewRequest {
  readonly priority: number;
  readonly reason: 'uncertain' | 'control' | 'cold_start';
  /** Probability with which this call was chosen for review, in (0, 1]; its inverse weighs the label. */
  readonly propensity: number;
}

/**
 * Audits are asked first: the promise about wrong links rests on them, and a slice that waits behind hard calls for ever
 * would not be a random one.
 */
const auditFloor = 1;

/**
 * P(a reviewer's answer changes what would be done without it), in [0, 1]. Without it an uncertain call stays
 * unlinked and an unknown caller becomes a new customer: both are changed by finding any candidate right; a link is
 * changed by finding it wrong.
 */
export function flipProbability({ decision, probability, none }: Resolution): number {
  return decision === 'link' ? 1 - probability : 1 - none;
}

/**
 * Whether and how urgently to ask a person about an answer: P(the review changes it) x value at stake. Uncertain
 * calls are always asked; a random control slice of the others shows how good they are and that asking by priority
 * beats asking at random. A model that has yet to prove its threshold asks about calls in random order, hard and easy
 * ones alike: what people get done is then a random sample, the fastest way to a proof. null: do not ask.
 */
export function reviewPriority(resolution: Resolution, options: ReviewOptions): ReviewRequest | null {
  const { valueAtStake = 1, controlShare = 0.03, draw, coldStart = false } = options;
  const { auditShare, decision } = resolution;
  const isUncertain = decision === 'review';
  const reason = !isUncertain ? 'control' : coldStart ? 'cold_start' : 'uncertain';
  if (draw < auditShare) {
    return { priority: auditPriority(draw), reason, propensity: isUncertain ? 1 : auditShare };
  }
  const priority = flipProbability(resolution) * Math.max(0, valueAtStake);
  if (isUncertain) return { priority, reason, propensity: 1 };
  // A caller who left nothing cannot be told by a reviewer either.
  if (decision === 'unlinked' || draw >= controlShare) return null;
  return { priority: Math.max(priority, auditPriority(draw)), reason, propensity: controlShare };
}

/** Above every other question, in random order. */
export const auditPriority = (draw: number): number => auditFloor + 1 - draw;
