import { Problem } from '../base/problem.ts';
import type { Queryable } from '../prisma/queryable.ts';
import { streamHistories } from '../prisma/repositories/history.ts';
import {
  countOutcomeKinds,
  firstPurchaseAt,
  leadClosingDays,
  observedUntil,
  reportingLagDays,
} from '../prisma/repositories/spine.ts';
import type { DatasetRecipe } from './datasetRecipe.ts';
import type { DatasetRow } from './datasetRow.ts';
import { definitionHash } from './definitionHash.ts';
import { entityOfTask, featuresOfTask, type HistoryTask } from './definitions/taskFeatures.ts';
import type { Feature } from './feature.ts';
import type { History } from './history.ts';
import { labelledRows } from './labelledRows.ts';
import { actionResponseMoments, actionTarget } from './labels/actionResponse.ts';
import { churnMoments } from './labels/churn.ts';
import { companyChurn } from './labels/companyChurn.ts';
import type { LabelledMoment } from './labels/labelledMoment.ts';
import { conversionHorizonDays, leadConversionMoments } from './labels/leadConversion.ts';
import { holdoutDaysOf, revenueMoments } from './labels/revenue.ts';
import { learnedAttributesOf, withoutExcluded } from './learnedAttributes.ts';
import { sampleNegatives } from './negativeSampling.ts';

export interface BuildDatasetOptions {
  readonly task: HistoryTask;
  /** `settings` as stored: the action catalogue decides which features of actions there are. */
  readonly company: { readonly id: string; readonly settings: unknown };
  /** The moment of training: nothing recorded later is used, in features or labels. */
  readonly knownAt: Date;
  /** Days held out for the evaluation of lifetime values; by default as the length of the history allows. */
  readonly holdoutDays?: number;
  /** Keeps only this share of the rows with label 0, chosen by the hash of subject, moment and seed. */
  readonly negatives?: DatasetRecipe['negatives'];
  readonly signal?: AbortSignal;
}

export interface BuiltDataset {
  readonly task: HistoryTask;
  readonly rows: readonly DatasetRow[];
  readonly features: readonly Feature[];
  readonly definitionHash: string;
  /** Days of future that nearly every label looks at: the gap a split by time must keep. */
  readonly horizonDays: number;
  /** How the label was read, for the report. */
  readonly labelDefinition: string;
  /** Moments left out because their label is not mature: unknown, and not a zero. */
  readonly censored: number;
  /** What it takes to build the same again. */
  readonly recipe: DatasetRecipe;
}

interface Labelling {
  readonly horizonDays: number;
  readonly labelDefinition: string;
  readonly moments: (history: History) => readonly LabelledMoment[];
}

async function labelling(
  client: Queryable,
  options: BuildDatasetOptions,
  onCensored: (asOf: number) => void,
): Promise<Labelling> {
  const { task, company, knownAt, signal } = options;
  const now = knownAt.getTime();
  switch (task) {
    case 'churn': {
      const churn = await companyChurn(client, company, knownAt, signal);
      return {
        horizonDays: 60,
        labelDefinition: `churn.${churn.definition}`,
        moments: (history) => churnMoments(history, { ...churn, onCensored }),
      };
    }
    case 'lead_score': {
      const lagDays = await reportingLagDays(client, company.id, 'lead', ['converted'], knownAt);
      const closingDays = await leadClosingDays(client, company.id, knownAt, conversionHorizonDays);
      return {
        horizonDays: closingDays,
        labelDefinition: `lead.converted_within_${conversionHorizonDays}_days`,
        moments: (history) =>
          leadConversionMoments(history, { knownAt: now, lagDays, closingDays, onCensored }),
      };
    }
    case 'nba': {
      const counts = await countOutcomeKinds(client, company.id, 'lead', knownAt);
      const target = actionTarget(counts);
      const silenceReported = (counts.no_response ?? 0) > 0;
      const kinds = target === 'converted' ? ['converted'] : ['converted', 'responded'];
      const lagDays = await reportingLagDays(client, company.id, 'lead', kinds, knownAt);
      return {
        horizonDays: 14,
        labelDefinition: `action.${target}_within_14_days`,
        moments: (history) =>
          actionResponseMoments(history, { knownAt: now, lagDays, target, silenceReported, onCensored }),
      };
    }
    case 'clv': {
      const until = (await observedUntil(client, company.id, knownAt))?.getTime() ?? now;
      const from = (await firstPurchaseAt(client, company.id, knownAt))?.getTime() ?? until;
      const holdoutDays = options.holdoutDays ?? holdoutDaysOf(from, until);
      return {
        horizonDays: holdoutDays,
        labelDefinition: `revenue.next_${holdoutDays}_days`,
        moments: (history) => revenueMoments(history, { knownAt: until, holdoutDays, from }),
      };
    }
  }
}

/**
 * The training table of a task: every labelled moment of every customer or lead of the company with its features as of
 * that moment, without the attributes that the company excludes, in (subject, moment) order. Histories are read in one
 * pass, and each is gone through once for all of its moments. Whoever asked to be erased is not in it.
 * @throws Problem `cancelled` when the signal aborts; `invalid_input` for a share of negatives out of range
 */
export async function buildDataset(client: Queryable, options: BuildDatasetOptions): Promise<BuiltDataset> {
  const { task, company, signal, knownAt, negatives } = options;
  const features = featuresOfTask(task, company.settings);
  const learned = withoutExcluded(learnedAttributesOf(company.settings, task).excluded);
  let censored = 0;
  const { horizonDays, labelDefinition, moments } = await labelling(client, options, () => {
    censored++;
  });
  const keep = sampleNegatives(task, negatives);
  const rows: DatasetRow[] = [];
  for await (const history of streamHistories(client, company.id, entityOfTask(task))) {
    if (signal?.aborted) throw new Problem('cancelled', `Building the ${task} dataset was cancelled.`);
    const labelled = moments(history).flatMap((moment) => keep(history.id, moment));
    censored += labelled.filter(({ weight }) => weight === 0).length;
    if (labelled.length === 0) continue;
    for (const row of labelledRows(features, history, labelled, learned)) rows.push(row);
  }
  return {
    task,
    rows,
    features,
    definitionHash: definitionHash(features),
    horizonDays,
    labelDefinition,
    censored,
    recipe: {
      task,
      knownAt: knownAt.toISOString(),
      settings: company.settings,
      holdoutDays: task === 'clv' ? horizonDays : null,
      negatives: negatives ?? null,
    },
  };
}
