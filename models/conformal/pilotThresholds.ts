import { binomialCdf } from '../numeric/binomial.ts';
import { checkScores } from './checkScores.ts';
import { checkError } from './conformalQuantile.ts';

export interface PilotRequest {
  /** Scores of other rows of the same kind; they need no labels (calls that nobody reviewed, say). */
  readonly pilotScores: Float64Array;
  /** For each of them how likely acting would be wrong, as the model says; it need not be right. */
  readonly pilotRisks?: Float64Array;
  /** Rows of the labelled sample that thresholds will be tested on. */
  readonly labelled: number;
  /** As in selectiveRisk.ts. */
  readonly limit: number;
  readonly error?: number;
}

/** Without risks the first threshold should leave room for this many wrong ones: with none, one accident ends all. */
const wantedRoom = 2;
/** With them it should succeed with this chance. */
const wantedPower = 0.9;

/**
 * Thresholds for `selectiveRiskThreshold`, descending, placed by scores of a pilot sample. Above each of them the labelled
 * sample has, but for bad luck, as many rows as a proof needs that leaves room for 0, 1, 2 ... wrong ones, so every step
 * adds room for one more; the last one is the lowest pilot score. With `pilotRisks` the first is the highest
 * whose test succeeds with a chance of 90 % if the model is right about itself, or else the likeliest to succeed: a model
 * that is all but certain of few rows starts with those, one that is a little unsure of all with more of them. Empty when the labelled sample is too small to prove
 * anything.
 * @throws Problem invalid_input when the limit or the error is not in (0, 1) or a score is NaN
 */
export function pilotThresholds(request: PilotRequest): number[] {
  const { pilotScores, labelled, limit, error = 0.05 } = request;
  checkError(limit);
  checkError(error);
  checkScores(pilotScores);
  if (pilotScores.length === 0) return [];
  const descending = Float64Array.from(pilotScores).sort().reverse();
  const rows: number[] = [];
  for (let needed = rowsForProof(0, limit, error); needed <= labelled; )
    needed = rowsForProof(rows.push(needed), limit, error);
  if (rows.length === 0) return [];
  const selected = [...rows, labelled].map((count) => {
    // The labelled sample has now more, now fewer rows above a threshold than the pilot says.
    const margin = 2 * Math.sqrt(count * (1 - count / labelled));
    const share = Math.min(1, (count + margin) / labelled);
    return Math.ceil(share * descending.length);
  });
  const thresholds = selected
    .slice(firstRoom(request, rows, selected))
    .map((count) => descending[count - 1]!);
  return thresholds.filter((threshold, index) => index === 0 || threshold < thresholds[index - 1]!);
}

/** Wrong ones for which the first threshold leaves room: `rows[room]` of the labelled, `selected[room]` of the pilot. */
function firstRoom(
  { pilotScores, pilotRisks }: PilotRequest,
  rows: readonly number[],
  selected: readonly number[],
): number {
  if (pilotRisks === undefined) return Math.min(wantedRoom, rows.length - 1);
  const order = Uint32Array.from(pilotScores, (_, row) => row).sort(
    (a, b) => pilotScores[b]! - pilotScores[a]!,
  );
  let [taken, risk] = [0, 0];
  let best = { room: 0, power: -1 };
  for (const [room, count] of rows.entries()) {
    for (; taken < selected[room]!; taken++) risk += pilotRisks[order[taken]!]!;
    const share = risk / selected[room]!;
    const power = binomialCdf(room, count, Math.max(0, share));
    if (power >= wantedPower) return room;
    if (power > best.power) best = { room, power };
  }
  return best.room;
}

/** Fewest selected rows of which `wrong` may be wrong and the limit still counts as proven. */
export function rowsForProof(wrong: number, limit: number, error: number): number {
  let low = wrong;
  let high = wrong + 1;
  while (binomialCdf(wrong, high, limit) > error) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(wrong, middle, limit) > error) low = middle;
    else high = middle;
  }
  return high;
}
