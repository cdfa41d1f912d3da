import { multiclassModelFromData } from '../../models/catalogue.ts';
import type { FitOptions, ModelData, MulticlassModel } from '../../models/estimator.ts';
import { multinomialRegression } from '../../models/multinomialRegression.ts';
import type { MulticlassDataset } from '../../models/table.ts';
import type { MulticlassUnderTest } from './multiclassLaws.ts';
import { multiclassWorld } from './multiclassWorld.ts';

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

const learned = await multinomialRegression.fit(multiclassWorld(60, 1).dataset);

/** By the name of the law that each one breaks. */
export const multiclassMutants: Readonly<Record<string, MulticlassUnderTest>> = {
  'data without a fit predicts nothing: it is refused': mutant({ read: () => learned }),
  'inputs and options are not changed': mutant({
    fit(dataset, options) {
      dataset.weights?.fill(1);
      return multinomialRegression.fit(dataset, options);
    },
  }),
  'an aborted fit stops': mutant({
    async fit(dataset, options) {
      if (options?.signal?.aborted) throw new TypeError('cannot read properties of undefined');
      return multinomialRegression.fit(dataset, options);
    },
  }),
  'progress is in [0, 1], never falls and ends at 1': mutant({
    fit: (dataset, options) =>
      multinomialRegression.fit(dataset, {
        ...options,
        onProgress: (share) => options?.onProgress?.(share / 2),
      }),
  }),
  'columns count by name: their order and extra ones change nothing': fitted((model) => ({
    predict: (table) => model.predict({ ...table, columns: table.columns.slice(0, 4) }),
  })),
  'missing, unseen, infinite and absent values get probabilities, the same each time': fitted((model) => ({
    predictRow: (row) => model.predictRow('visits' in row ? row : { ...row, visits: 0 }),
  })),
  'hard datasets give a result or a typed error, never NaN': mutant({
    async fit(dataset, options) {
      if (dataset.rowCount === 1) throw new TypeError('cannot read properties of undefined');
      return multinomialRegression.fit(dataset, options);
    },
  }),
  'the base line of each class is its mean raw score of training': fitted((model) => ({
    explainRow(row, each) {
      const { baseline, contributions } = model.explainRow(row, each);
      const [first, ...others] = contributions;
      return {
        baseline: baseline + 0.01,
        contributions: [{ ...first!, effect: first!.effect - 0.01 }, ...others],
      };
    },
  })),
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
