import type { Endpoint } from './endpoint.ts';
import { batchEndpoints } from './routes/batch.ts';
import { callEndpoints } from './routes/calls.ts';
import { churnEndpoints } from './routes/churn.ts';
import { customerErasureEndpoints } from './routes/customerErasure.ts';
import { customerEndpoints } from './routes/customers.ts';
import { datasetEndpoints } from './routes/datasets.ts';
import { entityEndpoints } from './routes/entities.ts';
import { experimentEndpoints } from './routes/experiments.ts';
import { feedbackEndpoints } from './routes/feedback.ts';
import { importEndpoints } from './routes/imports.ts';
import { leadEndpoints } from './routes/leads.ts';
import { learnedAttributesEndpoints } from './routes/learnedAttributes.ts';
import { lifetimeValueEndpoints } from './routes/lifetimeValue.ts';
import { linkExplanationEndpoints } from './routes/linkExplanations.ts';
import { linkingEndpoints } from './routes/linking.ts';
import { modelEndpoints } from './routes/models.ts';
import { nextBestActionEndpoints } from './routes/nextBestAction.ts';
import { predictionEndpoints } from './routes/predictions.ts';
import { reviewEndpoints } from './routes/reviews.ts';
import { scoreEndpoints } from './routes/scores.ts';
import { stateEndpoints } from './routes/state.ts';
import { trainingEndpoints } from './routes/training.ts';

/** Every operation of the API. Fixed paths stand before those with parameters they would match. */
export const endpoints: readonly Endpoint[] = [
  ...linkingEndpoints,
  ...linkExplanationEndpoints,
  ...nextBestActionEndpoints,
  ...lifetimeValueEndpoints,
  ...churnEndpoints,
  ...leadEndpoints,
  ...learnedAttributesEndpoints,
  ...batchEndpoints,
  ...scoreEndpoints,
  ...trainingEndpoints,
  ...feedbackEndpoints,
  ...importEndpoints,
  ...reviewEndpoints,
  ...callEndpoints,
  ...customerEndpoints,
  ...customerErasureEndpoints,
  ...entityEndpoints,
  ...modelEndpoints,
  ...experimentEndpoints,
  ...datasetEndpoints,
  ...predictionEndpoints,
  ...stateEndpoints,
];
