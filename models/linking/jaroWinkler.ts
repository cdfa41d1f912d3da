/** Texts longer than this are compared by their beginning: names are shorter, and the cost grows quadratically. */
const longest = 64;

/**
 * Jaro similarity in [0, 1]; 1 for equal strings, also for two empty ones, 0 when one is empty.
 *
 * Source: M. A. Jaro (1989), Advances in record-linkage methodology, JASA 84, 414-420. The greedy matching of the
 * definition depends on the order of its arguments in rare cases; they are put in order first, so that
 * jaro(a, b) = jaro(b, a).
 */
export function jaro(left: string, right: string): number {
  if (left === right) return 1;
  let a = left.slice(0, longest);
  let b = right.slice(0, longest);
  if (a.length > b.length || (a.length === b.length && a > b)) [a, b] = [b, a];
  if (a.length === 0) return 0;
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(b.length / 2) - 1);
  const takenInB = new Uint8Array(b.length);
  const matchedA: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j++) {
      if (takenInB[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) {
        takenInB[j] = 1;
        matchedA.push(i);
        break;
      }
    }
  }
  const matches = matchedA.length;
  if (matches === 0) return 0;
  let outOfOrder = 0;
  let j = 0;
  for (const i of matchedA) {
    while (takenInB[j] === 0) j++;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) outOfOrder++;
    j++;
  }
  return (matches / a.length + matches / b.length + (matches - outOfOrder / 2) / matches) / 3;
}

/**
 * Jaro-Winkler similarity in [0, 1]: Jaro, raised for a common beginning of up to four characters.
 *
 * Source: W. E. Winkler (1990), String comparator metrics and enhanced decision rules in the Fellegi-Sunter model;
 * prefix scale 0.1.
 */
export function jaroWinkler(left: string, right: string): number {
  const similarity = jaro(left, right);
  let prefix = 0;
  while (prefix < 4 && prefix < left.length && left.charCodeAt(prefix) === right.charCodeAt(prefix)) prefix++;
  return similarity + prefix * 0.1 * (1 - similarity);
}
