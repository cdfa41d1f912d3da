/** Counted pieces of q letters of a word whose ends are marked with q - 1 blanks. */
export function qgrams(word: string, q = 2): Map<string, number> {
  const edge = ' '.repeat(q - 1);
  const text = `${edge}${word}${edge}`;
  const grams = new Map<string, number>();
  for (let at = 0; at + q <= text.length; at++) {
    const gram = text.slice(at, at + q);
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

/**
 * Dice similarity in [0, 1] of two words by their shared q-grams: 2 |A and B| / (|A| + |B|), counted with repeats.
 *
 * Source: E. Ukkonen (1992), Approximate string-matching with q-grams and maximal matches, TCS 92, 191-211.
 */
export function qgramSimilarity(left: string, right: string, q = 2): number {
  if (left === right) return 1;
  const a = qgrams(left, q);
  const b = qgrams(right, q);
  let shared = 0;
  let total = 0;
  for (const [gram, count] of a) {
    total += count;
    shared += Math.min(count, b.get(gram) ?? 0);
  }
  for (const count of b.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
}
