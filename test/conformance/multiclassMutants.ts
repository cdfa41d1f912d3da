import { multiclassModelFromData } from '../../models/catalogue.ts';
import type { FitOptions, ModelData, MulticlassModel } from '../../models/estimator.ts';
import { multinomialRegression } from '../../models/multinomialRegression.ts';
import type { MulticlassDataset } from '../../models/table.ts';
import type { MulticlassUnderTest } from './multiclassLaws.ts';

/** A sound estimator with one thing wrong. */
function mutant(change: {
  readonly fit?: (dataset: MulticlassDataset, options?: FitOptions) => Promise<MulticlassModel>;
  readonly read?: MulticlassUnderTest['read'];
}): MulticlassUnderTest {
  const base = multinomialRegression;
  return {
    estimator: { ...base, fit: change.fit ?? base.fit },
    read: change.read ?? multiclassModelFromData,
  };
}

const fitted = (change: (model: MulticlassModel, options?: FitOptions) => Partial<MulticlassModel>) =>
  mutant({
    async fit(dataset, options) {
      const model = await multinomialRegression.fit(dataset, options);
      return { ...model, ...change(model, options) };
    },
  });

/** By the name of the law that each one breaks. */
export const multiclassMutants: Readonly<Record<string, MulticlassUnderTest>> = {
  'probabilities are in [0, 1] and sum to 1': fitted((model) => ({
    predictRow: (row) => model.predictRow(row).map((each) => each * 1.0001),
  })),
  'a batch equals its rows one by one, in any order': fitted((model) => ({
    predict: (table) => model.predict(table).map((each, at) => each + at / 1e9),
  })),
  'the same seed gives the same artifact, byte for byte, at any number of threads': fitted(
    (model, options) => ({
      data: { ...model.data, threads: options?.threads ?? 1 } as ModelData,
    }),
  ),
  'saving and loading changes no probability': mutant({
    read: (data) => multiclassModelFromData({ ...data, intercepts: Float64Array.of(0, 0, 1) } as ModelData),
  }),
  "reasons sum to each class's raw score, from which the probabilities follow": fitted((model) => ({
    explainRow: (row, each) => ({ ...model.explainRow(row, each), baseline: each }),
  })),
  'recovers a simulated truth and beats the shares of the classes': mutant({
    fit: (dataset, options) =>
      multinomialRegression.fit(
        { ...dataset, columns: dataset.columns.filter(({ name }) => name !== 'premium') },
        options,
      ),
  }),
  'nonsense in the target is refused, and a class that never occurs is not learned as likely': mutant({
    fit: (dataset, options) =>
      multinomialRegression.fit(
        { ...dataset, target: dataset.target.map((each) => Math.min(each, 2)) },
        options,
      ),
  }),
};
