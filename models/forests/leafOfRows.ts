import { type BinnedTable, missingBin } from '../boosting/binning.ts';
import type { GrownTree } from '../boosting/grownTree.ts';

/** Writes the leaf that each row of a table falls into, also of rows the tree was not grown on. */
export function leafOfRows(tree: GrownTree, { bins, rowCount }: BinnedTable, into: Int32Array): void {
  const { feature, bin, left, missingLeft, leftBins } = tree;
  for (let row = 0; row < rowCount; row++) {
    let node = 0;
    for (let asked = feature[0]!; asked >= 0; asked = feature[node]!) {
      const value = bins[asked]![row]!;
      const subset = leftBins.get(node);
      let goesLeft: boolean;
      if (subset !== undefined) goesLeft = subset[value] === 1;
      else goesLeft = value === missingBin ? missingLeft[node] === 1 : value <= bin[node]!;
      node = goesLeft ? left[node]! : left[node]! + 1;
    }
    into[row] = node;
  }
}
