import { seededRandom } from '../../base/random.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { type ChurnModelData, churnModelFromData, fitChurnModel } from '../../models/churn/churnModel.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import type { Row } from '../../models/table.ts';

const asOf = new Date('2026-06-01T00:00:00Z');

/** Rows of customers whose silence and complaints decide; some have a contract that ends. */
function churners(): DatasetRow[] {
  const random = seededRandom(20241121);
  return Array.from({ length: 400 }, (_, subject) => {
    const silence = 120 * random.uniform();
    const complaints = random.integer(3);
    const chance = 1 / (1 + Math.exp(4 - silence / 25 - complaints));
    const label = random.uniform() < chance ? 1 : 0;
    const end = new Date(asOf.getTime() + random.integer(100) * 86_400_000).toISOString();
    return {
      subjectId: `customer-${subject}`,
      asOf,
      label,
      weight: 1,
      features: {
        'transactions.daysSince': silence,
        'interactions.count.90d.direction=inbound': complaints,
        'outcomes.count.kind=responded': random.integer(4),
        'outcomes.count.kind=no_response': random.integer(4),
        'attribute.contractEnd': random.uniform() < 0.2 ? end : null,
      },
      context: {
        label60: label === 1 || random.uniform() < 0.15 ? 1 : 0,
        gone: label === 1 && random.uniform() < silence / 120 ? 1 : 0,
      },
    };
  });
}

/** A churn model of the three kinds of artifacts there have been. */
export async function goldenChurn(
  kind: 'two classifiers' | 'hazard' | 'already gone',
): Promise<ChurnModelData> {
  const { data } = await fitChurnModel(churners(), { estimator: logisticRegression });
  if (data.first === undefined) throw new Error('Models are fitted as hazards.');
  const { first, second, contractAttribute, outreach } = data;
  switch (kind) {
    case 'two classifiers':
      return { kind: 'churn', risk30: first, risk60: second ?? first };
    case 'hazard':
      return { kind: 'churn', first, second, contractAttribute, outreach };
    case 'already gone':
      return data;
  }
}

/** All numbers of the answers about golden rows, read as silences, complaints and answers; -1 for none. */
export function churnPredictions(data: ChurnModelData, rows: readonly Row[]): number[] {
  const model = churnModelFromData(data);
  return rows.flatMap(({ calls = null, premium = null, region = null }) => {
    const end = region === 'west' ? new Date(asOf.getTime() + 45 * 86_400_000).toISOString() : null;
    const features: Row = {
      'transactions.daysSince': premium,
      'interactions.count.90d.direction=inbound': calls,
      'outcomes.count.kind=responded': calls,
      'attribute.contractEnd': end,
    };
    const { risk30, risk60, alreadyGone, persuadability } = model.predict(features, asOf).result;
    return [risk30, risk60, alreadyGone ?? -1, persuadability.value];
  });
}
