import { Problem } from '../../../base/problem.ts';
import { type Law, LawBroken, require } from '../law.ts';
import { tryingRows } from '../worlds.ts';
import { type EstimatorUnderTest, small } from './subject.ts';

export const classifierLaws: readonly Law<EstimatorUnderTest>[] = [
  {
    name: 'one class alone is not enough',
    async check({ estimator }) {
      const { dataset } = small('classification');
      try {
        await estimator.fit({ ...dataset, target: new Float64Array(dataset.rowCount) });
      } catch (error) {
        require(error instanceof Problem &&
          error.code === 'not_enough_data', `refused with ${String(error)}`);
        return;
      }
      throw new LawBroken('one class was learned from');
    },
  },
  {
    name: 'probabilities are in [0, 1]',
    async check({ estimator }) {
      const { dataset, rows } = small('classification');
      const model = await estimator.fit(dataset);
      for (const row of [...rows.slice(0, 60), ...tryingRows]) {
        const probability = model.predictRow(row);
        require(probability >= 0 && probability <= 1, `probability ${probability}`);
      }
    },
  },
];
