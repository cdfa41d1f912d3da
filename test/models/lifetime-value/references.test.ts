import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fitGammaGamma } from '../../../models/lifetime-value/gammaGamma.ts';
import {
  continuousFamilies,
  type FamilyName,
  transactionFamily,
} from '../../../models/lifetime-value/transactionFamilies.ts';
import {
  fitTransactionModel,
  transactionLogLikelihood,
} from '../../../models/lifetime-value/transactionModel.ts';
import { numericCsv } from '../../support/numericCsv.ts';
import { sharedData } from '../../support/sharedData.ts';

interface ReferenceFit {
  readonly parameters: Readonly<Record<string, number>>;
  /** Null: lifetimes gives none for Pareto/NBD. */
  readonly standardErrors: Readonly<Record<string, number>> | null;
}

/** Written by lifetime_value.py from `lifetimes` and `mpmath`. */
const reference: {
  /** Repeat purchases, days from first to last, days observed, mean spend. */
  readonly histories: readonly (readonly [number, number, number, number])[];
  readonly donations: readonly (readonly [number, number, number])[];
  readonly fits: Readonly<Record<string, ReferenceFit>>;
  readonly points: readonly {
    readonly family: FamilyName;
    readonly parameters: readonly number[];
    readonly history: readonly [number, number, number, number];
    readonly values: readonly [logLikelihood: number, alive: number, expected: number];
  }[];
} = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/lifetime_value.json'), 'utf8'));

const weeks = {
  frequency: reference.histories.map(([x]) => x),
  recency: reference.histories.map(([, days]) => days / 7),
  age: reference.histories.map(([, , days]) => days / 7),
};

/**
 * lifetimes stops at a relative change of 1e-8 of its objective, which leaves parameters right to some 1e-6 and, by
 * way of the second derivatives, standard errors to some 1e-5.
 */
function expectFit(
  name: string,
  estimates: Readonly<Record<string, { value: number; standardError: number }>>,
) {
  const { parameters, standardErrors } = reference.fits[name]!;
  for (const [parameter, value] of Object.entries(parameters)) {
    expect(Math.abs(estimates[parameter]!.value / value - 1)).toBeLessThan(1e-5);
    if (standardErrors !== null)
      expect(Math.abs(estimates[parameter]!.standardError / standardErrors[parameter]! - 1)).toBeLessThan(
        1e-4,
      );
  }
}

describe('lifetimes', () => {
  test.each(continuousFamilies)('finds the same %s', async (family) => {
    const { data } = await fitTransactionModel(family, weeks, { unit: 'week' });
    expectFit(family, data.estimates);
    const theirs = transactionLogLikelihood(family, reference.fits[family]!.parameters, weeks);
    expect(data.logLikelihood).toBeGreaterThanOrEqual(theirs - 1e-9);
  });

  test('finds the same Gamma-Gamma', async () => {
    const meanSpend = reference.histories.map(([, , , spend]) => spend);
    expectFit('gamma-gamma', (await fitGammaGamma({ frequency: weeks.frequency, meanSpend })).estimates);
  });

  test('and the paper find the same BG/BB for the donors of 1995', async () => {
    const { data } = await fitTransactionModel(
      'bg-bb',
      {
        frequency: reference.donations.map(([x]) => x),
        recency: reference.donations.map(([, last]) => last),
        age: reference.donations.map(() => 6),
        count: reference.donations.map(([, , donors]) => donors),
      },
      { unit: 'opportunity' },
    );
    expectFit('bg-bb', data.estimates);
    expect(data.customers).toBe(11_104);
    expect(data.logLikelihood).toBeCloseTo(-33_225.6, 1);
    expect(data.parameters.alpha).toBeCloseTo(1.204, 2);
    expect(data.parameters.beta).toBeCloseTo(0.75, 2);
    expect(data.parameters.gamma).toBeCloseTo(0.657, 2);
    expect(data.parameters.delta).toBeCloseTo(2.783, 2);
  });
});

