import { selectRows } from '../../../models/selectRows.ts';
import { type Law, requireClose } from '../law.ts';
import { type EstimatorUnderTest, small } from './subject.ts';

/** Of estimators whose training ends in the one best fit. */

export const optimumLaws: readonly Law<EstimatorUnderTest>[] = [
  {
    name: 'weight 2 equals the row twice, weight 0 no row',
    async check({ estimator, weightOptions }) {
      const { dataset } = small(estimator.task);
      const counts = Array.from({ length: dataset.rowCount }, (_, row) => row % 3);
      const repeated = selectRows(
        dataset,
        counts.flatMap((count, row) => Array<number>(count).fill(row)),
      );
      const weighted = await estimator.fit({ ...dataset, weights: Float64Array.from(counts) }, weightOptions);
      const expected = (await estimator.fit(repeated, weightOptions)).predict(dataset);
      weighted.predict(dataset).forEach((value, row) => {
        requireClose(value, expected[row]!, `row ${row}`, 1e-7);
      });
    },
  },
];

/** Of classifiers among them. */
export const mirrorLaws: readonly Law<EstimatorUnderTest>[] = [
  {
    name: 'swapping the classes mirrors the probabilities',
    async check({ estimator, weightOptions }) {
      const { dataset } = small('classification');
      const swapped = { ...dataset, target: dataset.target.map((label) => 1 - label) };
      const mirrored = (await estimator.fit(swapped, weightOptions)).predict(dataset);
      (await estimator.fit(dataset, weightOptions)).predict(dataset).forEach((probability, row) => {
        requireClose(probability, 1 - mirrored[row]!, `row ${row}`, 1e-6);
      });
    },
  },
];
