import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { applyLeakRule } from '../../training/leakRule.ts';
import type { PipelineContext, PipelineResult } from '../../training/pipeline.ts';
import { stubPipelines } from './stubPipelines.ts';

const random = seededRandom(31);
/** Three rows of each of 300 leads; all have the label of their lead. */
const rows: readonly DatasetRow[] = Array.from({ length: 300 }, (_, lead) => {
  const label = random.uniform() < 0.3 ? 1 : 0;
  const features = {
    'interaction.count.30d': random.integer(5),
    'attribute.budget': 40 + 30 * label + 20 * random.normal(),
    'attribute.company': `company ${lead}`,
  };
  return [0, 1, 2].map((week) => ({
    subjectId: `lead ${lead}`,
    asOf: new Date(Date.UTC(2025, 0, 1 + 7 * week)),
    label,
    weight: 1,
    features,
  }));
}).flat();

const withColumn = (name: string, value: (label: number, index: number) => string | number | null) =>
  rows.map((row, index) => ({ ...row, features: { ...row.features, [name]: value(row.label, index) } }));

async function ruled(learnedFrom: readonly DatasetRow[], acknowledged: readonly string[] = []) {
  const context = { asOf: new Date(0), runId: 'run' } as PipelineContext;
  const result: PipelineResult = { ...(await stubPipelines().lead_score(context)), learnedFrom };
  return applyLeakRule(result, 'lead_score', { acknowledged: [...acknowledged] });
}

describe('a model that has learned from', () => {
  test('honest rows passes: a strong column and a name per lead are no leaks', async () => {
    const { gate, evaluation } = await ruled(rows);
    expect(gate).toEqual({ passed: true, reasons: [] });
    expect(evaluation.leaks).toBeUndefined();
  });

  const reasons = withColumn('attribute.closeReason', (label, index) =>
    index % 40 === 0 ? 'open' : label === 1 ? 'signed' : 'no need',
  );

  test('what was filled in after the outcome is refused, with the column and what to do', async () => {
    const { gate, evaluation } = await ruled(reasons);
    expect(gate).toEqual({
      passed: false,
      reasons: [
        expect.stringMatching(
          /^attribute\.closeReason alone foretells .*train lead-score --exclude closeReason.*--acknowledge closeReason.*PUT \/api\/ml\/lead-score\/attributes/,
        ),
      ],
    });
    expect(evaluation.leaks).toMatchObject([
      { code: 'foretells', column: 'attribute.closeReason', refuses: true },
    ]);
  });

  test('what is only there after the outcome is refused', async () => {
    const { gate, evaluation } = await ruled(
      withColumn('attribute.contract number', (label, index) => (label === 1 ? index % 7 : null)),
    );
    expect(gate.passed).toBe(false);
    expect(evaluation.leaks).toMatchObject([
      { code: 'missingness', remedy: expect.stringMatching(/--exclude "contract number"/) },
    ]);
  });

  test('what is acknowledged passes, and is told', async () => {
    const { gate, evaluation } = await ruled(reasons, ['closeReason']);
    expect(gate).toEqual({ passed: true, reasons: [] });
    expect(evaluation.leaks).toMatchObject([{ refuses: false, remedy: null }]);
    expect(evaluation.notes.at(-1)).toMatch(/attribute\.closeReason alone foretells/);
  });

  test('what is counted from dated facts passes, and is told', async () => {
    const { gate, evaluation } = await ruled(withColumn('interaction.count.7d', (label) => label));
    expect(gate.passed).toBe(true);
    expect(evaluation.notes.at(-1)).toMatch(/interaction\.count\.7d/);
  });

  test('a column that is filled for a few lucky people passes', async () => {
    const winners = rows.filter(({ label }) => label === 1).slice(0, 9);
    const lucky = new Set(winners.map(({ subjectId }) => subjectId));
    const few = rows.filter(({ subjectId }, index) => index < 150 || lucky.has(subjectId));
    const marked = few.map((row) => ({
      ...row,
      features: { ...row.features, 'attribute.note': lucky.has(row.subjectId) ? 'yes' : null },
    }));
    expect((await ruled(marked)).gate.passed).toBe(true);
  });
});
