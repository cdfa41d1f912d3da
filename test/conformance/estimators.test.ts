import { describe, expect, test } from '@jest/globals';
import { estimators, modelFromData } from '../../models/catalogue.ts';
import type { Estimator } from '../../models/estimator.ts';
import { fitRecipe } from '../../models/selection/fitRecipe.ts';
import { frequencyCodedEstimators } from '../../models/selection/frequencyCoded.ts';
import { allLaws, lawsOf } from './estimators/laws.ts';
import { mutants } from './estimators/mutants.ts';
import type { EstimatorUnderTest } from './estimators/subject.ts';
import { LawBroken } from './law.ts';
import { quicker } from './quicker.ts';

/** What the laws need to know of members that draw rows or starting points at random. */
const particulars: Readonly<Record<string, Partial<EstimatorUnderTest>>> = {
  'boosted-trees': { weightOptions: { holdOut: 0, rounds: 30 } },
  'frequency-coded-boosted-trees': { weightOptions: { holdOut: 0, rounds: 30 } },
  // Of divisions by category that gain the same it takes the first, and which that is swapped classes change.
  'random-forest': { weightOptions: { bootstrap: false }, uniqueOptimum: false },
  neural: { weightOptions: { holdOut: 0 }, uniqueOptimum: false },
};

/** Not of the catalogue, but `auto` may choose them. */
const chosenByAuto: readonly Estimator[] = [
  ...frequencyCodedEstimators,
  ...(['classification', 'regression'] as const).map(
    (task): Estimator => ({
      name: 'stack',
      task,
      fit: (dataset, options = {}) =>
        fitRecipe(
          {
            members: (
              [
                [task === 'classification' ? 'logistic-regression' : 'linear-regression', 0.6, {}],
                ['boosted-trees', 0.4, { rounds: 30, holdOut: 0 }],
              ] as const
            ).map(([estimator, weight, own]) => ({ candidate: estimator, estimator, weight, options: own })),
            intercept: 0,
          },
          task,
          () => dataset,
          options,
        ),
    }),
  ),
];

describe.each(
  [...estimators, ...chosenByAuto].map(
    (estimator) => [`${estimator.name} (${estimator.task})`, estimator] as const,
  ),
)('%s', (_, estimator) => {
  const subject: EstimatorUnderTest = {
    estimator: quicker(estimator),
    read: modelFromData,
    weightOptions: {},
    uniqueOptimum: true,
    ...particulars[estimator.name],
  };

  test.each(lawsOf(subject).map((law) => [law.name, law] as const))('%s', async (_name, law) => {
    await law.check(subject);
  });
});

describe('every law is broken by a mutant', () => {
  test.each(allLaws.map((law) => [law.name, law] as const))('%s', async (name, law) => {
    const mutant = mutants[name];
    expect(mutant).toBeDefined();
    await expect(async () => law.check(mutant!)).rejects.toThrow(LawBroken);
  });
});
