import { Problem } from '../../base/problem.ts';
import {
  chooseForecast,
  daysPerUnit,
  type ForecastChoice,
} from '../../models/lifetime-value/chooseForecast.ts';
import { type ForecastErrors, forecastErrors } from '../../models/lifetime-value/forecastErrors.ts';
import {
  fitForecasts,
  type PurchaseForecast,
  pastRate,
} from '../../models/lifetime-value/purchaseForecast.ts';
import {
  type CustomerRecord,
  type PurchaseLog,
  purchasesBetween,
  recordsAt,
  spendBetween,
} from '../../models/lifetime-value/purchaseLog.ts';
import { fitSpendModel, type SpendModel } from '../../models/lifetime-value/spendModel.ts';
import { isoDay } from './dayNotation.ts';

export interface AnalysisOptions {
  readonly unit: keyof typeof daysPerUnit;
  /** Day since 1970-01-01 up to whose end everything is known to the models; absent: after two thirds of the time. */
  readonly calibrationEnd?: number | undefined;
  /** Length of the holdout and of the final forecast; absent: until the data end. */
  readonly horizonDays?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (share: number, doing: string) => void;
}

/** The customers at one moment, and what was fitted on them. */
export interface Fitted {
  readonly day: number;
  readonly records: readonly CustomerRecord[];
  readonly forecasts: readonly PurchaseForecast[];
  readonly spend: SpendModel | null;
}

export interface HoldoutResult {
  readonly name: PurchaseForecast['name'] | 'past-rate';
  readonly title: string;
  readonly predicted: Float64Array;
  readonly purchases: ForecastErrors;
  /** In money; null without amounts. */
  readonly value: ForecastErrors | null;
  /** Per customer, in money; null without amounts. */
  readonly predictedValue: Float64Array | null;
}

export interface ClvAnalysis {
  readonly log: PurchaseLog;
  readonly unit: AnalysisOptions['unit'];
  readonly unitDays: number;
  readonly horizonDays: number;
  readonly calibration: Fitted;
  readonly choice: ForecastChoice;
  /** Null where the data end with the calibration. */
  readonly holdout: {
    readonly until: number;
    /** Purchases per customer. */
    readonly actual: Float64Array;
    /** In money; null without amounts. */
    readonly actualValue: Float64Array | null;
    /** The baseline last. */
    readonly results: readonly HoldoutResult[];
  } | null;
  /** Fitted again on everything. */
  readonly final: Fitted;
  readonly notes: readonly string[];
}

/**
 * Fits the models on everything until the end of the calibration, chooses among them without looking further, measures
 * all of them on the holdout, and fits them again on everything for the forecast from the last day on.
 * @throws Problem invalid_input for a calibration outside the data, not_enough_data
 */
export async function analyse(log: PurchaseLog, options: AnalysisOptions): Promise<ClvAnalysis> {
  const { unit, signal } = options;
  const notes: string[] = [];
  const unitDays = daysPerUnit[unit];
  if (log.customers.length === 0)
    throw new Problem('not_enough_data', 'There is no purchase.', { remedy: 'Check the amounts.' });
  const cut = calibrationEnd(log, options.calibrationEnd);
  const observed = log.lastDay - cut;
  const horizonDays = options.horizonDays ?? (observed > 0 ? observed : 365);
  if (observed > 0 && horizonDays > observed)
    notes.push(
      `The data end ${observed} days after the calibration: the holdout is that long, the forecast ${horizonDays} days.`,
    );
  const step = (share: number, doing: string) => {
    signal?.throwIfAborted();
    options.onProgress?.(share, doing);
    // Whoever draws the progress, or interrupts, gets a turn.
    return new Promise((resolve) => setImmediate(resolve));
  };
  const stop = signal === undefined ? {} : { signal };
  const fitAt = async (day: number): Promise<Fitted> => {
    const records = recordsAt(log, day, unitDays);
    const forecasts = await fitForecasts(records, { unit, ...stop });
    return { day, records, forecasts, spend: await fitSpendModel(records, signal) };
  };

  await step(0.05, 'fitting on the calibration');
  const calibration = await fitAt(cut);
  await step(0.3, 'trying the models on earlier windows');
  const choice = await chooseForecast(log, cut, unit, signal);
  await step(0.6, 'measuring on the holdout');
  const until = Math.min(log.lastDay, cut + horizonDays);
  const holdout = until > cut ? measure(log, calibration, until, unitDays) : null;
  await step(0.85, 'fitting on everything');
  const final = log.lastDay > cut ? await fitAt(log.lastDay) : calibration;
  await step(1, 'done');
  return { log, unit, unitDays, horizonDays, calibration, choice, holdout, final, notes };
}

function calibrationEnd(log: PurchaseLog, wanted: number | undefined): number {
  const day = wanted ?? Math.round(log.firstDay + (2 / 3) * (log.lastDay - log.firstDay));
  if (day > log.lastDay || day < log.firstDay)
    throw new Problem('invalid_input', `The calibration cannot end on ${isoDay(day)}.`, {
      findings: [
        {
          path: '--calibration-end',
          message: 'is outside the data',
          received: isoDay(day),
          allowed: `${isoDay(log.firstDay)} to ${isoDay(log.lastDay)}`,
        },
      ],
    });
  return day;
}

function measure(log: PurchaseLog, fitted: Fitted, until: number, unitDays: number): ClvAnalysis['holdout'] {
  const { day, records, forecasts, spend } = fitted;
  const horizon = (until - day) / unitDays;
  const actual = purchasesBetween(log, day, until);
  const predict = (expected: (record: CustomerRecord) => number) => Float64Array.from(records, expected);
  const candidates = [
    ...forecasts.map(({ name, title, expectedPurchases }) => ({
      name,
      title,
      predicted: predict(({ history }) => expectedPurchases(history, horizon)),
    })),
    {
      name: 'past-rate' as const,
      title: 'Past rate',
      predicted: predict(({ history }) => pastRate(history, horizon)),
    },
  ];
  const purchases = forecastErrors(
    actual,
    candidates.map(({ predicted }) => predicted),
  );
  const spends = spend === null ? null : predict((record) => spend.expectedSpend(record));
  const worth = candidates.map(({ predicted }) =>
    spends === null ? null : predicted.map((count, row) => count * spends[row]!),
  );
  const actualValue = spends === null ? null : spendBetween(log, day, until);
  const values =
    actualValue === null
      ? null
      : forecastErrors(
          actualValue,
          worth.map((each) => each!),
        );
  return {
    until,
    actual,
    actualValue,
    results: candidates.map((candidate, index) => ({
      ...candidate,
      purchases: purchases[index]!,
      value: values?.[index] ?? null,
      predictedValue: worth[index]!,
    })),
  };
}

/** The forecast that was chosen. */
export const chosen = ({ choice }: Pick<ClvAnalysis, 'choice'>, { forecasts }: Fitted): PurchaseForecast =>
  forecasts.find(({ name }) => name === choice.name)!;
