/**
 * What an answer about a call costs, in wrong automatic links. A wrong link shows the clerk somebody else's
 * history and files facts under the wrong person; a customer who is not recognised loses theirs until
 * somebody notices; a review takes a minute of somebody's time.
 */
const linkCost = { wrongLink: 1, missed: 0.5, review: 0.1 } as const;

/** @param truth the right customer; null: not in the customer base */
export function costOfAnswer(decision: string, customerId: string | null, truth: string | null): number {
  if (decision === 'review') return linkCost.review;
  if (decision === 'link') return customerId === truth ? 0 : linkCost.wrongLink;
  return truth === null || truth === customerId ? 0 : linkCost.missed;
}
