import { leadScoreFallback } from '../../models/lead-score/fallback.ts';
import {
  fitLeadScoreModel,
  type LeadScoreModel,
  type LeadScoreModelData,
  leadScoreModelFromData,
} from '../../models/lead-score/leadScoreModel.ts';
import { temperatureThresholds } from '../../models/lead-score/temperature.ts';
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
    baselines: (train) => [
      baseRate(train),
      {
        name: 'the fallback rule',
        probability: (row) => leadScoreFallback(row.features, thresholds).result.probability,
      },
    ],
  });
};
