import { Problem } from '../../base/problem.ts';
import { seededRandom } from '../../base/random.ts';
import { decodeArtifact, encodeArtifact } from '../../models/artifact.ts';
import type { ModelData, MulticlassEstimator, MulticlassModel } from '../../models/estimator.ts';
import { selectTableRows } from '../../models/selectRows.ts';
import { tableFromRows } from '../../models/tableFromRows.ts';
import { type Law, LawBroken, require, requireClose } from './law.ts';
import { multiclassWorld } from './multiclassWorld.ts';
import { tryingRows } from './worlds.ts';

export interface MulticlassUnderTest {
  readonly estimator: MulticlassEstimator;
  readonly read: (data: ModelData) => MulticlassModel;
  /** As in estimators/subject.ts. */
  readonly weightOptions?: Readonly<Record<string, unknown>>;
}

const { dataset, rows } = multiclassWorld(300, 3);
const asked = [...rows.slice(0, 40), ...tryingRows];
const bytesOf = (data: ModelData) => Buffer.from(encodeArtifact('model', data));

export const multiclassLaws: readonly Law<MulticlassUnderTest>[] = [
  {
    name: 'probabilities are in [0, 1] and sum to 1',
    async check({ estimator }) {
      const model = await estimator.fit(dataset);
      for (const row of asked) {
        const probabilities = model.predictRow(row);
        require(probabilities.length === dataset.classes.length, `${probabilities.length} probabilities`);
        for (const each of probabilities) require(each >= 0 && each <= 1, `probability ${each}`);
        requireClose(
          probabilities.reduce((sum, each) => sum + each, 0),
          1,
          'their sum',
        );
      }
    },
  },
  {
    name: 'a batch equals its rows one by one, in any order',
    async check({ estimator }) {
      const model = await estimator.fit(dataset);
      const order = seededRandom(5).shuffle(Int32Array.from(asked, (_, row) => row));
      const batch = model.predict(selectTableRows(tableFromRows(asked), order));
      order.forEach((row, at) => {
        model.predictRow(asked[row]!).forEach((probability, each) => {
          require(batch[at * dataset.classes.length + each] === probability, `row ${row} differs alone`);
        });
      });
    },
  },
  {
    name: 'the same seed gives the same artifact, byte for byte, at any number of threads',
    async check({ estimator }) {
      const one = await estimator.fit(dataset, { seed: 11 });
      const two = await estimator.fit(dataset, { seed: 11, threads: 2 });
      require(bytesOf(one.data).equals(bytesOf(two.data)), 'two fits differ');
    },
  },
  {
    name: 'saving and loading changes no probability',
    async check({ estimator, read }) {
      const model = await estimator.fit(dataset);
      const loaded = read(decodeArtifact(bytesOf(model.data)).payload as ModelData);
      require(loaded.classes.join() === dataset.classes.join(), 'the classes changed');
      for (const row of asked)
        require(Buffer.from(loaded.predictRow(row).buffer).equals(
          Buffer.from(model.predictRow(row).buffer),
        ), 'a probability changed');
    },
  },
  {
    name: "reasons sum to each class's raw score, from which the probabilities follow",
    async check({ estimator }) {
      const model = await estimator.fit(dataset);
      for (const row of asked) {
        const scores = dataset.classes.map((_, each) => {
          const { baseline, contributions } = model.explainRow(row, each);
          return contributions.reduce((sum, { effect }) => sum + effect, baseline);
        });
        const top = Math.max(...scores);
        const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
        model.predictRow(row).forEach((probability, each) => {
          const expected =
            model.scale === 'probability' ? scores[each]! : Math.exp(scores[each]! - top) / total;
          requireClose(probability, expected, `class ${each}`, 1e-9);
        });
      }
    },
  },
  {
    name: 'recovers a simulated truth and beats the shares of the classes',
    async check({ estimator }) {
      const world = multiclassWorld(2000, 17);
      const fresh = multiclassWorld(1000, 18);
      const predicted = (await estimator.fit(world.dataset)).predict(fresh.dataset);
      const classes = dataset.classes.length;
      const shares = new Float64Array(classes);
      for (const each of world.dataset.target) shares[each]! += 1 / world.dataset.rowCount;
      let error = 0;
      let shareError = 0;
      fresh.truth.forEach((truth, at) => {
        error += (predicted[at]! - truth) ** 2;
        shareError += (shares[at % classes]! - truth) ** 2;
      });
      require(error < 0.15 * shareError, `error ${error} against ${shareError} of the shares`);
    },
  },
  {
    name: 'nonsense in the target is refused, and a class that never occurs is not learned as likely',
    async check({ estimator }) {
      const bad = { ...dataset, target: dataset.target.map((each, row) => (row === 4 ? 7 : each)) };
      try {
        await estimator.fit(bad);
        throw new LawBroken('a class out of range was learned from');
      } catch (error) {
        if (error instanceof LawBroken) throw error;
        require(error instanceof Problem && error.code === 'invalid_input', `refused with ${String(error)}`);
      }
      const wider = { ...dataset, classes: [...dataset.classes, 'never'] };
      try {
        const probability = (await estimator.fit(wider)).predictRow(rows[0]!)[3]!;
        require(probability < 0.05, `a class never seen has probability ${probability}`);
      } catch (error) {
        require(error instanceof Problem, `an error without type: ${String(error)}`);
      }
    },
  },
];
