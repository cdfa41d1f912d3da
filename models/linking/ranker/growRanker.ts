import { binRows } from '../../boosting/binRows.ts';
import { boost } from '../../boosting/boost.ts';
import type { Forest } from '../../boosting/forest.ts';
import { openGrower } from '../../boosting/grower.ts';
import type { Choice } from '../conditionalLogit.ts';
import type { LinkerExample } from '../replay.ts';
import { groupedSoftmax, type RankedCalls } from './groupedSoftmax.ts';
import { contenders, rankerFeatures, rankerRows } from './rankerFeatures.ts';

/** Few, small, slow trees: they correct a score that is nearly right. */
const growing = {
  maxLeaves: 6,
  maxDepth: 4,
  l2: 5,
  minChildWeight: 1,
  minChildRows: 20,
  minGain: 0,
} as const;
const rounds = 80;
const learningRate = 0.08;
const valueBins = 63;

/** A higher score, a larger lead and a rarer agreeing value never speak against a candidate. */
const monotone = Int8Array.from(rankerFeatures, ({ name }) =>
  name === 'score' || name === 'lead' ? 1 : name.endsWith(' frequency') ? -1 : 0,
);

export interface RankedCall {
  readonly example: Pick<LinkerExample, 'candidates' | 'query'>;
  readonly choice: Choice;
  /** Of the candidates and, last, of "none": where the trees start. */
  readonly scores: readonly number[];
}

/**
 * Boosted trees that correct the scores of candidates, by the likelihood of the right one among those of its call and
 * "none of them". Seeded: the same calls give the same forest, whatever their order within the same moments.
 */
export async function growRanker(calls: readonly RankedCall[], signal?: AbortSignal): Promise<Forest> {
  const { ranked, columns, rowWeights } = tableOf(calls);
  const table = await binRows(rankerFeatures, columns, rowWeights, valueBins);
  const target = new Float64Array(ranked.offsets.length);
  const grower = await openGrower(table, { target }, { ...growing, monotone });
  try {
    const learned = Int32Array.from(ranked.offsets.keys());
    const { forest } = await boost(
      grower,
      groupedSoftmax(ranked, grower),
      table.features,
      { learned },
      {
        rounds,
        learningRate,
        patience: rounds,
        featureShare: 0.6,
        nodeFeatureShare: 1,
        rowShare: 1,
        seed: 7,
        signal,
        onProgress: undefined,
      },
    );
    return forest;
  } finally {
    grower.close();
  }
}

/** Candidates far behind are no rows, and calls whose right candidate is one teach nothing here. */
function tableOf(calls: readonly RankedCall[]) {
  const rows: Float64Array[] = [];
  const firstRow: number[] = [0];
  const right: number[] = [];
  const offsets: number[] = [];
  const rowWeights: number[] = [];
  const weights: number[] = [];
  for (const { example, choice, scores } of calls) {
    const near = contenders(scores);
    const known = choice.right < near.length;
    if (known && !near[choice.right]) continue;
    const none = scores.at(-1)!;
    right.push(-1);
    for (const [at, row] of rankerRows(example.candidates, example.query, scores).entries()) {
      if (!near[at]) continue;
      if (at === choice.right) right[right.length - 1] = rows.length;
      rows.push(row);
      offsets.push(scores[at]! - none);
      rowWeights.push(choice.weight);
    }
    weights.push(choice.weight);
    firstRow.push(rows.length);
  }
  const ranked: RankedCalls = {
    firstRow: Int32Array.from(firstRow),
    offsets: Float64Array.from(offsets),
    right: Int32Array.from(right),
    weights: Float64Array.from(weights),
  };
  const columns = rankerFeatures.map((_, feature) => Float64Array.from(rows, (row) => row[feature]!));
  return { ranked, columns, rowWeights: Float64Array.from(rowWeights) };
}
