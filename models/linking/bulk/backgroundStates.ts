import type { ComparisonPlan } from './comparisonPlan.ts';
import type { Crew } from './crew.ts';
import { evidenceVariables } from './evidenceVariable.ts';
import { pairCount } from './pairCount.ts';

/** Pairs drawn at random to see how often strangers agree: a fifth of all, between these. */
const leastDrawn = 100_000;
const mostDrawn = 600_000;
/** Pairs that one job draws. */
const drawsPerJob = 25_000;

/** How many of all pairs are drawn to see how often strangers agree. */
export const drawnPairs = (pairs: number): number =>
  Math.round(Math.min(mostDrawn, Math.max(leastDrawn, pairs / 5)));

/**
 * How many of all pairs of records are in each state of each variable: counted over pairs drawn at random, but for equal
 * values of single fields, whose pairs are known exactly from their frequencies.
 * @returns per variable, per state: number of pairs
 */
export async function backgroundStates(
  crew: Crew,
  { fields, rowCount, leftCount }: ComparisonPlan,
  onProgress: (share: number) => void,
): Promise<Float64Array[]> {
  const variables = evidenceVariables(fields);
  const total = pairCount(rowCount, leftCount);
  const jobs = Math.ceil(drawnPairs(total) / drawsPerJob);
  const counts = variables.map(({ stateCount }) => new Float64Array(stateCount));
  await crew.run(
    'drawPairs',
    Array.from({ length: jobs }, (_, job) => ({ seed: 1700 + job, draws: drawsPerJob })),
    (drawn, job) => {
      drawn.forEach((states, variable) => {
        states.forEach((count, state) => {
          counts[variable]![state]! += count;
        });
      });
      onProgress((job + 1) / jobs);
    },
  );
  variables.forEach((variable, at) => {
    const found = counts[at]!;
    for (let state = 0; state < found.length; state++) found[state]! *= total / (jobs * drawsPerJob);
    if (variable.fields.length > 1 || variable.base < variable.stateCount) return;
    const { equal, bands } = fields[variable.fields[0]!]!;
    found.set(bands.agreeing, equal);
  });
  return counts;
}
