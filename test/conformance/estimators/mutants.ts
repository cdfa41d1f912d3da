import { Problem } from '../../../base/problem.ts';
import { modelFromData } from '../../../models/catalogue.ts';
import type { Estimator, FitOptions, Model } from '../../../models/estimator.ts';
import { linearRegression } from '../../../models/linearRegression.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import type { Dataset, Row } from '../../../models/table.ts';
import { datasetFromRows } from '../../../models/tableFromRows.ts';
import type { EstimatorUnderTest } from './subject.ts';

/** A sound estimator with one thing wrong. */
function mutant(change: {
  readonly fit?: (dataset: Dataset, options?: FitOptions) => Promise<Model>;
  readonly read?: EstimatorUnderTest['read'];
  readonly base?: Estimator;
}): EstimatorUnderTest {
  const base = change.base ?? logisticRegression;
  return {
    estimator: { ...base, fit: change.fit ?? base.fit },
    read: change.read ?? modelFromData,
    weightOptions: {},
    uniqueOptimum: true,
  };
}

const fitted = (change: (model: Model, dataset: Dataset) => Partial<Model>) =>
  mutant({
    async fit(dataset, options) {
      const model = await logisticRegression.fit(dataset, options);
      return { ...model, ...change(model, dataset) };
    },
  });

let fits = 0;
const learnedFromNothing = await logisticRegression.fit(datasetFromRows([{}, {}], [0, 1]));

/** By the name of the law that each one breaks. */
export const mutants: Readonly<Record<string, EstimatorUnderTest>> = {
  'data without a fit predicts nothing: it is refused': mutant({
    read: () => learnedFromNothing,
  }),
  'inputs and options are not changed': mutant({
    async fit(dataset, options) {
      dataset.weights?.fill(1);
      return await logisticRegression.fit(dataset, options);
    },
  }),
  'the same seed gives the same artifact, byte for byte': fitted((model) => ({
    data: { ...model.data, writtenAt: fits++ } as Model['data'],
  })),
  'permuting the rows permutes the predictions': fitted((model) => ({
    predict: (table) => model.predict(table).map((value, row) => value + row / 1e9),
  })),
  'a batch equals its rows one by one': fitted((model) => ({
    predictRow: (row) => Math.fround(model.predictRow(row)),
  })),
  'columns count by name: their order and extra ones change nothing': fitted((model, dataset) => ({
    predict: (table) =>
      model.predict({
        ...table,
        columns: table.columns.map((column, at) => ({
          ...column,
          name: dataset.columns[at]?.name ?? column.name,
        })),
      }),
  })),
  'missing, unseen, infinite and absent values get a finite prediction, the same each time': fitted(
    (model) => ({
      predictRow: (row) => ('visits' in row ? model.predictRow(row) : Number.NaN),
    }),
  ),
  'a column all missing in training accepts anything later, and learns nothing from it': fitted((model) => ({
    predictRow: (row) => {
      if (typeof row.later === 'string') throw new Problem('invalid_input', 'text was given');
      return model.predictRow(row);
    },
  })),
  'hard datasets give a result or a typed error, never NaN': mutant({
    async fit(dataset, options) {
      if (dataset.rowCount === 1) throw new TypeError('cannot read properties of undefined');
      return await logisticRegression.fit(dataset, options);
    },
  }),
  'nonsense in the target is refused': mutant({
    fit: async (dataset, options) =>
      await logisticRegression.fit(
        { ...dataset, target: dataset.target.map((value) => (value > 0 ? 1 : 0)) },
        options,
      ),
  }),
  'saving and loading changes no prediction': mutant({
    read: (data) => modelFromData({ ...data, intercept: 0.25 } as Model['data']),
  }),
  'weight 2 equals the row twice, weight 0 no row': mutant({
    async fit({ weights: _, ...dataset }, options) {
      return await logisticRegression.fit(dataset, options);
    },
  }),
  'reasons sum to the raw score, and the base line is the mean raw score of training': fitted((model) => ({
    explainRow: (row) => ({ ...model.explainRow(row), baseline: 0 }),
  })),
  'recovers a simulated truth and beats the constant': mutant({
    fit: async (dataset, options) =>
      await logisticRegression.fit(
        { ...dataset, columns: dataset.columns.filter(({ name }) => name !== 'visits') },
        options,
      ),
  }),
  'an aborted fit stops': mutant({ fit: async (dataset) => await logisticRegression.fit(dataset) }),
  'progress is in [0, 1], never falls and ends at 1': mutant({
    base: linearRegression,
    async fit(dataset, { onProgress, ...options } = {}) {
      onProgress?.(0.5);
      return await linearRegression.fit(dataset, options);
    },
  }),
  'probabilities are in [0, 1]': fitted((model) => ({
    predictRow: (row: Row) => model.rawScoreRow(row),
  })),
  'the prediction follows from the raw score by its scale': fitted(() => ({ scale: 'probability' })),
  'a signal stops a long fit on its way': mutant({
    async fit(dataset) {
      const model = await logisticRegression.fit(dataset);
      const begun = process.cpuUsage();
      while (process.cpuUsage(begun).user < 1_100_000);
      return model;
    },
  }),
  'the number of threads changes nothing': mutant({
    async fit(dataset, options) {
      const model = await logisticRegression.fit(dataset, options);
      return { ...model, data: { ...model.data, threads: options?.threads ?? 1 } as Model['data'] };
    },
  }),
  'one class alone is not enough': mutant({
    fit: async (dataset, options) =>
      await logisticRegression.fit(
        { ...dataset, target: dataset.target.map((value, row) => (row === 0 ? 1 : value)) },
        options,
      ),
  }),
  'swapping the classes mirrors the probabilities': fitted((model) => ({
    predict: (table) => model.predict(table).map((probability) => probability ** 1.01),
  })),
};
