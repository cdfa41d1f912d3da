import type { LifeSigns } from './lifeSigns.ts';

/** Visits per day, from one in four years to one a day, and departures per day, from one in twenty years to one a month. */
const visitRates = logGrid(1 / 1461, 1, 20);
const leavingRates = logGrid(1 / 7305, 1 / 30, 8);
/** Kinds of customers: a rate of visits with a rate of leaving; the rate of leaving runs fastest. */
export const customerKinds = visitRates.length * leavingRates.length;
/** Cells into which the silence of a customer is cut. */
export const silenceCells = 24;
/**
 * Where they begin and end, as shares of the silence: narrow ones first, for whoever came often and has been silent for
 * long left near the beginning.
 */
export const cellEdges: readonly number[] = Array.from(
  { length: silenceCells + 1 },
  (_, edge) => (edge / silenceCells) ** 2,
);

/** The middle of a cell, as a share of the silence. */
export const cellCentre = (cell: number): number => (cellEdges[cell]! + cellEdges[cell + 1]!) / 2;

function logGrid(from: number, to: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));
}

/** P(a gap is longer than `days`) of an Erlang distribution of `shape` stages with `rate` gaps per day. */
function outlasts(shape: number, rate: number, days: number): number {
  const stages = shape * rate * days;
  let [term, sum] = [1, 1];
  for (let stage = 1; stage < shape; stage++) {
    term *= stages / stage;
    sum += term;
  }
  return Math.exp(-stages) * sum;
}

/** What one customer's signs of life say of each kind of customer, up to a factor common to all kinds. */
export interface KindLikelihoods {
  /** Log of that factor. */
  readonly logScale: number;
  /** Still there at the end of the observation; of somebody reported: left just then. */
  readonly there: Float64Array;
  /** Left unheard in each cell of the silence, cells running fastest; chances of a report not counted. */
  readonly gone: Float64Array;
}

/**
 * The likelihood of visits at random gaps (Erlang, `shape` stages) until a departure at a constant rate, per kind of
 * customer. A departure takes place between the last sign of life and the end of the observation or not at all.
 */
export function kindLikelihoods(signs: LifeSigns, shape: number): KindLikelihoods {
  const { firstVisit, lastVisit, lastSign, gaps, gapSum, logGapSum, reportedLeft, until } = signs;
  const end = reportedLeft === null ? until : Math.max(reportedLeft, lastVisit);
  const sure = reportedLeft === null ? Math.min(lastSign, until) : end;
  const silence = end - sure;
  const there = new Float64Array(customerKinds);
  const gone = new Float64Array(customerKinds * silenceCells);
  const logs = new Float64Array(visitRates.length);
  let logFactorial = 0;
  for (let stage = 2; stage < shape; stage++) logFactorial += Math.log(stage);
  visitRates.forEach((rate, index) => {
    const stageRate = shape * rate;
    logs[index] =
      gaps * (shape * Math.log(stageRate) - logFactorial) + (shape - 1) * logGapSum - stageRate * gapSum;
  });
  const logScale = Math.max(...logs);

  const survival = new Float64Array(silenceCells);
  visitRates.forEach((rate, index) => {
    const seen = Math.exp(logs[index]! - logScale);
    for (let cell = 0; cell < silenceCells; cell++)
      survival[cell] = outlasts(shape, rate, sure - lastVisit + cellCentre(cell) * silence);
    const silent = outlasts(shape, rate, end - lastVisit);
    leavingRates.forEach((leaving, other) => {
      const kind = index * leavingRates.length + other;
      const stayed = seen * Math.exp(-leaving * (sure - firstVisit));
      if (reportedLeft !== null) {
        there[kind] = stayed * leaving * silent;
        return;
      }
      let still = stayed;
      for (let cell = 0; cell < silenceCells; cell++) {
        const next = stayed * Math.exp(-leaving * cellEdges[cell + 1]! * silence);
        gone[kind * silenceCells + cell] = (still - next) * survival[cell]!;
        still = next;
      }
      there[kind] = still * silent;
    });
  });
  return { logScale, there, gone };
}
