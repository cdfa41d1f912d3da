import { Problem } from '../../base/problem.ts';
import type { ModelData, MulticlassModel } from '../estimator.ts';
import { featureReader } from '../featureSchema.ts';
import { softmax } from '../losses/softmaxLoss.ts';
import { contributionOf, type LinearFeature, schemaOfLinear } from './linearFeature.ts';

export interface MultinomialModelData extends ModelData {
  readonly kind: 'multinomial-regression';
  readonly classes: readonly string[];
  readonly intercepts: Float64Array;
  /** Of each class, in the same order. */
  readonly features: readonly (readonly LinearFeature[])[];
}

/**
 * A linear model of several classes: the raw score of a class is its intercept plus each feature's contribution, the
 * probabilities are their softmax.
 * @throws Problem not_fitted when the data holds no fitted model
 */
export function multinomialModel(data: MultinomialModelData): MulticlassModel {
  const { classes, intercepts, features } = data;
  if (features === undefined || !(intercepts instanceof Float64Array))
    throw new Problem('not_fitted', `This ${data.kind} holds no fitted model.`, {
      remedy: 'Train it first.',
    });
  const reader = featureReader(schemaOfLinear(features[0]!));
  const probabilitiesOf = (encoded: ArrayLike<number>) =>
    softmax(
      features.map((ofClass, index) => {
        let score = intercepts[index]!;
        for (let at = 0; at < ofClass.length; at++) score += contributionOf(ofClass[at]!, encoded[at]!);
        return score;
      }),
    );
  return {
    data,
    scale: 'log-odds',
    classes,
    predict(table) {
      const columns = reader.readTable(table);
      const probabilities = new Float64Array(table.rowCount * classes.length);
      const encoded = new Float64Array(columns.length);
      for (let row = 0; row < table.rowCount; row++) {
        for (let at = 0; at < columns.length; at++) encoded[at] = columns[at]![row]!;
        probabilities.set(probabilitiesOf(encoded), row * classes.length);
      }
      return probabilities;
    },
    predictRow: (row) => probabilitiesOf(reader.readRow(row)),
    explainRow(row, classIndex) {
      const ofClass = features[classIndex]!;
      const encoded = reader.readRow(row);
      return {
        baseline: ofClass.reduce((sum, feature) => sum + feature.average, intercepts[classIndex]!),
        contributions: ofClass.map((feature, index) => ({
          feature: feature.name,
          value: reader.shownValue(index, row),
          effect: contributionOf(feature, encoded[index]!) - feature.average,
        })),
      };
    },
  };
}
