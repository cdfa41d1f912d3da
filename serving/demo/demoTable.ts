import type { Baseline } from '../../simulator/history/baseline.ts';
import { table } from '../commands/table.ts';
import type { DemoWeek } from './playDemo.ts';

const percent = (value: number | null) => (value === null ? '-' : `${(100 * value).toFixed(1)} %`);
const ratio = (value: number | null) => (value === null ? '-' : value.toFixed(2));
const decimal = (value: number | null) => (value === null ? '-' : value.toFixed(3));

/** One line per week; the first is how the old rule did before the service came. */
export function weekTable(baseline: Baseline, weeks: readonly DemoWeek[]): string {
  const start = {
    week: 'before',
    linked: percent(baseline.linkingQuality),
    wrong: percent(baseline.wrongLinkRate),
    automatic: '-',
    review: '-',
    'new customer': '-',
    unlinked: '-',
    'reviewer min': '-',
    'NBA gain': '-',
    'team gain': '-',
    'one action': '-',
    'CLV rank': '-',
    'churn AUC': '-',
    'churn cal.': '-',
    'lead AUC': '-',
    'lead cal.': '-',
  };
  return table([start, ...weeks.map(weekRow)]);
}

function weekRow({ score }: DemoWeek): Record<string, string> {
  const { nba, clv, churn, leadScore } = score.tasks;
  return {
    week: String(score.week),
    linked: percent(score.linkingQuality),
    wrong: percent(score.wrongLinkRate),
    automatic: percent(score.automaticShare),
    review: percent(score.reviewShare),
    'new customer': percent(score.newCustomerShare),
    unlinked: percent(score.unlinkedShare),
    'reviewer min': score.reviewerMinutes.toFixed(0),
    'NBA gain': decimal(nba.gain),
    'team gain': decimal(nba.teamGain),
    'one action': decimal(nba.singleGain),
    'CLV rank': decimal(clv.spearman),
    'churn AUC': decimal(churn.auc),
    'churn cal.': ratio(churn.calibration),
    'lead AUC': decimal(leadScore.auc),
    'lead cal.': ratio(leadScore.calibration),
  };
}

/** Linking by what callers leave, a line per week. */
export function callersTable(weeks: readonly DemoWeek[]): string {
  return table(
    weeks.map(({ score }) => {
      const { linkingQualityByCallers: linked, wrongLinkRateByCallers: wrong } = score;
      return {
        week: String(score.week),
        'number known: linked': percent(linked.numberKnown),
        wrong: percent(wrong.numberKnown),
        'withheld, name: linked': percent(linked.withheldWithName),
        'wrong ': percent(wrong.withheldWithName),
        'withheld, no name: linked': percent(linked.withheldWithoutName),
        'wrong  ': percent(wrong.withheldWithoutName),
      };
    }),
  );
}

/** What the weekly trainings came to, a line each. */
export function trainingLines(weeks: readonly DemoWeek[]): string {
  return weeks
    .flatMap(({ score, trainings, experiments }) => [
      ...experiments.map(({ task, verdict }) => `after week ${score.week}  ${task}: experiment: ${verdict}`),
      ...trainings.map(({ task, status, version, outcome, reasons }) =>
        status === 'failed'
          ? `after week ${score.week}  ${task}: not trained: ${reasons.join('; ')}`
          : `after week ${score.week}  ${task}: version ${version} ${outcome}: ${reasons.join('; ')}`,
      ),
    ])
    .join('\n');
}

export const legend = `linked: calls of known customers linked to the right one at the end of the week; those who hang up at once count too.
wrong: of the automatic links. automatic, review, new customer, unlinked: first answers to all calls.
NBA gain: of what is recommended, by the hidden odds: 0 = as good as a random action, 1 = the best one every time, which
nobody knows who cannot read minds. team gain: of the sales team's own habits with the same leads. one action: of
whichever single action were best for all leads of the week. CLV rank: rank correlation with the true three-year value.
AUC: of the predictions given in the week, against the hidden truth. cal.: mean stated probability by the true share,
1 is calibrated. Without feedback only linking is trained again: nothing else sees anything new.`;
