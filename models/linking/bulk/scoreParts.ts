import type { Crew } from './crew.ts';
import { certainty, type LabelledPair } from './learnFromLabels.ts';
import type { PairSorter } from './pairSorter.ts';
import type { ScoredPairsData } from './scoredPairs.ts';
import type { WorkFolder } from './workFolder.ts';

/**
 * Scores the candidates part by part and collects those that are not hopeless. Parts that the folder holds are taken from
 * there, the others are put there.
 * @param labels judged pairs; those that are no candidates are collected too
 * @returns how many pairs each key brought first
 */
export async function scoreParts(
  crew: Crew,
  folder: WorkFolder | undefined,
  pairs: PairSorter,
  labels: readonly LabelledPair[],
  onProgress: (share: number, compared: number) => void,
): Promise<number[]> {
  const { candidates } = crew.place;
  const parts = candidates.parts();
  const brought = new Array<number>(Math.max(1, candidates.keyCount)).fill(0);
  let done = 0;
  let total = 0;
  const take = (part: number, found: ScoredPairsData & { compared: number }) => {
    brought[parts[part]!.pass]! += found.compared;
    const { lefts, rights, logOdds } = found;
    for (let at = 0; at < lefts.length; at++) pairs.add(lefts[at]!, rights[at]!, logOdds[at]!);
    total += found.compared;
    onProgress(++done / parts.length, total);
  };
  const open: number[] = [];
  for (let part = 0; part < parts.length; part++) {
    const found = folder?.readPart(part);
    if (found === undefined) open.push(part);
    else take(part, found);
  }
  await crew.run(
    'scorePart',
    open.map((part) => ({ part: parts[part]! })),
    (found, at) => {
      folder?.writePart(open[at]!, found);
      take(open[at]!, found);
    },
  );
  for (const { left, right, match } of labels)
    if (!candidates.has(left, right))
      pairs.add(Math.min(left, right), Math.max(left, right), match ? certainty : -certainty);
  return brought;
}
