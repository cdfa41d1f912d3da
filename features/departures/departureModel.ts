import {
  cellCentre,
  cellEdges,
  customerKinds,
  kindLikelihoods,
  silenceCells,
} from './departureLikelihood.ts';
import type { LifeSigns } from './lifeSigns.ts';

/** How the customers of a company come and go. */
export interface DepartureModel {
  /** Stages of the Erlang distributed gaps between visits: 1 is a Poisson process, more is more regular. */
  readonly shape: number;
  /** Shares of the kinds of customers. */
  readonly shares: Float64Array;
  /** Share of departures that get reported, in [0, 1). */
  readonly reported: number;
  /** Days by which nearly every report has come in. */
  readonly reportDays: number;
}

/** When somebody left, given all that is known of them. */
export interface DepartureTimes {
  /** Days since 1970; not before then. */
  readonly from: number;
  /** Days from then to the end of the observation. */
  readonly silence: number;
  /** Probability of having left by the end of each cell of the silence. */
  readonly leftBy: Float64Array;
}

/** Chance that a departure in this cell of the silence has remained unreported. */
export function unreported(
  signs: LifeSigns,
  cell: number,
  { reported, reportDays }: Pick<DepartureModel, 'reported' | 'reportDays'>,
): number {
  const daysAgo = (signs.until - signs.lastSign) * (1 - cellCentre(cell));
  return daysAgo > reportDays ? 1 - reported : 1;
}

/** The posterior of the time of departure, by Bayes over the kinds of customers and the cells of the silence. */
export function departureTimes(model: DepartureModel, signs: LifeSigns): DepartureTimes {
  const { reportedLeft, lastSign, until } = signs;
  if (reportedLeft !== null) return { from: reportedLeft, silence: 0, leftBy: Float64Array.of(1) };
  const { there, gone } = kindLikelihoods(signs, model.shape);
  const leftBy = new Float64Array(silenceCells);
  let still = 0;
  for (let kind = 0; kind < customerKinds; kind++) {
    const share = model.shares[kind]!;
    still += share * there[kind]!;
    for (let cell = 0; cell < silenceCells; cell++)
      leftBy[cell]! += share * gone[kind * silenceCells + cell]!;
  }
  let left = 0;
  for (let cell = 0; cell < silenceCells; cell++) {
    left += leftBy[cell]! * unreported(signs, cell, model);
    leftBy[cell] = left;
  }
  return {
    from: lastSign,
    silence: Math.max(0, until - lastSign),
    leftBy: leftBy.map((sum) => sum / (left + still)),
  };
}

/** P(left by `day`), days since 1970. */
export function probabilityLeftBy({ from, silence, leftBy }: DepartureTimes, day: number): number {
  if (day < from) return 0;
  const share = (day - from) / silence;
  if (!(share < 1)) return leftBy.at(-1)!;
  const cell = cellEdges.findLastIndex((edge) => edge <= share);
  const before = leftBy[cell - 1] ?? 0;
  const part = (share - cellEdges[cell]!) / (cellEdges[cell + 1]! - cellEdges[cell]!);
  return before + part * (leftBy[cell]! - before);
}

/** The day by which somebody has left with probability `quantile`, days since 1970; infinite: not yet. */
export function departureQuantile({ from, silence, leftBy }: DepartureTimes, quantile: number): number {
  const cell = leftBy.findIndex((probability) => probability > quantile);
  if (cell < 0) return Number.POSITIVE_INFINITY;
  const before = leftBy[cell - 1] ?? 0;
  const part = (quantile - before) / (leftBy[cell]! - before);
  return from + (cellEdges[cell]! + part * (cellEdges[cell + 1]! - cellEdges[cell]!)) * silence;
}
