import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { computeFeatures } from '../../features/computeFeatures.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { featuresOfTask } from '../../features/definitions/taskFeatures.ts';
import { emptyHistory, type History, millisecondsPerDay } from '../../features/history.ts';
import { splitLeaks } from '../../training/datasets/splitLeaks.ts';
import { suspicionsOf } from '../../training/datasets/suspicions.ts';
import { heldOut } from '../../training/pipelines/heldOut.ts';

const epoch = Date.UTC(2025, 0, 1);
const horizonDays = 30;

/** Six monthly rows of 200 customers; the label follows the features as weakly as in real life. */
function honestRows(): DatasetRow[] {
  const random = seededRandom(3);
  return Array.from({ length: 200 }, (_, subject) =>
    Array.from({ length: 6 }, (_, month) => {
      const recency = 60 * random.uniform();
      const amount = 20 + 100 * random.uniform();
      return {
        subjectId: `subject-${subject}`,
        asOf: new Date(epoch + month * 30 * millisecondsPerDay + subject * 1000),
        label: random.uniform() < 0.15 + recency / 150 ? 1 : 0,
        weight: 1,
        features: { recency, amount, visits: random.integer(9), plan: ['a', 'b', 'c'][random.integer(3)]! },
      };
    }),
  ).flat();
}
const honest = honestRows();
const kinds = (rows: readonly DatasetRow[]) => suspicionsOf(rows, horizonDays).map(({ kind }) => kind);
const withFeature = (name: string, value: (row: DatasetRow, index: number) => number | null) =>
  honest.map((row, index) => ({ ...row, features: { ...row.features, [name]: value(row, index) } }));

describe('traps in a dataset', () => {
  test('nothing is suspected of honest rows', () => {
    expect(kinds(honest)).toEqual([]);
  });

  test('a column that is filled after the contact and nearly gives the label is caught', () => {
    const random = seededRandom(4);
    // As the length of the call is in bank marketing: nobody who hung up at once subscribed.
    const rows = withFeature('duration', ({ label }) => label * 300 + 200 * random.uniform());
    const found = suspicionsOf(rows, horizonDays);
    expect(found).toMatchObject([{ kind: 'foretells', columns: ['duration'] }]);
    // A strong but believable column is not accused.
    const strong = withFeature('score', ({ label }) => label * 100 + 200 * random.uniform());
    expect(kinds(strong)).toEqual([]);
  });

  test('an outcome that shows in whether a value is there is caught', () => {
    const rows = withFeature('cancellationForm', ({ label }, index) => (label === 1 ? index % 7 : null));
    expect(suspicionsOf(rows, horizonDays)).toMatchObject([
      { kind: 'missingness', columns: ['cancellationForm'] },
    ]);
  });

  test('one case under several ids is caught, near copies too', () => {
    const random = seededRandom(5);
    const copies = honest
      .filter((_, index) => index % 6 === 5)
      .slice(0, 80)
      .map((row) => ({
        ...row,
        subjectId: `${row.subjectId}-again`,
        features: { ...row.features, visits: random.integer(9) },
      }));
    expect(kinds([...honest, ...copies])).toContain('copies');
  });
});

describe('traps in a split', () => {
  const split = (isTrain: (row: DatasetRow, index: number) => boolean) =>
    splitLeaks(
      honest.filter(isTrain),
      honest.filter((row, index) => !isTrain(row, index)),
      horizonDays,
    );

  test('our own split has none', () => {
    const { train, holdout } = heldOut(honest, horizonDays);
    expect(splitLeaks(train, holdout, horizonDays)).toEqual({
      overlappingLabels: 0,
      sharedFutures: 0,
      copiedRows: 0,
    });
  });

  test('a split by time without a gap is caught: labels look into the time that is judged', () => {
    const from = epoch + 110 * millisecondsPerDay;
    const { overlappingLabels } = split(({ asOf }) => asOf.getTime() < from);
    // The label of the very first subject ends at the moment the judged time begins.
    expect(overlappingLabels).toBe(199);
    const gap = epoch + 80 * millisecondsPerDay;
    const train = honest.filter(({ asOf }) => asOf.getTime() < gap);
    const holdout = honest.filter(({ asOf }) => asOf.getTime() >= from);
    expect(splitLeaks(train, holdout, horizonDays).overlappingLabels).toBe(0);
  });

  test('rows of one subject in both parts, looking at the same days, are caught', () => {
    const weekly = honest.map((row, index) => ({
      ...row,
      asOf: new Date(epoch + (index % 6) * 7 * millisecondsPerDay),
    }));
    const leaks = splitLeaks(
      weekly.filter((_, index) => index % 2 === 0),
      weekly.filter((_, index) => index % 2 === 1),
      horizonDays,
    );
    expect(leaks.sharedFutures).toBe(200);
  });

  test('duplicate rows across the parts are caught', () => {
    const { train, holdout } = heldOut(honest, horizonDays);
    const copied = holdout.slice(0, 10).map((row) => ({ ...row, subjectId: `${row.subjectId}-again` }));
    expect(splitLeaks([...train, ...copied], holdout, horizonDays).copiedRows).toBe(10);
  });
});

describe('traps in time', () => {
  const features = featuresOfTask('churn');
  const asOf = epoch + 100 * millisecondsPerDay;
  const day = (days: number) => epoch + days * millisecondsPerDay;
  const call = (times: { recordedAt: number; retractedAt?: number }): History['calls'][number] => ({
    id: 'call',
    occurredAt: day(90),
    retractedAt: null,
    durationSeconds: 60,
    service: 'claim',
    linkProbability: 1,
    ...times,
  });
  const at = (calls: History['calls'], transactions: History['transactions'] = []) =>
    computeFeatures(features, { ...emptyHistory('customer', 'c', epoch), calls, transactions }, asOf);

  test('a link that is corrected after the moment changes nothing at the moment', () => {
    // Linked to somebody else then, to this customer since.
    expect(at([call({ recordedAt: asOf + 1 })])).toEqual(at([]));
    // Linked to this customer then, taken away since.
    expect(at([call({ recordedAt: day(90), retractedAt: asOf + 1 })])).toEqual(
      at([call({ recordedAt: day(90) })]),
    );
    // The same correction before the moment does.
    expect(at([call({ recordedAt: asOf })])).not.toEqual(at([]));
  });

  test('an event that is recorded after the moment is not seen, however long ago it happened', () => {
    const late = { id: 't', occurredAt: day(50), retractedAt: null, amount: 10, product: null };
    expect(at([], [{ ...late, recordedAt: asOf + 1 }])).toEqual(at([], []));
    expect(at([], [{ ...late, recordedAt: asOf }])).not.toEqual(at([], []));
  });
});
