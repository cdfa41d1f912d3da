import { sha256 } from '../base/hash.ts';
import { Problem } from '../base/problem.ts';
import type { DatasetRecipe } from './datasetRecipe.ts';
import type { HistoryTask } from './definitions/taskFeatures.ts';
import type { LabelledMoment } from './labels/labelledMoment.ts';

/**
 * Leaves out most rows of label 0 where there are more than a model needs. What stays weighs 1 / share, so that sums
 * and calibration are those of all rows. A hash of subject and moment chooses: the same rows whenever it is asked.
 * @throws Problem `invalid_input` for a share outside (0, 1], or a task that learns an amount
 */
export function sampleNegatives(
  task: HistoryTask,
  negatives: DatasetRecipe['negatives'] | undefined,
): (subjectId: string, moment: LabelledMoment) => readonly LabelledMoment[] {
  if (negatives === null || negatives === undefined) return (_, moment) => [moment];
  const { share, seed } = negatives;
  if (!(share > 0 && share <= 1) || task === 'clv')
    throw new Problem(
      'invalid_input',
      'Negatives can be sampled where labels are 0 or 1, by a share above 0 and at most 1.',
      {
        findings: [{ path: 'negatives.share', message: 'out of range', received: share, allowed: '(0, 1]' }],
      },
    );
  return (subjectId, moment) => {
    if (moment.label !== 0) return [moment];
    const hash = sha256(`${seed} ${subjectId} ${moment.asOf}`);
    if (Number.parseInt(hash.slice(0, 12), 16) / 2 ** 48 >= share) return [];
    return [{ ...moment, weight: moment.weight / share }];
  };
}
