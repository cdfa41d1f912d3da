import { type Choice, fitConditionalLogit } from './conditionalLogit.ts';
import type { LinkerData } from './linkerData.ts';

const priors = [
  { expected: 1, spread: 0.15 },
  { expected: 0, spread: 0.3 },
];

/**
 * Slope and shift of candidate scores against "none" (Platt's scaling, for several options), by likelihood of scores that
 * were given out of fold; priors keep them at 1 and 0 while there is little to learn from.
 */
export function calibrateLinker(
  scores: readonly (readonly number[])[],
  choices: readonly Choice[],
): LinkerData['calibration'] {
  const [slope = 1, shift = 0] = fitConditionalLogit(
    scores.map((all, position) => {
      const none = all.at(-1)!;
      const options = all.slice(0, -1).map((score) => [
        { parameter: 0, value: score - none },
        { parameter: 1, value: 1 },
      ]);
      const { right, weight } = choices[position]!;
      return { offsets: all.map(() => 0), options: [...options, []], right, weight };
    }),
    priors,
  );
  return { slope: Math.max(0.05, slope), shift };
}
