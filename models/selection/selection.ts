import type { Estimator, FitOptions } from '../estimator.ts';
import type { Fold } from '../folds.ts';
import type { Dataset } from '../table.ts';
import { Budget } from './budget.ts';
import type { Candidate } from './candidate.ts';
import { chanceOfGain, type FoldLosses, foldLosses, meanLoss } from './criterion.ts';
import { memberOf, type Recipe } from './recipe.ts';
import { scoreOutOfFold, type TestedRows, testedRows } from './scoreOutOfFold.ts';
import { combinedScores, fitStackWeights, type StackWeights } from './stackWeights.ts';

export interface SelectionRequest {
  readonly task: 'classification' | 'regression';
  /** The rows as an estimator is to see them; all with the same targets. */
  readonly datasetFor: (estimator: Estimator) => Dataset;
  readonly folds: readonly Fold[];
  /** The folds only look forward. */
  readonly forward: boolean;
  /** In the order in which they are tried; the first is the simplest. */
  readonly candidates: readonly Candidate[];
  readonly options: FitOptions;
  /** The candidates are combined like this, without a choice. */
  readonly fixed?: Recipe;
  /** 'stack' combines candidates where that is better than the best of them. */
  readonly combine: 'pick' | 'stack';
  /** Candidates that do not fit in are skipped; the first always has its turn. Absent: no limit. */
  readonly budgetSeconds?: number;
}

/** What was compared, for reports. Losses as criterion.ts has them. */
export interface SelectionReport {
  readonly compared: readonly { readonly name: string; readonly loss: number; readonly seconds: number }[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  /** Loss of the stack, its weights cross-fitted as well; absent when none was tried. */
  readonly stackLoss?: number;
}

export interface Selection {
  readonly recipe: Recipe;
  readonly tested: TestedRows;
  /** Out-of-fold scores of the choice; a stack's weights were fitted without the row's fold. */
  readonly scores: Float64Array;
  /** Under the weights of the recipe: what the calibrator of the final model will be given. */
  readonly finalScores: Float64Array;
  readonly report: SelectionReport;
}

/** Level of the test that lets a rival replace the simplest candidate, shared by all rivals (Bonferroni). */
const byChance = 0.05;
/** A stack has to be better by this share of the loss: several models cost more to serve and to understand. */
const worthStacking = 1e-3;
/** Members of less weight than this are left out. */
const leastWeight = 0.02;

/**
 * Scores every candidate out of fold and takes the best, or a stack of them (stackWeights.ts). Where folds look
 * forward there is no stack, and the first candidate stands unless another is better beyond chance: in a world that
 * drifts, the simplest model that does not forecast clearly worse misleads least, and the best of several rivals in a
 * handful of parts is often the luckiest.
 * @throws Problem as the first candidate does
 */
export async function select(request: SelectionRequest): Promise<Selection> {
  const { task, folds, forward, options } = request;
  const tested = testedRows(request.datasetFor(request.candidates[0]!.estimator), folds);
  const { scored, skipped } = await scoreCandidates(request);
  if (request.fixed !== undefined) return asTold(request.fixed, scored, tested);
  const best = forward ? firstUnlessBeaten(scored) : leastLoss(scored);
  const compared = scored.map(({ candidate, losses, seconds }) => ({
    name: candidate.name,
    loss: meanLoss(losses),
    seconds,
  }));
  options.signal?.throwIfAborted();
  const stack =
    forward || request.combine === 'pick' || scored.length < 2 ? undefined : stackOf(scored, tested, task);
  const report = { compared, skipped, ...(stack === undefined ? {} : { stackLoss: stack.loss }) };
  if (stack !== undefined && stack.loss < (1 - worthStacking) * meanLoss(best.losses))
    return { ...stack, tested, report };
  const recipe = { members: [memberOf(best.candidate, 1)], intercept: 0 };
  return { recipe, tested, scores: best.scores, finalScores: best.scores, report };
}

function asTold(recipe: Recipe, scored: readonly Scored[], tested: TestedRows): Selection {
  const weights = Float64Array.from(recipe.members, ({ weight }) => weight);
  const scores = combinedScores(
    scored.map((member) => member.scores),
    { weights, intercept: recipe.intercept },
  );
  return { recipe, tested, scores, finalScores: scores, report: { compared: [], skipped: [] } };
}

interface Scored {
  readonly candidate: Candidate;
  readonly scores: Float64Array;
  readonly losses: FoldLosses;
  readonly seconds: number;
}

async function scoreCandidates(request: SelectionRequest) {
  const { task, datasetFor, folds, forward, candidates, options } = request;
  const budget = new Budget(request.budgetSeconds, folds.length);
  const scored: Scored[] = [];
  const skipped: { name: string; reason: string }[] = [];
  const tested = testedRows(datasetFor(candidates[0]!.estimator), folds);
  for (const [index, candidate] of candidates.entries()) {
    const outcome = await budget.spend(index === 0, options.signal, (signal) =>
      scoreOutOfFold(datasetFor(candidate.estimator), folds, candidate, {
        ...options,
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    if ('skipped' in outcome) skipped.push({ name: candidate.name, reason: outcome.skipped });
    else {
      const { result, seconds } = outcome;
      scored.push({ ...result, seconds, losses: foldLosses(tested, result.scores, task, forward) });
    }
    options.onProgress?.((index + 1) / candidates.length);
  }
  return { scored, skipped };
}

const leastLoss = (scored: readonly Scored[]): Scored =>
  scored.reduce((a, b) => (meanLoss(b.losses) < meanLoss(a.losses) ? b : a));

function firstUnlessBeaten(scored: readonly Scored[]): Scored {
  const first = scored[0]!;
  const others = scored.slice(1);
  const better = others.filter(({ losses }) => chanceOfGain(first.losses, losses) < byChance / others.length);
  return better.length === 0 ? first : leastLoss(better);
}

function stackOf(scored: readonly Scored[], tested: TestedRows, task: 'classification' | 'regression') {
  const loss = task === 'classification' ? 'log' : 'squared';
  const weigh = (members: readonly Scored[], rows: ArrayLike<number>): StackWeights => {
    const of = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
    return fitStackWeights(
      {
        scores: members.map(({ scores }) => of(scores)),
        labels: of(tested.labels),
        weights: of(tested.weights),
      },
      loss,
    );
  };
  const all = Int32Array.from(tested.rows, (_, index) => index);
  const first = weigh(scored, all);
  const members = scored.filter((_, index) => first.weights[index]! >= leastWeight);
  if (members.length < 2) return undefined;
  const final = weigh(members, all);
  const scores = new Float64Array(all.length);
  for (const fold of new Set(tested.folds)) {
    const elsewhere = all.filter((index) => tested.folds[index] !== fold);
    const combined = combinedScores(
      members.map((member) => member.scores),
      weigh(members, elsewhere),
    );
    for (const index of all) if (tested.folds[index] === fold) scores[index] = combined[index]!;
  }
  return {
    recipe: {
      members: members.map(({ candidate }, index) => memberOf(candidate, final.weights[index]!)),
      intercept: final.intercept,
    },
    scores,
    finalScores: combinedScores(
      members.map((member) => member.scores),
      final,
    ),
    loss: meanLoss(foldLosses(tested, scores, task, false)),
  };
}
