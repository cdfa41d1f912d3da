import { page } from '../report/page.ts';
import type { PolicyJudgement } from './judgePolicy.ts';
import { estimators, verdict } from './policyAnswer.ts';
import { valueRows } from './policyText.ts';

const blue = '#4269d0';
/** More actions than this cannot be told apart in a chart. */
const shownActions = 15;

/** The judgement as one HTML page. */
export function policyReport(judgement: PolicyJudgement, file: string): string {
  const { log, judged, random, doubts, loggedShares } = judgement;
  const rows = valueRows(judgement);
  const points = [
    { what: 'logged', ...judged.value.logged },
    ...[judged, ...(judged === random ? [] : [random])].flatMap(({ name, value }) =>
      estimators.flatMap((estimator) => {
        const estimate = value[estimator];
        return estimate === null ? [] : [{ what: `${name} ${estimator.toUpperCase()}`, ...estimate }];
      }),
    ),
  ];
  const often = log.names
    .map((action, index) => ({
      action,
      index,
      share: Math.max(loggedShares[index]!, judged.shares?.[index] ?? 0),
    }))
    .sort((a, b) => b.share - a.share)
    .slice(0, shownActions);
  const shares = often.flatMap(({ action, index }) => [
    { action, policy: 'logged', share: loggedShares[index]! },
    ...(judged.shares === null ? [] : [{ action, policy: judged.name, share: judged.shares[index]! }]),
  ]);
  return page(
    'What a policy would have earned',
    [
      {
        title: 'Result',
        text: [
          verdict(judgement),
          'IPS weights each decision by how much likelier the judged policy takes its action; SNIPS normalises the weights; DM is a model of the reward alone, whose error its interval does not know; DR corrects the model by the weighted decisions, and is the one to read. Models are cross-fitted.',
        ],
        warnings: [...doubts, ...judged.doubts],
        table: { columns: Object.keys(rows[0]!), rows: rows.map((row) => Object.values(row)) },
        charts: [
          {
            title: 'Reward per decision.',
            caption: 'With 95 % intervals.',
            options: {
              marginLeft: 110,
              x: { label: 'reward per decision', grid: true },
              y: { label: null, domain: points.map(({ what }) => what) },
            },
            marks: [
              { mark: 'link', data: points, options: { y: 'what', x1: 'low', x2: 'high', stroke: blue } },
              { mark: 'dot', data: points, options: { y: 'what', x: 'value', fill: blue } },
            ],
          },
          {
            title: 'Actions.',
            caption: `Share of decisions that take each${log.names.length > shownActions ? `; the ${shownActions} most frequent` : ''}.`,
            options: {
              marginLeft: 110,
              marginBottom: 40,
              x: { label: 'share of decisions', grid: true },
              y: { label: null, axis: null },
              fy: { label: null, domain: often.map(({ action }) => action) },
              color: { legend: true },
            },
            marks: [
              {
                mark: 'barX',
                data: shares,
                options: { fy: 'action', y: 'policy', x: 'share', fill: 'policy' },
              },
            ],
          },
        ],
      },
      ...(log.notes.length === 0 ? [] : [{ title: 'Notes', text: log.notes }]),
    ],
    `${file}: ${log.rewards.length} decisions among ${log.names.length} actions`,
  );
}
