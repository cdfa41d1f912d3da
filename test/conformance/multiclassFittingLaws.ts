import { Problem } from '../../base/problem.ts';
import { encodeArtifact } from '../../models/artifact.ts';
import type { MulticlassModel } from '../../models/estimator.ts';
import { selectRows } from '../../models/selectRows.ts';
import type { MulticlassDataset } from '../../models/table.ts';
import { tableFromRows } from '../../models/tableFromRows.ts';
import { type Law, LawBroken, require, requireClose } from './law.ts';
import type { MulticlassUnderTest } from './multiclassLaws.ts';
import { multiclassWorld } from './multiclassWorld.ts';
import { tryingRows } from './worlds.ts';

const { dataset, rows } = multiclassWorld(300, 3);

function requireProbabilities(model: MulticlassModel, what: string): void {
  for (const row of tryingRows)
    for (const each of model.predictRow(row))
      require(each >= 0 && each <= 1, `${what}: probability ${each} of ${JSON.stringify(row)}`);
}

const withRows = (given: Pick<MulticlassDataset, 'rowCount' | 'columns'>): MulticlassDataset => ({
  ...dataset,
  ...given,
});

const hardDatasets: Readonly<Record<string, () => MulticlassDataset>> = {
  'no row': () => selected([]),
  'one row': () => selected([0]),
  'a row of each class': () => selected([0, 1, 2].map((each) => dataset.target.indexOf(each))),
  'one class': () => ({ ...dataset, target: new Int32Array(dataset.rowCount).fill(1) }),
  'no column': () => ({ ...dataset, columns: [] }),
  'constant columns': () => withRows(tableFromRows(rows.map(() => ({ visits: 5, region: 'west' })))),
  'a column all missing': () =>
    withRows(
      tableFromRows(
        rows.map(() => ({ visits: null })),
        ['visits'],
      ),
    ),
  'a category per row': () => withRows(tableFromRows(rows.map((_, row) => ({ region: `r${row}` })))),
  infinities: () =>
    withRows(
      tableFromRows(
        rows.map((row, at) => ({ ...row, visits: at % 3 === 0 ? Number.POSITIVE_INFINITY : row.visits! })),
      ),
    ),
  'weights all zero': () => ({ ...dataset, weights: new Float64Array(dataset.rowCount) }),
  'a negative weight': () => ({ ...dataset, weights: new Float64Array(dataset.rowCount).fill(-1) }),
  'a class of weight 0': () => ({
    ...dataset,
    weights: Float64Array.from(dataset.target, (each) => (each === 1 ? 0 : 1)),
  }),
};

function selected(chosen: readonly number[]): MulticlassDataset {
  const picked = selectRows({ ...dataset, target: Float64Array.from(dataset.target) }, chosen);
  return { ...picked, classes: dataset.classes, target: Int32Array.from(picked.target) };
}

/** What the laws of two classes and numbers ask for as well. */
export const multiclassFittingLaws: readonly Law<MulticlassUnderTest>[] = [
  {
    name: 'data without a fit predicts nothing: it is refused',
    async check({ estimator, read }) {
      const { kind } = (await estimator.fit(dataset)).data;
      try {
        read({ kind });
      } catch (error) {
        require(error instanceof Problem && error.code === 'not_fitted', `refused with ${String(error)}`);
        return;
      }
      throw new LawBroken('a model came of nothing');
    },
  },
  {
    name: 'inputs and options are not changed',
    async check({ estimator }) {
      const weighted = { ...dataset, weights: new Float64Array(dataset.rowCount).fill(2) };
      const before = encodeArtifact('copy', weighted);
      const model = await estimator.fit(weighted, Object.freeze({ seed: 3 }));
      model.predict(weighted);
      model.explainRow(Object.freeze({ ...rows[0]! }), 1);
      require(Buffer.from(encodeArtifact('copy', weighted)).equals(before), 'the dataset was changed');
    },
  },
  {
    name: 'an aborted fit stops',
    async check({ estimator }) {
      const reason = new Error('enough');
      try {
        await estimator.fit(dataset, { signal: AbortSignal.abort(reason) });
      } catch (error) {
        require(error === reason, `it fell over ${String(error)}`);
        return;
      }
      throw new LawBroken('it went on');
    },
  },
  {
    name: 'progress is in [0, 1], never falls and ends at 1',
    async check({ estimator }) {
      const shares: number[] = [];
      await estimator.fit(dataset, { onProgress: (share) => shares.push(share) });
      require(shares.at(-1) === 1, 'it did not end at 1');
      shares.forEach((share, index) => {
        require(share >= (shares[index - 1] ?? 0) && share <= 1, `share ${share} at ${index}`);
      });
    },
  },
  {
    name: 'columns count by name: their order and extra ones change nothing',
    async check({ estimator }) {
      const reversed = { ...dataset, columns: [...dataset.columns].reverse() };
      const model = await estimator.fit(dataset);
      const bytesOf = ({ data }: MulticlassModel) => Buffer.from(encodeArtifact('model', data));
      require(bytesOf(await estimator.fit(reversed)).equals(bytesOf(model)), 'training depends on it');
      const extra = { kind: 'numeric' as const, name: 'zzz', values: new Float64Array(dataset.rowCount) };
      const wide = model.predict({ ...reversed, columns: [extra, ...reversed.columns] });
      model.predict(dataset).forEach((each, at) => {
        require(each === wide[at], 'prediction depends on it');
      });
    },
  },
  {
    name: 'missing, unseen, infinite and absent values get probabilities, the same each time',
    async check({ estimator }) {
      const model = await estimator.fit(dataset);
      requireProbabilities(model, 'ordinary training');
      const missing = Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, null]));
      const absent = model.predictRow({});
      model.predictRow(missing).forEach((each, at) => {
        require(each === absent[at], 'an absent name is not the same as null');
      });
    },
  },
  {
    name: 'hard datasets give a result or a typed error, never NaN',
    async check({ estimator }) {
      for (const [what, make] of Object.entries(hardDatasets)) {
        let model: MulticlassModel;
        try {
          model = await estimator.fit(make());
        } catch (error) {
          require(error instanceof Problem, `${what}: an error without type: ${String(error)}`);
          continue;
        }
        requireProbabilities(model, what);
      }
    },
  },
  {
    name: 'the base line of each class is its mean raw score of training',
    async check({ estimator, weightOptions }) {
      const model = await estimator.fit(dataset, weightOptions);
      dataset.classes.forEach((_, each) => {
        let sum = 0;
        for (const row of rows) {
          const { baseline, contributions } = model.explainRow(row, each);
          sum += contributions.reduce((total, { effect }) => total + effect, baseline);
        }
        requireClose(model.explainRow({}, each).baseline, sum / rows.length, `class ${each}`, 1e-6);
      });
    },
  },
];
