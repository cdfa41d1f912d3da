import { Problem } from '../../base/problem.ts';
import { encodeArtifact } from '../../models/artifact.ts';
import { chooseBlockLimits } from '../../models/linking/chooseBlockLimits.ts';
import { fitLinker } from '../../models/linking/fitLinker.ts';
import type { LinkerData } from '../../models/linking/linkerData.ts';
import { linkerFromData } from '../../models/linking/linkerModel.ts';
import { judgingLabels } from '../../models/linking/replay.ts';
import { judge } from '../gate.ts';
import type { PipelineContext, PipelineResult } from '../pipeline.ts';
import type { Evaluation, GateVerdict } from '../report.ts';
import { throwIfAborted } from './classification.ts';
import { compareLinkers, linkingRules } from './compareLinkers.ts';
import { championTwin, keepTwin } from './evaluatedTwin.ts';
import { linkingExamples } from './linkingExamples.ts';
import { pairsDataset } from './pairsDataset.ts';
import { snapshotRows } from './snapshotRows.ts';

/** Labelled calls below which there is nothing to evaluate with: a fifth of them would say nothing. */
const coldStartLabels = 100;

/**
 * Replays who was known as whom up to each call, fits the linker on the earlier calls, evaluates it on the
 * later labelled ones and fits it again on all.
 *
 * Without enough labels the first model goes live unevaluated: until it has labels it links on exact evidence
 * alone, and otherwise ranks candidates and asks. It is not replaced before there are labels to compare with.
 */
export async function linkingPipeline(context: PipelineContext): Promise<PipelineResult> {
  const { onProgress, signal, company } = context;
  const options = {
    wrongLinkLimit: company.wrongLinkLimit,
    ...(signal === undefined ? {} : { signal }),
  };
  onProgress(0.02, 'replaying what was known at each call');
  const examples = await linkingExamples(context);
  if (examples.length === 0) {
    throw new Problem('not_enough_data', 'There is no call to learn linking from yet.', {
      remedy: 'Import calls first.',
    });
  }
  throwIfAborted(signal);
  onProgress(0.3, 'writing the snapshot');
  const dataset = await snapshotRows(context, pairsDataset(examples, context));

  const labelled = examples.filter(({ truth }) => truth !== undefined);
  const coldStart = labelled.length < coldStartLabels;
  // Enough of them that a fifth can be judged by.
  const judging = judgingLabels(labelled, coldStartLabels);
  const holdoutFrom = judging[Math.floor(judging.length * 0.8)]?.at.getTime() ?? 0;
  const train = coldStart ? examples : examples.filter(({ at }) => at.getTime() < holdoutFrom);
  const holdout = coldStart ? [] : judging.filter(({ at }) => at.getTime() >= holdoutFrom);
  onProgress(0.35, 'fitting on the earlier calls');
  const evaluated = await fitLinker({
    examples: train,
    options: {
      ...options,
      onProgress: (share) => onProgress(0.35 + 0.25 * share, 'fitting on the earlier calls'),
    },
  });
  onProgress(0.6, 'evaluating on the later calls');
  const twin = coldStart ? null : await championTwin(context);
  const compared = compareLinkers(
    holdout,
    evaluated,
    twin === null ? null : { name: twin.name, model: linkerFromData(twin.payload as LinkerData) },
  );
  onProgress(0.65, 'fitting on everything');
  const final = await fitLinker({
    examples,
    options: { ...options, onProgress: (share) => onProgress(0.65 + 0.3 * share, 'fitting on everything') },
  });
  await keepTwin(context, 'linking', evaluated.data);
  const { thresholds } = final.data;
  const blocks = chooseBlockLimits(
    labelled.flatMap(({ lookups, weight }) => (lookups === undefined ? [] : [{ lookups, weight }])),
  );
  const evaluation: Evaluation = {
    ...compared,
    rows: labelled.length,
    positives: labelled.filter(({ truth }) => truth !== null).length,
    split: {
      kind: 'time',
      trainRows: train.filter(({ truth }) => truth !== undefined).length,
      holdoutRows: holdout.length,
      from: holdout[0]?.at.toISOString() ?? '',
      to: holdout.at(-1)?.at.toISOString() ?? '',
    },
    refitted: true,
    notes: [
      `${examples.length} calls replayed, ${labelled.length} of them labelled by corrections and reviews.`,
      judging.length < labelled.length
        ? `${labelled.length - judging.length} labels that nobody asked for taught the model, but say nothing about how often it is right.`
        : 'How often it is right is read from all labels, also from those that nobody asked for.',
      automaticNote(thresholds),
      ...(blocks === undefined
        ? []
        : [
            `The keys that are looked up bring ${(100 * blocks.recall).toFixed(1)} % of the labelled callers among ${Math.round(blocks.candidatesPerCall)} customers per call.`,
          ]),
      rankerNote(final.data),
      coldStart
        ? `Too few labels to measure it by (${coldStartLabels} are needed): it was fitted on how the calls agree with the customers, without any.`
        : 'The metrics are those of a model fitted on the earlier calls; the registered model was fitted again on all.',
      ...(context.champion !== null && twin === null && !coldStart
        ? ['The champion was not compared: the model it was evaluated with is not on this machine.']
        : []),
    ],
  };
  return {
    artifact: encodeArtifact(final.data.kind, {
      ...final.data,
      ...(blocks === undefined ? {} : { blockLimits: blocks.limits }),
    }),
    evaluation,
    gate: coldStart ? coldStartGate(context, labelled.length) : linkingGate(context, evaluation),
    dataset,
    learnedFrom: [],
  };
}

