import type { ForecastErrors } from '../../models/lifetime-value/forecastErrors.ts';
import type { ParameterEstimate } from '../../models/lifetime-value/maximumLikelihood.ts';
import type { PurchaseForecast } from '../../models/lifetime-value/purchaseForecast.ts';
import type { SpendModel } from '../../models/lifetime-value/spendModel.ts';
import type { TransactionModel } from '../../models/lifetime-value/transactionModel.ts';
import { type ClvAnalysis, chosen, type HoldoutResult } from './analyse.ts';
import { isoDay } from './dayNotation.ts';
import { futures } from './futures.ts';
import { rankingOf } from './ranking.ts';

/** The result as --json prints it: BG/NBD and Gamma-Gamma on the calibration first, our best model beside them. */
export function clvAnswer(analysis: ClvAnalysis) {
  const { calibration, choice, holdout, log, unit, final, horizonDays } = analysis;
  const resultOf = (name: PurchaseForecast['name'] | 'past-rate') =>
    holdout?.results.find((result) => result.name === name);
  const bgNbd = calibration.forecasts.find(({ name }) => name === 'bg-nbd')!;
  const best = chosen(analysis, calibration);
  const ahead = futures(analysis);
  return {
    model: bgNbd.name,
    title: bgNbd.title,
    unit,
    ...modelAnswer(bgNbd.models[0]!),
    gammaGamma: gammaGammaAnswer(calibration.spend),
    calibration: {
      from: isoDay(log.firstDay),
      to: isoDay(calibration.day),
      customers: calibration.records.length,
    },
    holdout:
      holdout === null
        ? null
        : {
            from: isoDay(calibration.day + 1),
            to: isoDay(holdout.until),
            days: holdout.until - calibration.day,
            ...errorsAnswer(resultOf('bg-nbd')!),
          },
    best: {
      name: best.name,
      title: best.title,
      reason: choice.reason,
      chosenOn: choice.windows.map(({ from, until, customers, purchases }) => ({
        from: isoDay(from + 1),
        to: isoDay(until),
        customers,
        purchases,
      })),
      ...(holdout === null ? {} : errorsAnswer(resultOf(best.name)!)),
      ranking: rankingOf(analysis),
    },
    models: calibration.forecasts.map(({ name, title, models }) => ({
      name,
      title,
      ...(models.length === 1 ? modelAnswer(models[0]!) : { of: models.map(({ data }) => data.family) }),
      validation: choice.scores.find((score) => score.name === name) ?? null,
      holdout: holdout === null ? null : errorsAnswer(resultOf(name)!),
    })),
    baseline: holdout === null ? null : { name: 'past-rate', ...errorsAnswer(resultOf('past-rate')!) },
    forecast: {
      asOf: isoDay(final.day),
      horizonDays,
      customers: ahead.length,
      purchases: ahead.reduce((sum, { purchases }) => sum + purchases, 0),
      value: final.spend === null ? null : ahead.reduce((sum, { clv }) => sum + (clv ?? 0), 0),
    },
    transactions: log.transactions,
    customers: log.customers.length,
    refunds: log.refunds,
  };
}

function modelAnswer(model: TransactionModel) {
  const { parameters, estimates, logLikelihood, customers, penalty, warnings } = model.data;
  return {
    parameters,
    ...spreadAnswer(estimates),
    logLikelihood,
    aic: model.aic,
    bic: model.bic,
    customers,
    penalty,
    warnings,
  };
}

function gammaGammaAnswer(spend: SpendModel | null) {
  if (spend === null) return null;
  const { gammaGamma, meanSpend, correlation } = spend;
  if (gammaGamma === null) return { parameters: null, meanSpend, correlation };
  const { parameters, estimates, logLikelihood, customers, penalty, warnings } = gammaGamma;
  return {
    parameters,
    ...spreadAnswer(estimates),
    logLikelihood,
    customers,
    penalty,
    warnings,
    meanSpend,
    correlation,
  };
}

function spreadAnswer(estimates: Readonly<Record<string, ParameterEstimate>>) {
  const entries = Object.entries(estimates);
  return {
    standardErrors: Object.fromEntries(entries.map(([name, { standardError }]) => [name, standardError])),
    confidenceIntervals: Object.fromEntries(entries.map(([name, { low, high }]) => [name, [low, high]])),
  };
}

const errorsAnswer = ({
  purchases,
  value,
}: HoldoutResult): ForecastErrors & { value: ForecastErrors | null } => ({
  ...purchases,
  value,
});
