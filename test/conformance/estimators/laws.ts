import type { Law } from '../law.ts';
import { classifierLaws } from './classifierLaws.ts';
import { dataLaws } from './dataLaws.ts';
import { fittingLaws } from './fittingLaws.ts';
import { mirrorLaws, optimumLaws } from './optimumLaws.ts';
import { predictionLaws } from './predictionLaws.ts';
import type { EstimatorUnderTest } from './subject.ts';

export const allLaws: readonly Law<EstimatorUnderTest>[] = [
  ...fittingLaws,
  ...predictionLaws,
  ...dataLaws,
  ...optimumLaws,
  ...classifierLaws,
  ...mirrorLaws,
];

/** Those that an estimator has to obey. */
export function lawsOf({ estimator, uniqueOptimum }: EstimatorUnderTest): readonly Law<EstimatorUnderTest>[] {
  const classifies = estimator.task === 'classification';
  return allLaws.filter(
    (law) =>
      (uniqueOptimum || !(optimumLaws.includes(law) || mirrorLaws.includes(law))) &&
      (classifies || !(classifierLaws.includes(law) || mirrorLaws.includes(law))),
  );
}
