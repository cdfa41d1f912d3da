import { describe, expect, test } from '@jest/globals';
import { multiclassEstimators, multiclassModelFromData } from '../../models/catalogue.ts';
import { LawBroken } from './law.ts';
import { multiclassFittingLaws } from './multiclassFittingLaws.ts';
import { multiclassLaws } from './multiclassLaws.ts';
import { multiclassMutants } from './multiclassMutants.ts';
import { quicker } from './quicker.ts';

const laws = [...multiclassFittingLaws, ...multiclassLaws].map((law) => [law.name, law] as const);

describe.each(multiclassEstimators.map((estimator) => [estimator.name, estimator] as const))(
  '%s of several classes',
  (_, estimator) => {
    test.each(laws)('%s', async (_name, law) => {
      await law.check({
        estimator: quicker(estimator),
        read: multiclassModelFromData,
        // Rows that are drawn are not all rows.
        weightOptions: estimator.name === 'random-forest' ? { bootstrap: false } : {},
      });
    });
  },
);

describe('every law is broken by a mutant', () => {
  test.each(laws)('%s', async (name, law) => {
    await expect(async () => law.check(multiclassMutants[name]!)).rejects.toThrow(LawBroken);
  });
});
