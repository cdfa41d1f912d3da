/** Rows from the highest score to the lowest, and where each run of equal scores ends (exclusive). */
export function descendingRuns(score: Float64Array): { order: Uint32Array; runEnd: Uint32Array } {
  const order = Uint32Array.from(score, (_, row) => row).sort((a, b) => score[b]! - score[a]! || a - b);
  const ends: number[] = [];
  for (let index = 1; index <= order.length; index++)
    if (index === order.length || score[order[index]!] !== score[order[index - 1]!]) ends.push(index);
  return { order, runEnd: Uint32Array.from(ends) };
}
