import { type LinkQuery, leftEvidence } from '../../models/linking/linkQuery.ts';
import { auditPriority, flipProbability, reviewPriority } from '../../models/linking/reviewPriority.ts';
import type { LinkingAnswer } from './linkingAnswer.ts';

/** How a call is put before a person. */
export interface Question {
  readonly priority: number;
  readonly reason: 'uncertain' | 'disagreement' | 'control' | 'cold_start' | 'conflict';
  /** Probability with which this call was chosen, in (0, 1]. */
  readonly propensity: number;
}

/**
 * Whether to ask a person about an answer; null: no.
 *
 * A model says itself what it is unsure of, and asks about everything it may link until its threshold is proven. Until
 * there is a model, all calls of callers who left something are asked about, in random order: their answers are what the
 * first model learns from, and the first that prove anything. Later automatic answers on which two live versions differ
 * are asked about, and a random slice of all others.
 */
export function askAbout(request: {
  readonly answer: LinkingAnswer;
  readonly agrees: boolean;
  readonly query: LinkQuery;
  /** Uniform in [0, 1), belonging to the call. */
  readonly draw: number;
  readonly controlShare: number;
}): Question | null {
  const { answer, agrees, query, draw, controlShare } = request;
  const { decision, probabilities, resolution } = answer;
  if (resolution === null) {
    if (!leftEvidence(query) || probabilities.length === 0) return null;
    const reason = decision === 'link' ? 'control' : 'cold_start';
    return { priority: auditPriority(draw), reason, propensity: 1 };
  }
  const asked = reviewPriority(resolution, { controlShare, draw });
  const isAsked = asked !== null && (asked.reason !== 'control' || asked.propensity === 1);
  if (isAsked || agrees || decision === 'unlinked') return asked;
  return { priority: flipProbability(resolution), reason: 'disagreement', propensity: 1 };
}
