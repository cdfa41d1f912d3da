import type { MatchModel } from './matchModel.ts';
import type { PatternStates } from './patternStates.ts';

/** What the candidates add up to under a model. */
export interface Expectation {
  /** Expected numbers of pairs. */
  readonly matches: number;
  readonly households: number;
  /** Log-likelihood of the candidates. */
  readonly likelihood: number;
}

/**
 * Adds each candidate pattern to the counts of each class by its probability.
 * @param atHome counts of households; tables it has in common with `other` are of both
 */
export function expectation(
  model: MatchModel,
  { size, states, counts, variableCount }: PatternStates,
  matched: readonly Float64Array[],
  atHome: readonly Float64Array[] | undefined,
  other: readonly Float64Array[],
): Expectation {
  const logs = (shares: readonly Float64Array[]) => shares.map((states) => states.map(Math.log));
  const { prior, household } = model;
  const share = household?.share ?? 0;
  const classes = [
    { logPrior: Math.log1p(-prior) + Math.log1p(-share), logShares: logs(model.random), added: other },
    { logPrior: Math.log(prior), logShares: logs(model.match), added: matched },
    ...(household === undefined || atHome === undefined
      ? []
      : [
          {
            logPrior: Math.log1p(-prior) + Math.log(share),
            logShares: logs(household.states),
            added: atHome,
          },
        ]),
  ];
  const pairs = new Float64Array(3);
  const joint = new Float64Array(classes.length);
  let likelihood = 0;
  for (let pattern = 0; pattern < size; pattern++) {
    const start = pattern * variableCount;
    classes.forEach(({ logPrior, logShares }, at) => {
      let sum = logPrior;
      for (let variable = 0; variable < variableCount; variable++) {
        const state = states[start + variable]!;
        if (state >= 0) sum += logShares[variable]![state]!;
      }
      joint[at] = sum;
    });
    const total = logSumOfExponentials(joint);
    const count = counts[pattern]!;
    likelihood += count * total;
    classes.forEach(({ added }, at) => {
      const weight = count * Math.exp(joint[at]! - total);
      pairs[at]! += weight;
      for (let variable = 0; variable < variableCount; variable++) {
        const state = states[start + variable]!;
        if (state >= 0) added[variable]![state]! += weight;
      }
    });
  }
  return { matches: pairs[1]!, households: pairs[2]!, likelihood };
}

function logSumOfExponentials(values: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) most = Math.max(most, value);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return most + Math.log(sum);
}
