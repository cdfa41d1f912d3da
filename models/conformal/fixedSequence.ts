import { checkError } from './conformalQuantile.ts';

/**
 * Fixed-sequence testing: hypotheses are tested in an order that was fixed without looking at their p-values, each at
 * the whole error rate, until the first one is kept. The chance that any true one among them is rejected is at most
 * `error`, however many there are. Started at several places, each start has its share of the error rate.
 * Angelopoulos, Bates, Candes, Jordan & Lei (2021), Learn then test, arXiv 2110.01052, algorithm 1.
 * @param pValues in order, the surest rejection first
 * @param starts positions to start from; default the first
 * @returns the positions of the rejected hypotheses, ascending
 */
export function fixedSequence(
  pValues: readonly number[],
  error: number,
  starts: readonly number[] = [0],
): number[] {
  checkError(error);
  const rejected = new Set<number>();
  for (const start of starts)
    for (
      let position = start;
      position < pValues.length && pValues[position]! <= error / starts.length;
      position++
    )
      rejected.add(position);
  return [...rejected].sort((a, b) => a - b);
}
