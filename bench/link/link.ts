import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, BenchSection, BenchSetting } from '../bench.ts';
import { forkOnce } from '../forkOnce.ts';
import { findPeers, missingPeers } from '../peers.ts';
import { dedupe } from './dedupe.ts';
import type { OneDedupe } from './dedupeOnce.ts';
import type { OneIndex } from './indexOnce.ts';
import { generatedColumns, writeRecords } from './recordsFile.ts';
import { againstSplink, type SplinkComparison } from './splink.ts';

/** `npm run bench -- link` */
export const linkBench: Bench = {
  id: 'link',
  summary:
    'one call resolved against 1,000,000 customers in memory, and 1,000,000 records freed of duplicates; Splink beside it',
  async run(setting) {
    const { quick, signal, note } = setting;
    const indexSizes = quick ? [1000, 10_000] : [10_000, 100_000, 1_000_000];
    const indexes: (OneIndex & { customers: number })[] = [];
    for (const customers of indexSizes) {
      note(`an index of ${customers} customers`);
      const measured = await forkOnce<OneIndex>(
        './indexOnce',
        import.meta.url,
        [customers, quick ? 400 : 4000],
        {
          signal,
          options: ['--expose-gc'],
        },
      );
      indexes.push({ customers, ...measured });
    }
    const recordSizes = quick ? [1000, 5000] : [10_000, 100_000, 1_000_000];
    const dedupes: OneDedupe[] = [];
    for (const rows of recordSizes) {
      note(`${rows} records freed of duplicates`);
      const path = join(setting.folder, `records-${rows}.csv`);
      await writeRecords(path, rows);
      dedupes.push(await dedupe({ path, ...generatedColumns, kind: 'generated' }, setting));
    }
    const splink = await besideSplink(setting);
    const index = indexes.at(-1)!;
    const bulk = dedupes.at(-1)!;
    return {
      figures: {
        customers: index.customers,
        resolveP50Ms: index.resolveP50Ms,
        resolveP99Ms: index.resolveP99Ms,
        resolveCpuP50Ms: index.resolveCpuP50Ms,
        resolveCpuP99Ms: index.resolveCpuP99Ms,
        candidatesPerCall: index.candidatesPerCall,
        callersFound: index.found,
        bytesPerCustomer: index.bytesPerCustomer,
        buildSeconds: index.buildSeconds,
        updateMicroseconds: index.updateMicroseconds,
        dedupeRows: bulk.rows,
        dedupeSeconds: bulk.seconds,
        candidatePairsPerSecond: bulk.pairsPerSecond,
        peakMiB: bulk.peakMiB,
        dedupeF1: bulk.f1,
        timeRatioToSplink: splink?.timeRatio ?? null,
        f1RatioToSplink: splink?.f1Ratio ?? null,
        splink: splink ?? null,
        indexGrowth: indexes,
        dedupeGrowth: dedupes,
      },
      sections: [
        { title: 'One call against the customers in memory, one thread', rows: indexes.map(indexRow) },
        { title: 'Records freed of duplicates', rows: dedupes.map((one) => dedupeRow('linkloop', one)) },
        ...(splink === undefined ? [] : [splinkSection(splink)]),
      ],
    };
  },
};

/** The historical figures where the reference data is at hand (LINKLOOP_TEST_DATA), else a generated file. */
async function besideSplink(setting: BenchSetting): Promise<SplinkComparison | undefined> {
  const python = findPeers(['splink']);
  const missing = missingPeers(python, ['splink']);
  if (missing !== undefined) setting.note(missing);
  if (python === undefined || python.missing.length > 0) return undefined;
  const folder = process.env.LINKLOOP_TEST_DATA;
  const historical = folder && join(folder, 'splink/historical_figures_with_errors_50k.csv');
  if (!setting.quick && historical && existsSync(historical))
    return againstSplink(
      python,
      { path: historical, id: 'unique_id', cluster: 'cluster', kind: 'historical' },
      setting,
    );
  const path = join(setting.folder, 'records-splink.csv');
  await writeRecords(path, setting.quick ? 2000 : 50_000, 22);
  return againstSplink(python, { path, ...generatedColumns, kind: 'generated' }, setting);
}

const rounded = (value: number, digits = 3) => Number(value.toPrecision(digits));

const indexRow = (one: OneIndex & { customers: number }): BenchSection['rows'][number] => ({
  customers: one.customers,
  'p50 ms': rounded(one.resolveP50Ms),
  'p99 ms': rounded(one.resolveP99Ms),
  'p99 ms of CPU': rounded(one.resolveCpuP99Ms),
  'compared with': Math.round(one.candidatesPerCall),
  'found of 100': rounded(100 * one.found),
  'bytes per customer': Math.round(one.bytesPerCustomer),
  'build s': rounded(one.buildSeconds),
  'update µs': rounded(one.updateMicroseconds),
});

const dedupeRow = (name: string, one: OneDedupe): BenchSection['rows'][number] => ({
  '': name,
  records: one.rows,
  seconds: rounded(one.seconds),
  'pairs per second': rounded(one.pairsPerSecond),
  'peak MiB': Math.round(one.peakMiB),
  'pair completeness': rounded(one.pairCompleteness),
  F1: rounded(one.f1),
});

function splinkSection({ file, rows, ours, theirs, timeRatio, f1Ratio }: SplinkComparison) {
  return {
    title:
      file === 'historical'
        ? `Splink on DuckDB beside it: ${rows} historical records, the settings of its own demo on them`
        : `Splink on DuckDB beside it: ${rows} generated records, settings of ours after its demos`,
    rows: [
      { '': 'linkloop', seconds: rounded(ours.seconds), F1: rounded(ours.f1) },
      { '': 'Splink', seconds: rounded(theirs.seconds), F1: rounded(theirs.f1) },
      { '': 'ours / theirs', seconds: rounded(timeRatio), F1: rounded(f1Ratio) },
    ],
  };
}
