import { describe, expect, test } from '@jest/globals';
import { linkRecords } from '../../../../models/linking/bulk/linkRecords.ts';
import { readTextTable } from '../../../../serving/evaluate/readTextTable.ts';
import { sharedData } from '../../../support/sharedData.ts';

describe('public files without labels', () => {
  // Thresholds lie a little below what was measured; a plain Fellegi-Sunter model with the true prior reached 1.000, .992, .878.
  test.each([
    ['rldata/RLdata500.csv', 'ent_id', ['rec_id'], 0.98],
    ['febrl/dataset1.csv', 'rec_id', ['soc_sec_id'], 0.99],
    ['splink/fake_1000.csv', 'cluster', ['unique_id'], 0.96],
  ])('%s', async (file, truth, others, least) => {
    const path = sharedData(file);
    if (path === undefined) return;
    const text = await readTextTable(path);
    const key = text.columns.find(({ name }) => name === truth)!;
    const entity = Array.from(key.codes, (code) => {
      const word = key.words[code]!;
      return truth === 'rec_id' ? word.split('-')[1]! : word;
    });
    const columns = text.columns.filter(({ name }) => name !== truth && !others.includes(name));
    const { pairs } = await linkRecords({ rowCount: text.rowCount, columns }, { threads: 1 });
    const links = [...pairs].filter(({ decision }) => decision === 'link');
    const correct = links.filter(({ left, right }) => entity[left] === entity[right]).length;
    const sizes = new Map<string, number>();
    let matches = 0;
    for (const one of entity) {
      matches += sizes.get(one) ?? 0;
      sizes.set(one, (sizes.get(one) ?? 0) + 1);
    }
    expect((2 * correct) / (links.length + matches)).toBeGreaterThan(least);
  });
});
