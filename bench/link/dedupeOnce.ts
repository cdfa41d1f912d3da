import { linkRecords } from '../../models/linking/bulk/linkRecords.ts';
import { readRecords } from '../../serving/link/readRecords.ts';

/** What freeing one file of duplicates in a process of its own took. */
export interface OneDedupe {
  readonly rows: number;
  /** From opening the file to the last decision. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly candidatePairs: number;
  readonly pairsPerSecond: number;
  readonly peakMiB: number;
  readonly pairCompleteness: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

const [path, idColumn, clusterColumn, threads] = process.argv.slice(2) as [string, string, string, string];
const started = performance.now();
const { table, ids } = await readRecords(path, idColumn, {});
const clusters = table.columns.find(({ name }) => name === clusterColumn)!.codes;
const columns = table.columns.filter(({ name }) => name !== clusterColumn);
const linked = await linkRecords({ ...table, columns }, { threads: Number(threads) });
let links = 0;
let correct = 0;
for (const { left, right, decision } of linked.pairs) {
  if (decision !== 'link') continue;
  links++;
  if (clusters[left] === clusters[right]) correct++;
}
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage();

const rowsOf = new Map<number, number[]>();
clusters.forEach((cluster, row) => {
  const rows = rowsOf.get(cluster);
  if (rows === undefined) rowsOf.set(cluster, [row]);
  else rows.push(row);
});
let matches = 0;
let compared = 0;
for (const rows of rowsOf.values())
  rows.forEach((a, at) => {
    for (const b of rows.slice(at + 1)) {
      matches++;
      if (linked.isCandidate(a, b)) compared++;
    }
  });
linked.dispose();
const precision = links === 0 ? 0 : correct / links;
const recall = matches === 0 ? 0 : correct / matches;
process.send?.({
  rows: ids.length,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  candidatePairs: linked.candidateCount,
  pairsPerSecond: linked.candidateCount / seconds,
  peakMiB: process.resourceUsage().maxRSS / 1024,
  pairCompleteness: matches === 0 ? 0 : compared / matches,
  precision,
  recall,
  f1: correct === 0 ? 0 : (2 * precision * recall) / (precision + recall),
} satisfies OneDedupe);
