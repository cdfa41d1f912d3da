import { evaluateLinks, type LinkOutcome } from '../../models/linking/evaluate.ts';
import { resolveByRule } from '../../models/linking/fallback.ts';
import type { LinkerModel } from '../../models/linking/linkerModel.ts';
import type { LinkerExample } from '../../models/linking/replay.ts';
import { bestPerson } from '../../models/linking/twins.ts';
import type { GateRules } from '../gate.ts';
import { costOfAnswer } from '../linkCost.ts';
import { pairedDifference } from '../pairedDifference.ts';
import type { Evaluation, Metrics, Rival } from '../report.ts';

export const linkingRules: GateRules = {
  minimumHoldout: 20,
  minimumOfEachClass: 0,
  largestCalibrationError: 0.1,
};

/**
 * A linker's answers to held-out labelled calls beside those of the champion and of the fallback rule, in
 * cost per call (linkCost.ts). Calls count by the inverse of their chance to be labelled.
 */
export function compareLinkers(
  holdout: readonly LinkerExample[],
  candidate: LinkerModel,
  champion: { name: string; model: LinkerModel } | null,
): Pick<Evaluation, 'metrics' | 'loss' | 'champion' | 'baseline'> {
  const outcomes = holdout.map((example) => outcomeOf(candidate, example));
  const rivalOf = (name: string, answers: readonly LinkOutcome[]): Rival => ({
    name,
    metrics: metricsOf(answers),
    difference:
      holdout.length === 0
        ? { value: 0, low: 0, high: 0 }
        : pairedDifference(
            costs(outcomes),
            costs(answers),
            holdout.map(({ callId }) => callId),
          ),
  });
  return {
    metrics: metricsOf(outcomes),
    loss: 'cost per call',
    champion:
      champion === null
        ? null
        : rivalOf(
            champion.name,
            holdout.map((example) => outcomeOf(champion.model, example)),
          ),
    baseline: rivalOf('the fallback rule', holdout.map(outcomeOfRule)),
  };
}

function metricsOf(outcomes: readonly LinkOutcome[]): Metrics {
  if (outcomes.length === 0) return {};
  const { calls: _, ...metrics } = evaluateLinks(outcomes);
  return metrics;
}

/** Weighted so that the mean over the calls is the cost of an average call, labelled or not. */
function costs(outcomes: readonly LinkOutcome[]): number[] {
  const mean = outcomes.reduce((sum, { weight = 1 }) => sum + weight, 0) / outcomes.length;
  return outcomes.map(
    ({ decision, customerId, truth, weight = 1 }) =>
      (weight / mean) * costOfAnswer(decision, customerId, truth),
  );
}

function outcomeOf(model: LinkerModel, example: LinkerExample): LinkOutcome {
  const { decision, customerId, probabilities } = model.resolve(example.candidates, example.query);
  const best = bestPerson(example.candidates, probabilities);
  const truth = example.truth ?? null;
  // Another record of the same person is as right as the one the label names.
  const sameAsTruth = (id: string | null) =>
    truth !== null && id !== null && best.customerIds.includes(truth) && best.customerIds.includes(id)
      ? truth
      : id;
  return {
    decision,
    customerId: sameAsTruth(customerId),
    topProbability: best.probability,
    topCustomerId: sameAsTruth(example.candidates[best.index]?.customerId ?? null),
    truth,
    weight: example.weight,
  };
}

function outcomeOfRule(example: LinkerExample): LinkOutcome {
  const { decision, customerId } = resolveByRule(example.candidates);
  const topProbability = decision === 'link' ? 1 : 0;
  return {
    decision,
    customerId,
    topProbability,
    topCustomerId: customerId,
    truth: example.truth ?? null,
    weight: example.weight,
  };
}
