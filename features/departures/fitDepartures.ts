import { customerKinds, type KindLikelihoods, kindLikelihoods, silenceCells } from './departureLikelihood.ts';
import { type DepartureModel, unreported } from './departureModel.ts';
import type { LifeSigns } from './lifeSigns.ts';

/** Shapes of the gaps that are compared. */
const shapes = [1, 2, 3, 4];
/** What the choice among shapes is made on, and the fit: more customers or rounds change the shares by little. */
const trial = { customers: 800, rounds: 25 };
const full = { customers: 3000, rounds: 100 };

export interface DepartureFitOptions {
  /** Whether the company reports departures. */
  readonly reports: boolean;
  /** Days by which nearly every report has come in. */
  readonly reportDays: number;
}

interface Evidence extends KindLikelihoods {
  readonly told: boolean;
  /** Per kind: left so lately that a report would still be on its way, and left before. */
  readonly lately: Float64Array;
  readonly before: Float64Array;
}

/**
 * Pareto/CNBD with the mixing distribution left open. As in Pareto/NBD customers come at a rate of their own and leave at
 * a rate of their own (Schmittlein, Morrison & Colombo 1987), but gaps between visits may be more regular than
 * exponential ones (condensed NBD: Chatfield & Goodhardt 1973; with departures: Platzer & Reutterer 2016), and the
 * rates come from a grid whose shares are learned (nonparametric maximum likelihood: Laird 1978), as is the share of
 * departures that get reported. All by expectation maximisation; the shape of the gaps is the likeliest one.
 */
export function fitDepartures(
  customers: readonly LifeSigns[],
  { reports, reportDays }: DepartureFitOptions,
): DepartureModel {
  const fitted = (shape: number, most: number, rounds: number) => {
    const evidence = evenly(customers, most).map((signs) => evidenceOf(signs, shape, reportDays));
    const { shares, reported, logLikelihood } = expectationMaximisation(evidence, reports, rounds);
    return { model: { shape, shares, reported, reportDays }, logLikelihood };
  };
  const trials = shapes.map((shape) => fitted(shape, trial.customers, trial.rounds));
  const best = trials.reduce((best, fit) => (fit.logLikelihood > best.logLikelihood ? fit : best));
  return fitted(best.model.shape, full.customers, full.rounds).model;
}

/** At most so many of them, at even distances. */
function evenly<T>(items: readonly T[], most: number): T[] {
  const count = Math.min(items.length, most);
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]!);
}

function evidenceOf(signs: LifeSigns, shape: number, reportDays: number): Evidence {
  const likelihoods = kindLikelihoods(signs, shape);
  const [lately, before] = [new Float64Array(customerKinds), new Float64Array(customerKinds)];
  for (let cell = 0; cell < silenceCells; cell++) {
    const part = unreported(signs, cell, { reported: 1, reportDays }) === 1 ? lately : before;
    for (let kind = 0; kind < customerKinds; kind++)
      part[kind]! += likelihoods.gone[kind * silenceCells + cell]!;
  }
  // Cells are not needed any more, and would be most of the memory.
  return { ...likelihoods, gone: new Float64Array(0), told: signs.reportedLeft !== null, lately, before };
}

/** Shares start even; a pseudo-customer spread over all kinds keeps a company of few customers from extremes. */
function expectationMaximisation(evidence: readonly Evidence[], reports: boolean, rounds: number) {
  let shares = new Float64Array(customerKinds).fill(1 / customerKinds);
  let reported = reports ? 0.5 : 0;
  let logLikelihood = 0;
  const joint = new Float64Array(customerKinds);
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(customerKinds).fill(1 / customerKinds);
    let [told, silent] = [1, 1];
    logLikelihood = 0;
    for (const { there, lately, before, told: isTold, logScale } of evidence) {
      const known = isTold ? reported : 1;
      let sum = 0;
      let left = 0;
      for (let kind = 0; kind < customerKinds; kind++) {
        const share = shares[kind]!;
        const unheard = share * before[kind]! * (1 - reported);
        const each = share * (there[kind]! * known + lately[kind]!) + unheard;
        joint[kind] = each;
        sum += each;
        left += unheard;
      }
      if (!(sum > 0)) continue;
      for (let kind = 0; kind < customerKinds; kind++) next[kind]! += joint[kind]! / sum;
      logLikelihood += logScale + Math.log(sum);
      if (isTold) told++;
      else silent += left / sum;
    }
    const total = next.reduce((sum, share) => sum + share, 0);
    shares = next.map((share) => share / total);
    if (reports) reported = told / (told + silent);
  }
  return { shares, reported, logLikelihood };
}
