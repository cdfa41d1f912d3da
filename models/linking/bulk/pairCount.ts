/** Number of pairs of records that could be one entity: all, or across two files. */
export function pairCount(rowCount: number, leftCount?: number): number {
  return leftCount === undefined ? (rowCount * (rowCount - 1)) / 2 : leftCount * (rowCount - leftCount);
}
