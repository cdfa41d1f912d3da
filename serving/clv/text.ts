import type { ParameterEstimate } from '../../models/lifetime-value/maximumLikelihood.ts';
import { table } from '../commands/table.ts';
import { type ClvAnalysis, chosen } from './analyse.ts';
import { isoDay } from './dayNotation.ts';
import { rankingOf, rankingText } from './ranking.ts';

/** The result for people, on a terminal. */
export function clvText(analysis: ClvAnalysis): string {
  const { calibration, log, unit, horizonDays, final } = analysis;
  const best = chosen(analysis, final);
  return [
    `${log.customers.length} customers, ${log.transactions} transactions from ${isoDay(log.firstDay)} to ${isoDay(log.lastDay)}`,
    `Calibration until ${isoDay(calibration.day)}: ${calibration.records.length} customers; times in ${unit}s`,
    `\nParameters (standard errors; 95 % intervals)\n${table(parameterRows(analysis))}`,
    ...warningsOf(analysis).map((warning) => `! ${warning}`),
    `\n${holdoutText(analysis)}`,
    `\nBest: ${best.title}, because ${analysis.choice.reason}.`,
    `The choice knew nothing of the holdout. Forecast: ${horizonDays} days from ${isoDay(final.day + 1)} on, fitted on everything.`,
  ].join('\n');
}

export function parameterRows({ calibration }: ClvAnalysis) {
  const { gammaGamma } = calibration.spend ?? { gammaGamma: null };
  const fits = [
    ...calibration.forecasts.flatMap(({ title, models }) =>
      models.length === 1 ? [{ title, ...models[0]!.data }] : [],
    ),
    ...(gammaGamma === null ? [] : [{ title: 'Gamma-Gamma', ...gammaGamma }]),
  ];
  return fits.flatMap(({ title, estimates, logLikelihood }) =>
    Object.entries(estimates).map(([parameter, estimate], index) => ({
      model: index === 0 ? title : '',
      parameter,
      ...estimateCells(estimate),
      'log-likelihood': index === 0 ? logLikelihood.toFixed(2) : '',
    })),
  );
}

const estimateCells = ({ value, standardError, low, high }: ParameterEstimate) => ({
  value: value.toPrecision(5),
  'standard error': standardError.toPrecision(3),
  interval: `${low.toPrecision(3)} to ${high.toPrecision(3)}`,
});

/** What somebody must know who reads the parameters or the forecast. */
export function warningsOf({ calibration, notes }: ClvAnalysis): string[] {
  const { spend, forecasts } = calibration;
  const penalised = (title: string, penalty: number) =>
    penalty > 0
      ? [
          `${title} has no maximum of the likelihood on these data; it was fitted with a penalty of ${penalty}, and its parameters say more about the penalty than about the customers.`,
        ]
      : [];
  const warnings = forecasts.flatMap(({ title, models }) => {
    if (models.length !== 1) return [];
    const { penalty, warnings: vague } = models[0]!.data;
    return penalty > 0 ? penalised(title, penalty) : vague.map((warning) => `${title}: ${warning}`);
  });
  if (spend !== null && spend.gammaGamma === null)
    warnings.push('Gamma-Gamma cannot be fitted on these amounts: everybody is given the mean amount.');
  if (spend?.gammaGamma) warnings.push(...penalised('Gamma-Gamma', spend.gammaGamma.penalty));
  if (spend?.gammaGamma && Math.abs(spend.correlation ?? 0) > 0.3)
    warnings.push(
      `Frequency and mean amount are correlated (${spend.correlation!.toFixed(2)}); Gamma-Gamma takes them for independent.`,
    );
  return [...notes, ...warnings];
}

/** Errors per customer on the holdout; the chosen forecast is marked. */
export function holdoutRows({ holdout, choice }: ClvAnalysis) {
  return (holdout?.results ?? []).map(({ name, title, purchases, value }) => {
    const { mae, rmse, totalRatio } = purchases.intervals;
    return {
      model: name === choice.name ? `${title} *` : title,
      predicted: purchases.predicted.toFixed(1),
      'of actual':
        totalRatio === null
          ? '-'
          : `${(purchases.predicted / purchases.actual).toFixed(3)} (${totalRatio.low.toFixed(3)} to ${totalRatio.high.toFixed(3)})`,
      mae: `${purchases.mae.toFixed(4)} (${mae.low.toFixed(4)} to ${mae.high.toFixed(4)})`,
      rmse: `${purchases.rmse.toFixed(4)} (${rmse.low.toFixed(4)} to ${rmse.high.toFixed(4)})`,
      ...(value === null
        ? {}
        : {
            'value predicted': value.predicted.toFixed(0),
            'value mae': value.mae.toFixed(2),
          }),
    };
  });
}

function holdoutText(analysis: ClvAnalysis): string {
  const { holdout, calibration } = analysis;
  if (holdout === null) return 'The data end with the calibration: there is no holdout to measure on.';
  const { purchases, value } = holdout.results[0]!;
  const ranking = rankingOf(analysis);
  const money = value === null ? '' : `, worth ${value.actual.toFixed(0)}`;
  return [
    `Holdout ${isoDay(calibration.day + 1)} to ${isoDay(holdout.until)}: ${purchases.actual} purchases${money} (95 % bootstrap intervals; * chosen)`,
    table(holdoutRows(analysis)),
    ...(ranking === null ? [] : [rankingText(ranking)]),
  ].join('\n');
}
