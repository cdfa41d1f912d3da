/**
 * The last lines of real-data.sh: what was measured beside what others reach on the same files.
 *
 *   npx tsx examples/compareWithReferences.ts <folder of linking.json, churn.json, lead-score.json, clv.json and clv-apparel.json>
 *
 * linking.json is written by linkPublicRecords.ts, the others by `linkloop models <task> --json`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
interface Linking {
  readonly before: { linkPrecision: Measured | null; linkRecall: Measured };
  readonly after: { linkPrecision: Measured | null; linkRecall: Measured; bestF1: number };
}
interface Versions {
  readonly models: readonly { gate: string | null; metrics: Readonly<Record<string, Measured>> }[];
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('needs a folder; see the head of this file');
const read = <T>(name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
const interval = ({ value, low, high }: Measured, digits: number) =>
  `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
const percent = (measured: Measured | null) =>
  measured === null
    ? '-'
    : `${interval({ value: 100 * measured.value, low: 100 * measured.low, high: 100 * measured.high }, 2)} %`;

const { before, after } = read<Linking>('linking.json');
const lastOf = (task: string) => read<Versions>(`${task}.json`).models[0];
const metric = (task: string, name: string, digits: number) => {
  const measured = lastOf(task)?.metrics[name];
  return measured === undefined ? '-' : interval(measured, digits);
};

const rows = [
  ['', 'Linkloop [95 % interval]', 'reference'],
  ['febrl, links before labels: precision', percent(before.linkPrecision), ''],
  ['febrl, links before labels: recall', percent(before.linkRecall), ''],
  ['febrl, links after labels: precision', percent(after.linkPrecision), ''],
  ['febrl, links after labels: recall', percent(after.linkRecall), ''],
  [
    'febrl, best candidate: F1',
    `${(100 * after.bestF1).toFixed(2)} %`,
    '99.55 % plain Fellegi-Sunter, oracle prior',
  ],
  ['telco churn: AUC', metric('churn', 'auc', 3), '.845 logistic regression, .846 boosting (5-fold)'],
  ['telco churn: Brier', metric('churn', 'brier', 3), '.136 logistic regression, .135 boosting (5-fold)'],
  [
    `bank lead score: AUC (gate: ${lastOf('lead-score')?.gate ?? '-'})`,
    metric('lead-score', 'auc', 3),
    '.748 logistic regression, .595 boosting',
  ],
  ['CDNOW, 39 weeks: MAE of purchases', metric('clv', 'purchasesMae', 3), '.786 BG/NBD'],
  [
    'CDNOW, 39 weeks: purchases predicted',
    metric('clv', 'purchasesPredicted', 0),
    '1,653 BG/NBD, of 1,882 actual',
  ],
  ['CDNOW, 39 weeks: purchases actual', metric('clv', 'purchasesActual', 0), '1,882'],
  [
    'apparel, 3 years: MAE of purchases',
    metric('clv-apparel', 'purchasesMae', 3),
    '1.233 BG/NBD, 1.833 past rate',
  ],
  [
    'apparel, 3 years: purchases predicted',
    metric('clv-apparel', 'purchasesPredicted', 0),
    '944 BG/NBD, 1,660 past rate',
  ],
  ['apparel, 3 years: purchases actual', metric('clv-apparel', 'purchasesActual', 0), '928'],
];
const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
for (const row of rows) {
  const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
}
