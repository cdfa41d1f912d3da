import { seededRandom } from '../../../base/random.ts';
import { decodeArtifact, encodeArtifact } from '../../../models/artifact.ts';
import type { ModelData, Scale } from '../../../models/estimator.ts';
import { selectTableRows } from '../../../models/selectRows.ts';
import type { Dataset, Row, Table } from '../../../models/table.ts';
import { tableFromRows } from '../../../models/tableFromRows.ts';
import { type Law, require, requireClose } from '../law.ts';
import { tryingRows } from '../worlds.ts';
import { type EstimatorUnderTest, requireFinite, sameValues, small } from './subject.ts';

const predictionOf: Readonly<Record<Scale, (score: number) => number>> = {
  'log-odds': (score) => 1 / (1 + Math.exp(-score)),
  probability: (score) => score,
  log: Math.exp,
  value: (score) => score,
};

export const predictionLaws: readonly Law<EstimatorUnderTest>[] = [
  {
    name: 'permuting the rows permutes the predictions',
    async check({ estimator }) {
      const { dataset } = small(estimator.task);
      const model = await estimator.fit(dataset);
      const order = seededRandom(5).shuffle(Int32Array.from({ length: dataset.rowCount }, (_, row) => row));
      const straight = model.predict(dataset);
      model.predict(selectTableRows(dataset, order)).forEach((value, index) => {
        require(value === straight[order[index]!], `row ${order[index]} moved and changed`);
      });
    },
  },
  {
    name: 'a batch equals its rows one by one',
    async check({ estimator }) {
      const { dataset, rows } = small(estimator.task);
      const model = await estimator.fit(dataset);
      const all: Row[] = [...rows, ...tryingRows];
      const table = tableFromRows(all);
      const batch = model.predict(table);
      const raw = model.rawScores(table);
      all.forEach((row, index) => {
        require(batch[index] === model.predictRow(row), `row ${index} differs alone`);
        require(raw[index] === model.rawScoreRow(row), `raw score of row ${index} differs alone`);
      });
    },
  },
  {
    name: 'columns count by name: their order and extra ones change nothing',
    async check({ estimator }) {
      const { dataset } = small(estimator.task);
      const reversed: Dataset = { ...dataset, columns: [...dataset.columns].reverse() };
      const model = await estimator.fit(dataset);
      require(sameValues(
        model.data,
        (await estimator.fit(reversed)).data,
      ), 'training depends on the order of columns');
      const extra = {
        kind: 'numeric' as const,
        name: 'zzz',
        values: new Float64Array(dataset.rowCount).fill(9),
      };
      const wide: Table = { ...reversed, columns: [extra, ...reversed.columns] };
      require(sameValues(
        model.predict(wide),
        model.predict(dataset),
      ), 'prediction depends on the order of columns');
    },
  },
  {
    name: 'missing, unseen, infinite and absent values get a finite prediction, the same each time',
    async check({ estimator }) {
      const { dataset, rows } = small(estimator.task);
      const model = await estimator.fit(dataset);
      requireFinite(
        tryingRows.map((row) => model.predictRow(row)),
        'prediction',
      );
      const absent = model.predictRow({});
      const missing = Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, null]));
      require(absent === model.predictRow(missing), 'an absent name is not the same as null');
    },
  },
  {
    name: 'saving and loading changes no prediction',
    async check({ estimator, read }) {
      const { dataset, rows } = small(estimator.task);
      const model = await estimator.fit(dataset);
      const loaded = read(decodeArtifact(encodeArtifact('model', model.data)).payload as ModelData);
      require(sameValues(loaded.predict(dataset), model.predict(dataset)), 'a prediction changed');
      require(sameValues(loaded.explainRow(rows[0]!), model.explainRow(rows[0]!)), 'an explanation changed');
    },
  },
  {
    name: 'reasons sum to the raw score, and the base line is the mean raw score of training',
    async check({ estimator, weightOptions }) {
      const { dataset, rows } = small(estimator.task);
      const model = await estimator.fit(dataset, weightOptions);
      for (const row of [...rows.slice(0, 40), ...tryingRows]) {
        const { baseline, contributions } = model.explainRow(row);
        const sum = contributions.reduce((total, { effect }) => total + effect, baseline);
        requireClose(sum, model.rawScoreRow(row), 'sum of reasons');
      }
      const mean = model.rawScores(dataset).reduce((sum, score) => sum + score, 0) / dataset.rowCount;
      requireClose(model.explainRow({}).baseline, mean, 'base line');
    },
  },
  {
    name: 'the prediction follows from the raw score by its scale',
    async check({ estimator }) {
      const { dataset, rows } = small(estimator.task);
      const model = await estimator.fit(dataset);
      for (const row of [...rows.slice(0, 60), ...tryingRows])
        requireClose(
          model.predictRow(row),
          predictionOf[model.scale](model.rawScoreRow(row)),
          model.scale,
          1e-12,
        );
    },
  },
];
