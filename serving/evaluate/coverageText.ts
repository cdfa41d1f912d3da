import type { MetricWithInterval } from '../../models/metrics/interval.ts';
import type { Coverage, SetCoverage } from './coverage.ts';
import { shown } from './shown.ts';

/** What a coverage says, in sentences. */
export function coverageSentences(coverage: Coverage, forward: boolean): string[] {
  const { promised, rows } = coverage;
  const halves = forward
    ? 'the older half of each tested part calibrated, the newer half tested'
    : 'half of each tested part calibrated, the other half tested, and the other way round';
  const what = coverage.kind === 'sets' ? `${percent(promised)} of each class` : percent(promised);
  return [
    `Promised ${what}, measured ${ofRows(coverage.coverage)} on ${rows} rows (${halves}).`,
    coverage.kind === 'intervals'
      ? reachSentence(coverage.reach, coverage.reachWithout)
      : sizeSentence(coverage),
  ];
}

/** Of sets: a row per class. */
export const coverageRows = ({ classes }: SetCoverage) =>
  classes.map(({ name, rows, coverage, threshold }) => ({
    class: name,
    rows,
    covered: ofRows(coverage),
    'in the set from probability': shown(threshold),
  }));

function reachSentence(reach: number, without: number): string {
  if (!Number.isFinite(reach)) return 'There are too few rows to promise that: the intervals are unbounded.';
  return `An interval is the prediction +- ${shown(reach)}; without a model it would be the median +- ${shown(without)}.`;
}

function sizeSentence({ meanSize, empty, single, several, singleRight }: SetCoverage): string {
  const right = single > 0 ? `, right in ${percent(singleRight)}` : '';
  return `One class is left in ${percent(single)} of the rows${right}; several in ${percent(several)}, none in ${percent(empty)}; ${meanSize.toFixed(2)} classes on average.`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const ofRows = ({ value, low, high }: MetricWithInterval): string =>
  Number.isNaN(value) ? '-' : `${percent(value)} [${percent(low)}, ${percent(high)}]`;
