import { customerKinds, kindLikelihoods, silenceCells } from './departureLikelihood.ts';
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
  readonly cellDays: number;
  /** Probability of having left by the end of each cell. */
  readonly leftBy: Float64Array;
}

/** Chance that a departure in this cell of the silence has remained unreported. */
export function unreported(
  signs: LifeSigns,
  cell: number,
  { reported, reportDays }: Pick<DepartureModel, 'reported' | 'reportDays'>,
): number {
  const share = 1 - (cell + 0.5) / silenceCells;
  return (signs.until - signs.lastSign) * share > reportDays ? 1 - reported : 1;
}

/** The posterior of the time of departure, by Bayes over the kinds of customers and the cells of the silence. */
export function departureTimes(model: DepartureModel, signs: LifeSigns): DepartureTimes {
  const { reportedLeft, lastSign, until } = signs;
  if (reportedLeft !== null) return { from: reportedLeft, cellDays: 0, leftBy: Float64Array.of(1) };
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
    cellDays: Math.max(0, until - lastSign) / silenceCells,
    leftBy: leftBy.map((sum) => sum / (left + still)),
  };
}

/** P(left by `day`), days since 1970. */
export function probabilityLeftBy({ from, cellDays, leftBy }: DepartureTimes, day: number): number {
  if (day < from) return 0;
  const cells = cellDays > 0 ? Math.min(leftBy.length, (day - from) / cellDays) : leftBy.length;
  const whole = Math.floor(cells);
  const before = leftBy[whole - 1] ?? 0;
  return before + (cells - whole) * ((leftBy[whole] ?? before) - before);
}

/** The day by which somebody has left with probability `quantile`, days since 1970; infinite: not yet. */
export function departureQuantile(times: DepartureTimes, quantile: number): number {
  const { from, cellDays, leftBy } = times;
  const cell = leftBy.findIndex((probability) => probability > quantile);
  if (cell < 0) return Number.POSITIVE_INFINITY;
  const before = leftBy[cell - 1] ?? 0;
  return from + (cell + (quantile - before) / (leftBy[cell]! - before)) * cellDays;
}
