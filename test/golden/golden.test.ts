import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decodeArtifact } from '../../models/artifact.ts';
import type { ModelData } from '../../models/estimator.ts';
import type { Row } from '../../models/table.ts';
import { goldenModels } from './goldenModels.ts';
import { predictGolden } from './predictGolden.ts';

const here = new URL('./', import.meta.url);
const versions = readdirSync(here).filter((name) => /^\d+$/.test(name));

describe.each(versions)('artifacts of format version %s', (version) => {
  const folder = new URL(`${version}/`, here);
  const names = readdirSync(folder).flatMap((name) =>
    name.endsWith('.artifact') ? [name.slice(0, -9)] : [],
  );

  test.each(names)('%s loads and predicts what it predicted', (name) => {
    const { formatVersion, payload } = decodeArtifact(readFileSync(new URL(`${name}.artifact`, folder)));
    expect(String(formatVersion)).toBe(version);
    const golden = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as {
      readonly rows: readonly Row[];
      readonly predictions: readonly number[];
    };
    // exp and log may differ in the last digit between machines and engines; everything else is exact.
    predictGolden(payload as ModelData, golden.rows).forEach((prediction, row) => {
      expect(prediction).toBeCloseTo(golden.predictions[row]!, 12);
    });
  });
});

test('every kind that can be written has a golden file in version 1', () => {
  const written = readdirSync(new URL('1/', here));
  for (const name of goldenModels().keys()) expect(written).toContain(`${name}.artifact`);
});
