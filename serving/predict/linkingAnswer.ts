import type { Candidate } from '../../models/linking/comparison.ts';
import { resolveByRule } from '../../models/linking/fallback.ts';
import type { LinkDecision, LinkerModel, Resolution } from '../../models/linking/linkerModel.ts';
import type { LinkQuery } from '../../models/linking/linkQuery.ts';
import type { Reason } from '../../models/reason.ts';

/** What one contender says about a call. */
export interface LinkingAnswer {
  readonly decision: LinkDecision;
  readonly customerId: string | null;
  /** That the answer is right; of the rule, which knows no probabilities, a round guess. */
  readonly probability: number;
  /** Per candidate, in the order given. */
  readonly probabilities: readonly number[];
  readonly candidateReasons: readonly (readonly Reason[])[];
  /** Of the answer as a whole. */
  readonly reasons: readonly Reason[];
  /** Null: the rule answered. */
  readonly resolution: Resolution | null;
}

/** The rule is right about this often where it links; where it does not, nobody knows. */
const ruleConfidence = { link: 0.9, unlinked: 0.5 } as const;

export function answerOf(
  model: LinkerModel | null,
  candidates: readonly Candidate[],
  query: LinkQuery,
): LinkingAnswer {
  if (model === null) return answerOfRule(candidates);
  const resolution = model.resolve(candidates, query);
  const about = candidates.findIndex(({ customerId }) => customerId === resolution.customerId);
  const { decision, customerId, probability, probabilities, reasons } = resolution;
  return {
    decision,
    customerId,
    probability,
    probabilities,
    candidateReasons: reasons,
    reasons: reasons[Math.max(0, about)] ?? [],
    resolution,
  };
}

function answerOfRule(candidates: readonly Candidate[]): LinkingAnswer {
  const { decision, customerId, text } = resolveByRule(candidates);
  const probability = ruleConfidence[decision];
  // What the rule leaves of its certainty is shared evenly: a ranking without a claim.
  const rest = (decision === 'link' ? 1 - probability : probability) / Math.max(1, candidates.length);
  return {
    decision,
    customerId,
    probability,
    probabilities: candidates.map((candidate) => (candidate.customerId === customerId ? probability : rest)),
    candidateReasons: candidates.map(() => []),
    reasons: [{ feature: 'rule', value: decision, effect: 0, text: `Rule: ${text}` }],
    resolution: null,
  };
}
