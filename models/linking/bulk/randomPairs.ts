import type { Random } from '../../../base/random.ts';
import type { EvidenceVariable } from './evidenceVariable.ts';
import { pairCount } from './pairCount.ts';
import type { RecordComparison } from './recordComparison.ts';

/**
 * How many of all pairs of records are in each state of each variable: counted over pairs drawn at random, but for equal
 * values of single fields, whose pairs are known exactly from their frequencies.
 * @returns per variable, per state: number of pairs
 */
export function statesOfAllPairs(
  comparison: RecordComparison,
  variables: readonly EvidenceVariable[],
  leftCount: number | undefined,
  random: Random,
  sample: number,
): Float64Array[] {
  const { fields, rowCount } = comparison;
  const counts = variables.map(({ stateCount }) => new Float64Array(stateCount));
  const levels = new Uint8Array(fields.length);
  const total = pairCount(rowCount, leftCount);
  let draws = 0;
  while (draws < sample) {
    const a = Math.floor(random.uniform() * (leftCount ?? rowCount));
    const b =
      leftCount === undefined
        ? Math.floor(random.uniform() * rowCount)
        : leftCount + Math.floor(random.uniform() * (rowCount - leftCount));
    if (a === b) continue;
    draws++;
    comparison.compare(a, b, levels);
    for (let variable = 0; variable < variables.length; variable++) {
      const state = variables[variable]!.state(levels, 0);
      if (state >= 0) counts[variable]![state]!++;
    }
  }
  variables.forEach((variable, at) => {
    const found = counts[at]!;
    for (let state = 0; state < found.length; state++) found[state]! *= total / draws;
    if (variable.fields.length > 1 || variable.base < variable.stateCount) return;
    const { equal, bands } = fields[variable.fields[0]!]!;
    found.set(bands.agreeing, equal);
  });
  return counts;
}
