import { upliftCurve } from '../../models/uplift/upliftCurve.ts';
import { page } from '../report/page.ts';
import type { TreatmentJudgement } from './judgeUplift.ts';
import type { ExperimentFile } from './readExperiments.ts';
import { verdict, warnings } from './upliftAnswer.ts';
import { upliftRows } from './upliftText.ts';

/** Points of a curve that lie nearer than this are one. */
const resolution = 0.005;

/** The judgements as one HTML page with Qini curves. */
export function upliftReport(
  file: ExperimentFile,
  judgements: readonly TreatmentJudgement[],
  path: string,
): string {
  return page(
    'Whom a treatment moves',
    [
      ...judgements.map((judgement) => {
        const rows = upliftRows(judgement);
        return {
          title: `${judgement.treatment} against ${file.control}`,
          text: [verdict(judgement)],
          warnings: warnings(judgement),
          table: { columns: Object.keys(rows[0]!), rows: rows.map((row) => Object.values(row)) },
          charts: [qiniChart(judgement)],
        };
      }),
      ...(file.notes.length === 0 ? [] : [{ title: 'Notes', text: file.notes }]),
    ],
    `${path}: ${file.description}`,
  );
}

function qiniChart({ experiment, showings }: TreatmentJudgement) {
  const { treated, propensity, target } = experiment;
  const points = showings.flatMap(({ learner, effects }) =>
    upliftCurve({ treated, propensity, outcome: target, score: effects }, 'qini', undefined, resolution).map(
      ({ x, y }) => ({ share: x, gain: y, learner: learner.title }),
    ),
  );
  const random = [
    { share: 0, gain: 0 },
    { share: 1, gain: showings[0]!.report.averageEffect.value },
  ];
  return {
    title: 'Qini curve.',
    caption:
      'Outcome gained per row by treating the rows ranked first; the straight line is a random order. Out of fold.',
    options: {
      marginLeft: 60,
      marginBottom: 40,
      x: { label: 'share treated' },
      y: { label: 'gain', grid: true },
      color: { legend: true },
    },
    marks: [
      { mark: 'line' as const, data: random, options: { x: 'share', y: 'gain', stroke: '#888' } },
      { mark: 'line' as const, data: points, options: { x: 'share', y: 'gain', stroke: 'learner' } },
    ],
  };
}
