/**
 * Number of insertions, deletions, substitutions and swaps of neighbours that turn one text into the other
 * (optimal string alignment: no piece is edited twice). Counts up to `limit`; anything more is `limit + 1`.
 *
 * Source: F. J. Damerau (1964), CACM 7(3), 171-176; V. I. Levenshtein (1966).
 */
export function editDistance(left: string, right: string, limit = 3): number {
  if (left === right) return 0;
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  // Most pairs differ a lot: letters of one that the other lacks bound the distance from below.
  if (lackedLetters(left, right) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= right.length; j++) {
      const same = left.charCodeAt(i - 1) === right.charCodeAt(j - 1);
      let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      const swapped =
        i > 1 &&
        j > 1 &&
        left.charCodeAt(i - 1) === right.charCodeAt(j - 2) &&
        left.charCodeAt(i - 2) === right.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, beforePrevious[j - 2]! + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[right.length]!, limit + 1);
}

/** Letters of the longer text, counted, that the other does not have; no edit removes more than one of them. */
function lackedLetters(left: string, right: string): number {
  const [longer, shorter] = left.length >= right.length ? [left, right] : [right, left];
  let lacked = 0;
  for (const letter of longer) if (!shorter.includes(letter)) lacked++;
  return lacked;
}