const percentOf = (share: number) => `${(100 * share).toFixed(2)} %`;

function automaticNote(thresholds: LinkerData['thresholds']): string {
  const { rule, automatic, audited, wrongLinkUpperBound, wrongLinkLimit, exactEvidence } = thresholds;
  const seen =
    audited === undefined || wrongLinkUpperBound === null
      ? ''
      : ` Of ${audited.links} audited ones ${audited.wrong} were wrong: at most ${percentOf(wrongLinkUpperBound)} (95 %, one-sided).`;
  if (rule === 'upper_bound')
    return `Links automatically from a probability of ${automatic.toFixed(4)}.${seen}`;
  const waits = `until audited calls prove a probability from which on at most ${percentOf(wrongLinkLimit)} of the links are wrong.`;
  return exactEvidence === 'refuted'
    ? `Links nothing automatically ${waits} Exact evidence errs too often.${seen}`
    : `Links automatically on exact evidence only, and asks otherwise, ${waits}${seen}`;
}

function rankerNote({ ranker }: LinkerData): string {
  if (ranker === undefined)
    return 'The conditional logit ranks alone: trees beside it do not prove better on these labels.';
  const { loss, logitLoss } = ranker.evidence;
  return `Boosted trees correct the conditional logit (blend ${ranker.blend}): log loss out of fold ${loss.toFixed(4)} instead of ${logitLoss.toFixed(4)}.`;
}

function coldStartGate(context: PipelineContext, labels: number): GateVerdict {
  if (context.champion === null) return { passed: true, reasons: [] };
  const missing = `${labels} labelled calls are too few to compare a new linker with the champion; ${coldStartLabels} are needed.`;
  return { passed: false, reasons: [missing] };
}

function linkingGate(context: PipelineContext, evaluation: Evaluation): GateVerdict {
  const reasons = [...judge(linkingRules, evaluation).reasons];
  const wrong = evaluation.metrics.wrongLinkRate;
  const limit = context.company.wrongLinkLimit;
  if (wrong !== undefined && wrong.low > limit) {
    reasons.push(
      `Links wrongly too often: ${(100 * wrong.value).toFixed(1)} % of automatic links (95 %: from ${(100 * wrong.low).toFixed(1)} %), the limit is ${100 * limit} %.`,
    );
  }
  return { passed: reasons.length === 0, reasons };
}
