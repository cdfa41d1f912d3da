import { Problem } from '../../base/problem.ts';
import { seededRandom } from '../../base/random.ts';
import { type Fold, forwardFolds, kFolds } from '../../models/folds.ts';
import type { EvaluationTask } from './labelReading.ts';

export interface OuterFoldsRequest {
  readonly task: EvaluationTask;
  readonly target: Float64Array;
  /** Undefined: 5, or with times the newest fifth of the rows alone. */
  readonly folds: number | undefined;
  readonly seed: number;
  readonly groups: Int32Array | undefined;
  readonly times: Float64Array | undefined;
}

export interface OuterFolds {
  readonly folds: readonly Fold[];
  /** How the rows were divided, in words. */
  readonly description: string;
}

const defaultFolds = 5;
/** Share of the rows, the newest, that is tested when rows have times. */
const newestShare = 0.2;

/**
 * The parts that are tested. Whatever is chosen, calibrated or combined is so within a training part alone.
 * @throws Problem not_enough_data when the rows do not suffice
 */
export function outerFolds({ task, target, folds, seed, groups, times }: OuterFoldsRequest): OuterFolds {
  if (times !== undefined) {
    if (folds === undefined)
      return {
        folds: [newestFold(times)],
        description: 'trained on the oldest 80 % of the rows, tested on the newest 20 %',
      };
    return {
      folds: forwardFolds(times, folds),
      description: `${folds} parts in the order of time, each tested by a model of all earlier rows`,
    };
  }
  const count = folds ?? defaultFolds;
  if (task !== 'regression') checkClasses(target, count);
  const within = groups === undefined ? '' : ', groups kept together';
  if (task === 'multiclass' && groups === undefined)
    return { folds: classFolds(target, count, seed), description: `${count} folds at random within classes` };
  return {
    folds: kFolds({
      rowCount: target.length,
      folds: count,
      seed,
      ...(task === 'classification' ? { strata: target } : {}),
      ...(groups === undefined ? {} : { groups }),
    }),
    description: `${count} folds at random${task === 'classification' ? ' within classes' : ''}${within}`,
  };
}

function newestFold(times: Float64Array): Fold {
  const sorted = times.slice().sort();
  const cut = sorted[Math.floor((1 - newestShare) * times.length)]!;
  const rows = Int32Array.from(times, (_, row) => row);
  const fold = {
    train: rows.filter((row) => times[row]! < cut),
    test: rows.filter((row) => times[row]! >= cut),
  };
  if (fold.train.length === 0)
    throw new Problem('not_enough_data', 'More than four fifths of the rows are of one moment.', {
      remedy: 'Use a finer --time, or leave it out.',
    });
  return fold;
}

/** Every class is dealt evenly to the folds. */
function classFolds(target: Float64Array, folds: number, seed: number): Fold[] {
  const rows = Int32Array.from(target, (_, row) => row);
  const shuffled = seededRandom(seed).shuffle(rows.slice());
  const order = Array.from(shuffled).sort((a, b) => target[a]! - target[b]!);
  const foldOf = new Int32Array(target.length);
  order.forEach((row, place) => {
    foldOf[row] = place % folds;
  });
  return Array.from({ length: folds }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    test: rows.filter((row) => foldOf[row] === fold),
  }));
}

function checkClasses(target: Float64Array, folds: number): void {
  const counts = new Map<number, number>();
  for (const label of target) counts.set(label, (counts.get(label) ?? 0) + 1);
  const least = Math.min(...counts.values());
  if (counts.size < 2 || target.length < folds || (counts.size === 2 && least < folds))
    throw new Problem('not_enough_data', `The rarest class has ${least} rows: too few for ${folds} folds.`, {
      remedy: 'Use fewer --folds, or give more rows.',
    });
}
