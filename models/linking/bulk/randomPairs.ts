import type { Random } from '../../../base/random.ts';
import type { EvidenceVariable } from './evidenceVariable.ts';
import type { RecordComparison } from './recordComparison.ts';

/**
 * How many of so many pairs of records drawn at random are in each state of each variable.
 * @returns per variable, per state: number of drawn pairs
 */
export function statesOfRandomPairs(
  comparison: RecordComparison,
  variables: readonly EvidenceVariable[],
  random: Random,
  draws: number,
): Float64Array[] {
  const { rowCount, leftCount } = comparison.plan;
  const counts = variables.map(({ stateCount }) => new Float64Array(stateCount));
  const levels = new Uint8Array(comparison.fieldCount);
  for (let drawn = 0; drawn < draws; ) {
    const a = Math.floor(random.uniform() * (leftCount ?? rowCount));
    const b =
      leftCount === undefined
        ? Math.floor(random.uniform() * rowCount)
        : leftCount + Math.floor(random.uniform() * (rowCount - leftCount));
    if (a === b) continue;
    drawn++;
    comparison.compare(a, b, levels);
    for (let variable = 0; variable < variables.length; variable++) {
      const state = variables[variable]!.state(levels, 0);
      if (state >= 0) counts[variable]![state]!++;
    }
  }
  return counts;
}
