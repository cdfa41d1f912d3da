import type { EvidenceVariable } from './evidenceVariable.ts';
import type { PairPatterns } from './pairPatterns.ts';

/** Patterns of pairs as the states of the model's variables, pattern by pattern; -1 where nothing is said. */
export interface PatternStates {
  readonly size: number;
  readonly variableCount: number;
  readonly states: Int32Array;
  readonly counts: Float64Array;
}

export function patternStates(patterns: PairPatterns, variables: readonly EvidenceVariable[]): PatternStates {
  const states = new Int32Array(patterns.size * variables.length);
  for (let pattern = 0; pattern < patterns.size; pattern++)
    variables.forEach((variable, at) => {
      states[pattern * variables.length + at] = variable.state(
        patterns.levels,
        pattern * patterns.fieldCount,
      );
    });
  return {
    size: patterns.size,
    variableCount: variables.length,
    states,
    counts: patterns.counts.subarray(0, patterns.size),
  };
}

/** Pairs per variable and state. */
export function countStates(
  { size, states, counts }: PatternStates,
  variables: readonly EvidenceVariable[],
): Float64Array[] {
  const found = variables.map(({ stateCount }) => new Float64Array(stateCount));
  for (let pattern = 0; pattern < size; pattern++)
    for (let variable = 0; variable < variables.length; variable++) {
      const state = states[pattern * variables.length + variable]!;
      if (state >= 0) found[variable]![state]! += counts[pattern]!;
    }
  return found;
}
