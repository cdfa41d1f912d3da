import { Problem } from '../../base/problem.ts';

/** Tried in this order; the last draws so strongly that any data have a maximum. */
const penaltyLadder = [0, 0.01, 0.1, 1] as const;

/**
 * The first attempt that is not degenerate: without penalty, then with growing ones. Small samples often have no
 * maximum of the likelihood.
 * @throws whatever the attempt throws other than degenerate_fit, and that at the last penalty
 */
export async function withPenalties<Fit>(attempt: (penalty: number) => Promise<Fit>): Promise<Fit> {
  for (const penalty of penaltyLadder.slice(0, -1)) {
    try {
      return await attempt(penalty);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'degenerate_fit')) throw error;
    }
  }
  return attempt(penaltyLadder.at(-1)!);
}
