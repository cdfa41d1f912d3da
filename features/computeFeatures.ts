import { EntityReplay } from './engine/entityReplay.ts';
import { planOf } from './engine/plan.ts';
import type { Feature, Row } from './feature.ts';
import type { History } from './history.ts';

/** One per set of features, for sets live as long as the process and are few. */
const replays = new WeakMap<readonly Feature[], EntityReplay>();

function replayOf(features: readonly Feature[]): EntityReplay {
  let replay = replays.get(features);
  if (replay === undefined) {
    replay = new EntityReplay(planOf(features));
    replays.set(features, replay);
  }
  return replay;
}

/**
 * Feature values of one entity at `asOf` (epoch milliseconds) from what was known then. Training, serving and what is
 * kept warm all go through the same replay of the history (features/engine/entityReplay.ts).
 * @throws Problem `invalid_input` for a feature of a field that its source has not
 */
export function computeFeatures(features: readonly Feature[], history: History, asOf: number): Row {
  const replay = replayOf(features);
  replay.load(history);
  return replay.at(asOf);
}

/**
 * The same at many moments, in the order they were given: one pass over the history, whatever their number.
 */
export function computeFeaturesAt(
  features: readonly Feature[],
  history: History,
  moments: readonly number[],
): Row[] {
  const replay = replayOf(features);
  replay.load(history);
  const rows = new Array<Row>(moments.length);
  const ascending = moments.every((moment, index) => index === 0 || moments[index - 1]! <= moment);
  if (ascending) {
    for (let index = 0; index < moments.length; index++) rows[index] = replay.at(moments[index]!);
    return rows;
  }
  for (const index of [...moments.keys()].sort((a, b) => moments[a]! - moments[b]!))
    rows[index] = replay.at(moments[index]!);
  return rows;
}
