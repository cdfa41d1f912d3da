import { table } from '../commands/table.ts';
import type { PolicyJudgement, PolicyShowing } from './judgePolicy.ts';
import { estimators, shown, verdict } from './policyAnswer.ts';

/** The judgement for people. */
export function policyText(judgement: PolicyJudgement): string {
  const { log, judged, doubts } = judgement;
  return [
    `${log.rewards.length} decisions among ${log.names.length} actions`,
    '',
    table(valueRows(judgement)),
    '',
    verdict(judgement),
    ...[...doubts, ...judged.doubts].map((doubt) => `Warning: ${doubt}`),
  ].join('\n');
}

/** A row per policy and estimator. */
export function valueRows({ judged, random }: PolicyJudgement): Record<string, string>[] {
  const { logged } = judged.value;
  const row = (policy: string, estimator: string, estimate: typeof logged, size: string) => ({
    policy,
    estimator,
    value: shown(estimate.value),
    'standard error': shown(estimate.standardError),
    '95 % interval': `${shown(estimate.low)} to ${shown(estimate.high)}`,
    'effective sample': size,
  });
  const rowsOf = ({ name, value }: PolicyShowing) =>
    estimators.flatMap((estimator) => {
      const estimate = value[estimator];
      const size = estimator === 'dm' ? '-' : value.effectiveSampleSize.toFixed(0);
      return estimate === null ? [] : [row(name, estimator.toUpperCase(), estimate, size)];
    });
  return [
    row('logged', 'mean', logged, '-'),
    ...rowsOf(judged),
    ...(judged === random ? [] : rowsOf(random)),
  ];
}
