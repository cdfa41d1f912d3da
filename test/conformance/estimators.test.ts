import { describe, expect, test } from '@jest/globals';
import { estimators, modelFromData } from '../../models/catalogue.ts';
import { classifierLaws, type EstimatorUnderTest, estimatorLaws } from './estimatorLaws.ts';
import { classifierMutants, estimatorMutants } from './estimatorMutants.ts';
import { LawBroken } from './law.ts';

describe.each(estimators.map((estimator) => [`${estimator.name} (${estimator.task})`, estimator] as const))(
  '%s',
  (_, estimator) => {
    const subject: EstimatorUnderTest = {
      estimator,
      read: modelFromData,
      weightOptions: estimator.name === 'boosted-trees' ? { holdOut: 0, rounds: 30 } : {},
    };
    const laws = estimator.task === 'classification' ? [...estimatorLaws, ...classifierLaws] : estimatorLaws;

    test.each(laws.map((law) => [law.name, law] as const))('%s', async (_name, law) => {
      await law.check(subject);
    });
  },
);

describe('every law is broken by a mutant', () => {
  const laws = [...estimatorLaws, ...classifierLaws];
  const mutants = new Map(Object.entries({ ...estimatorMutants, ...classifierMutants }));

  test.each(laws.map((law) => [law.name, law] as const))('%s', async (name, law) => {
    const mutant = mutants.get(name);
    expect(mutant).toBeDefined();
    await expect(async () => law.check(mutant!)).rejects.toThrow(LawBroken);
  });
});
