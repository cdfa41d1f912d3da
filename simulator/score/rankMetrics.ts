/** Ranks from 1, ties sharing their mean rank. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const result = new Array<number>(values.length);
  for (let i = 0; i < order.length; ) {
    let j = i;
    while (j < order.length && values[order[j] as number] === values[order[i] as number]) j++;
    for (let k = i; k < j; k++) result[order[k] as number] = (i + 1 + j) / 2;
    i = j;
  }
  return result;
}

/**
 * Area under the ROC curve. Labels may be probabilities: each row then counts as a positive with that weight and
 * as a negative with the rest, which is the expected AUC over the draw of the labels (up to rows paired with
 * themselves, which are left out). null when one class has no weight.
 */
export function auc(scores: readonly number[], labels: readonly number[]): number | null {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let negativesBelow = 0;
  let wins = 0;
  let selfPairs = 0;
  for (let i = 0; i < order.length; ) {
    let [positives, negatives] = [0, 0];
    let j = i;
    for (; j < order.length && scores[order[j] as number] === scores[order[i] as number]; j++) {
      const label = labels[order[j] as number] as number;
      positives += label;
      negatives += 1 - label;
      selfPairs += label * (1 - label);
    }
    wins += positives * (negativesBelow + negatives / 2);
    negativesBelow += negatives;
    i = j;
  }
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const pairs = positives * (labels.length - positives) - selfPairs;
  return pairs > 1e-9 ? (wins - selfPairs / 2) / pairs : null;
}

/** Spearman's rank correlation; null when one side is constant or there are fewer than two rows. */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [(x[i] as number) - mean, (y[i] as number) - mean];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}
