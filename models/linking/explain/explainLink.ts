import type { Candidate } from '../comparison.ts';
import type { LinkDecision } from '../linkerModel.ts';
import type { LinkQuery } from '../linkQuery.ts';
import { type DecisiveField, decisiveField } from './decisiveField.ts';
import { linkSentences } from './linkSentences.ts';
import { bitsBelow, type Scorer, type WeighedCandidate, weighCandidates } from './weigh.ts';

export interface LinkExplanation {
  /** why: the customer is the one the model chose (or would ask about); why_not: somebody else is, or nobody. */
  readonly question: 'why' | 'why_not';
  /** The customer asked about. */
  readonly asked: WeighedCandidate;
  /** Place among the candidates by probability, 1 is first; null: the search did not propose the customer. */
  readonly rank: number | null;
  /** Who was chosen instead; null: nobody, or the customer asked about. */
  readonly chosen: WeighedCandidate | null;
  /** P(none of those weighed). */
  readonly none: number;
  /** From which probability on calls are linked without asking; null: from none, or a rule decides. */
  readonly automaticFrom: number | null;
  /** What the customer lacks to be linked automatically, the others being as they are; negative: has more than needed. */
  readonly bitsBelowAutomatic: number | null;
  /** Fields the caller claimed that do not count, as so many unrelated customers have the value. */
  readonly shared: readonly string[];
  /** Of why_not: what decides against the customer. */
  readonly decisive: DecisiveField | null;
  /** The same in words. */
  readonly sentences: readonly string[];
}

interface LinkQuestion {
  /** The linker that answers, or, of a company without one, what is expected before any call was seen. */
  readonly scorer: Scorer;
  /** Automatic threshold; null: a rule decides. */
  readonly automaticFrom: number | null;
  /** The call as the linker is asked with it, without claims that are shared by many. */
  readonly query: LinkQuery;
  /** The call as it was. */
  readonly said: LinkQuery;
  /** What the search proposed. */
  readonly candidates: readonly Candidate[];
  /** The customer asked about. */
  readonly about: Candidate;
  readonly decision: LinkDecision;
  /** Whom the model chose, or would ask about. */
  readonly chosenId: string | null;
  /** How people call a customer. */
  readonly nameOf: (customerId: string) => string;
}

/**
 * Why a call is a customer's, or why it is not: every field with its weight, the sum, the probability, and beside it the
 * one who was chosen and the threshold. A customer whom the search did not propose is weighed as if it had.
 */
export function explainLink(question: LinkQuestion): LinkExplanation {
  const { scorer, query, about, chosenId, decision, nameOf } = question;
  const proposed = question.candidates.some(({ customerId }) => customerId === about.customerId);
  const candidates = proposed ? question.candidates : [...question.candidates, about];
  const weighed = weighCandidates(scorer, candidates, query);
  const position = weighed.findIndex(({ customerId }) => customerId === about.customerId);
  const asked = weighed[position]!;
  const chosen =
    chosenId === null || chosenId === asked.customerId
      ? null
      : (weighed.find(({ customerId }) => customerId === chosenId) ?? null);
  const threshold = question.automaticFrom;
  const { phone, email } = question.said.claims;
  const shared = [
    ...(phone !== null && query.claims.phone === null ? ['phone', 'callHistory'] : []),
    ...(email !== null && query.claims.email === null ? ['email'] : []),
  ];
  const explained = {
    question: chosenId === asked.customerId ? ('why' as const) : ('why_not' as const),
    asked,
    rank: proposed ? 1 + weighed.filter(({ totalBits }) => totalBits > asked.totalBits).length : null,
    chosen,
    none: Math.max(0, 1 - weighed.reduce((sum, { probability }) => sum + probability, 0)),
    automaticFrom: threshold === null || threshold > 1 ? null : threshold,
    bitsBelowAutomatic: threshold === null ? null : bitsBelow(weighed, position, threshold),
    shared,
    decisive:
      chosenId === asked.customerId
        ? null
        : decisiveField(asked, chosen, scorer.fellegiSunter, query, shared),
  };
  return { ...explained, sentences: linkSentences(explained, decision, nameOf) };
}