/**
 * At the points the formulas of the papers cancel, overflow or converge slowly in floating point. Log-likelihoods and
 * P(alive) keep about 12 digits; expectations over a horizon of a thousandth of the unit subtract two numbers
 * close to 1, which costs 6 digits of 16.
 */
test.each(['pareto-nbd', 'bg-nbd', 'mbg-nbd', 'bg-bb'] as const)(
  '%s agrees with 40-digit arithmetic',
  (name) => {
    const family = transactionFamily(name);
    const points = reference.points.filter((point) => point.family === name);
    expect(points.length).toBeGreaterThan(15);
    for (const { parameters: vector, history, values } of points) {
      const [frequency, recency, age, horizon] = history;
      const parameters = Object.fromEntries(family.parameterNames.map((key, index) => [key, vector[index]!]));
      const one = { frequency, recency, age };
      const density = family.likelihood({
        frequency: Float64Array.of(frequency),
        recency: Float64Array.of(recency),
        age: Float64Array.of(age),
        count: Float64Array.of(1),
        customers: 1,
        meanAge: age,
      });
      const logLikelihood = density(Float64Array.from(vector), new Float64Array(4));
      // Near 0 only the absolute difference means anything.
      expect(Math.abs(logLikelihood - values[0])).toBeLessThan(1e-11 * Math.max(1, Math.abs(values[0])));
      expect(Math.abs(family.probabilityAlive(parameters, one) - values[1])).toBeLessThan(1e-11);
      const expected = family.expectedPurchases(parameters, one, horizon);
      expect(Math.abs(expected - values[2])).toBeLessThan(2e-9 * Math.max(1e-3, values[2]));
    }
  },
);

test.each(['pareto-nbd', 'bg-nbd', 'mbg-nbd', 'bg-bb'] as const)(
  'the gradient of %s is that of its value',
  (name) => {
    const family = transactionFamily(name);
    for (const { parameters: vector, history } of reference.points.filter((point) => point.family === name)) {
      const [frequency, recency, age] = history;
      const density = family.likelihood({
        frequency: Float64Array.of(frequency),
        recency: Float64Array.of(recency),
        age: Float64Array.of(age),
        count: Float64Array.of(1),
        customers: 1,
        meanAge: age,
      });
      const gradient = new Float64Array(4);
      const at = Float64Array.from(vector);
      const value = density(at, gradient);
      at.forEach((parameter, index) => {
        const shifted = (sign: number) =>
          density(
            at.map((other, place) => (place === index ? other * (1 + sign * 1e-5) : other)),
            new Float64Array(4),
          );
        const slope = (shifted(1) - shifted(-1)) / 2e-5;
        expect(Math.abs(slope - gradient[index]! * parameter)).toBeLessThan(
          1e-6 * Math.max(1, Math.abs(value)),
        );
      });
    }
  },
);

describe('the CDNOW customers of the papers', () => {
  const file = sharedData('cdnow/cdnow_btyd_cbs.csv');
  const published = {
    'bg-nbd': [-9582.429, { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 }],
    'pareto-nbd': [-9594.976, { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }],
  } as const;
  (file === undefined ? test.skip : test).each(['bg-nbd', 'pareto-nbd'] as const)(
    'have their %s',
    async (family) => {
      const table = numericCsv(file!);
      const { data } = await fitTransactionModel(
        family,
        { frequency: table.get('x')!, recency: table.get('t.x')!, age: table.get('T.cal')! },
        { unit: 'week' },
      );
      const [logLikelihood, parameters] = published[family];
      expect(data.logLikelihood).toBeCloseTo(logLikelihood, 2);
      // As exact as they are printed.
      for (const [name, value] of Object.entries(parameters))
        expect(Math.abs(data.parameters[name]! / value - 1)).toBeLessThan(0.001);
    },
  );
});
