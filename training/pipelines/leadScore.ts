import { leadScoreFallback } from '../../models/lead-score/fallback.ts';
import {
  fitLeadScoreModel,
  type LeadScoreModel,
  type LeadScoreModelData,
  leadScoreModelFromData,
} from '../../models/lead-score/leadScoreModel.ts';
import {
  learnThresholds,
  type Temperature,
  temperatureOf,
  temperatureThresholds,
} from '../../models/lead-score/temperature.ts';
import type { Pipeline } from '../pipeline.ts';
import { baseRate } from './baseRate.ts';
import { classificationPipeline } from './classification.ts';

export const leadScorePipeline: Pipeline = (context) => {
  // Thresholds only name temperatures; the probability does not depend on them.
  const thresholds = temperatureThresholds(context.company.settings);
  return classificationPipeline<LeadScoreModel>(context, {
    task: 'lead_score',
    fit: fitLeadScoreModel,
    fromData: (data) => leadScoreModelFromData(data as LeadScoreModelData),
    probabilities: (model, rows) => model.probabilities(rows.map(({ features }) => features)),
    async further(model, { holdout }) {
      const probabilities = model.probabilities(holdout.map(({ features }) => features));
      const learned = learnThresholds(probabilities);
      const share = (temperature: Temperature) => {
        const of = probabilities.filter(
          (one) => temperatureOf(Math.round(100 * one), learned) === temperature,
        );
        return `${((100 * of.length) / probabilities.length).toFixed(0)} %`;
      };
      return {
        metrics: {},
        reasons: [],
        notes: [
          `Temperatures where the company has set none: hot from ${learned.hot} points on, warm from ${learned.warm}. Of the held-out rows ${share('hot')} are hot, ${share('warm')} warm.`,
        ],
        finish: (final) => leadScoreModelFromData({ ...final.data, thresholds: learned }),
      };
    },
    baselines: (train) => [
      baseRate(train),
      {
        name: 'the fallback rule',
        probability: (row) => leadScoreFallback(row.features, thresholds).result.probability,
      },
    ],
  });
};
