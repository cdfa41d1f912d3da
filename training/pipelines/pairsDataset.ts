import type { PairsRecipe } from '../../features/datasetRecipe.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { comparisonRow } from '../../models/linking/comparison.ts';
import { comparisonHash } from '../../models/linking/comparisonHash.ts';
import type { LinkerExample } from '../../models/linking/replay.ts';
import type { ExamplesWanted } from './linkingExamples.ts';

interface PairsDataset {
  readonly task: 'linking';
  readonly rows: readonly DatasetRow[];
  readonly definitionHash: string;
  readonly labelDefinition: string;
  readonly horizonDays: number;
  readonly recipe: PairsRecipe;
}

/** The table linking learns from, and what it takes to build it again. */
export function pairsDataset(
  examples: readonly LinkerExample[],
  { company, asOf, seed }: Pick<ExamplesWanted, 'company' | 'asOf' | 'seed'>,
): PairsDataset {
  const { region, timezone } = company;
  return {
    task: 'linking',
    rows: examples.flatMap(pairRows),
    definitionHash: comparisonHash,
    labelDefinition: 'linking.corrections_and_reviews',
    horizonDays: 0,
    recipe: { task: 'linking', knownAt: asOf.toISOString(), seed, region, timezone },
  };
}

/** One row per call and candidate; calls nobody said anything about have weight 0. */
function pairRows(example: LinkerExample): DatasetRow[] {
  return example.candidates.map(({ customerId, comparison }, rank) => ({
    subjectId: example.callId,
    asOf: example.at,
    label: example.truth === customerId ? 1 : 0,
    weight: example.truth === undefined ? 0 : example.weight,
    features: comparisonRow(comparison),
    context: { customerId, rank },
  }));
}
