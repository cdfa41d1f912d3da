import { type LinkQuery, leftEvidence } from '../../models/linking/linkQuery.ts';
import { flipProbability, reviewPriority } from '../../models/linking/reviewPriority.ts';
import type { LinkingAnswer } from './linkingAnswer.ts';

/** How a call is put before a person. */
export interface Question {
  readonly priority: number;
  readonly reason: 'uncertain' | 'disagreement' | 'control' | 'cold_start' | 'conflict';
  /** Probability with which this call was chosen, in (0, 1]. */
  readonly propensity: number;
}

/** The rule cannot say how likely a review is to change its answer; behind most uncertain calls of a model. */
const ruleFlip = 0.3;

/**
 * Whether to ask a person about an answer; null: no.
 *
 * A model says itself what it is unsure of. Until there is one, calls the rule leaves unlinked are asked about when
 * there is anybody to choose from: their answers are what the first model learns from. Automatic answers on which
 * two live versions differ are asked about too. Of all other automatic answers a random slice is.
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
  const control: Question | null =
    draw < controlShare ? { priority: ruleFlip, reason: 'control', propensity: controlShare } : null;
  if (answer.resolution === null) {
    if (answer.decision === 'link') return control;
    const askable = leftEvidence(query) && answer.probabilities.length > 0;
    return askable ? { priority: ruleFlip, reason: 'cold_start', propensity: 1 } : null;
  }
  const asked = reviewPriority(answer.resolution, { controlShare, draw });
  if (asked && asked.reason !== 'control') return asked;
  if (!agrees && answer.decision !== 'unlinked') {
    return { priority: flipProbability(answer.resolution), reason: 'disagreement', propensity: 1 };
  }
  return asked;
}
