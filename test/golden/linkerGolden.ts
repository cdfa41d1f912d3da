import { seededRandom } from '../../base/random.ts';
import type { Candidate } from '../../models/linking/comparison.ts';
import { comparisonFields } from '../../models/linking/comparisonFields.ts';
import { fitLinker } from '../../models/linking/fitLinker.ts';
import type { LinkerData } from '../../models/linking/linkerData.ts';
import { linkerFromData } from '../../models/linking/linkerModel.ts';
import { replayExamples } from '../../models/linking/replay.ts';
import { call, callCentre } from '../models/linking/scene.ts';

/** Fields that linkers compared when the golden files were written; others are missing in golden calls. */
const firstFields = 17;

/** A linker taught by a small call centre. */
export async function goldenLinker(): Promise<LinkerData> {
  const { events, calls } = callCentre(5, 80, 160);
  return (
    await fitLinker({ examples: replayExamples(events, calls, { timezone: 'Europe/Berlin' }).examples })
  ).data;
}

/** Candidates of a golden call: every level occurs, some fields say nothing. */
function goldenCandidates(seed: number): Candidate[] {
  const random = seededRandom(1000 + seed);
  return Array.from({ length: 3 }, (_, number) => {
    const levels = comparisonFields.map(({ levels: all }, field) =>
      field >= firstFields || random.uniform() < 0.3 ? -1 : random.integer(all.length),
    );
    const frequencies = comparisonFields.map(({ byFrequency, levels: all }, field) =>
      byFrequency && levels[field] === all.length - 1 ? 0.001 * (1 + random.integer(20)) : 0,
    );
    const comparison = {
      levels,
      frequencies,
      daysSinceLastContact: number * 3,
      contacts: number,
      phoneSharedBy: number,
    };
    return { customerId: `c${number}`, comparison };
  });
}

/** Of each call the probabilities of its candidates and of "none of them". */
export function linkerPredictions(data: LinkerData, calls: number): number[] {
  const model = linkerFromData(data);
  return Array.from({ length: calls }, (_, seed) => {
    const query = call(
      seed % 2 === 0 ? { givenName: 'Anna', familyName: 'Weber' } : { phone: '0151 10000007' },
    );
    const { probabilities, none } = model.resolve(goldenCandidates(seed), query);
    return [...probabilities, none];
  }).flat();
}
