import { rowsForProof } from '../conformal/pilotThresholds.ts';

/** Fewest audited calls with which a threshold can be proven at 95 %: all of them above it, none wrong. */
export function proofLabels(limit: number): number {
  return rowsForProof(0, limit, 0.05);
}
