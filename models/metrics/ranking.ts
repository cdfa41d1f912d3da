/** Rows in the order of a score, with its ties. */
export interface Ranking {
  /** Rows from the highest score to the lowest. */
  readonly order: Uint32Array;
  /** Where each run of equal scores ends (exclusive). */
  readonly runEnd: Uint32Array;
  /** By position: 1 on the last row of each run. */
  readonly endsRun: Uint8Array;
}

export function descendingRuns(score: Float64Array): Ranking {
  const order = Uint32Array.from(score, (_, row) => row).sort((a, b) => score[b]! - score[a]! || a - b);
  const endsRun = new Uint8Array(order.length);
  let runs = 0;
  for (let position = 0; position < order.length; position++)
    if (position + 1 === order.length || score[order[position]!] !== score[order[position + 1]!]) {
      endsRun[position] = 1;
      runs++;
    }
  const runEnd = new Uint32Array(runs);
  let run = 0;
  endsRun.forEach((ends, position) => {
    if (ends === 1) runEnd[run++] = position + 1;
  });
  return { order, runEnd, endsRun };
}
