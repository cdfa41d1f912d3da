/**
 * The lead score walked forward in time: trained again every few weeks on what was known by then, asked about the leads
 * that come next, and compared with the same learner trained once and never again.
 *
 *   npx tsx examples/walkForward.ts --company bank [--every 28] [--first 84] [--json]
 *
 * --every: days between trainings; --first: days of history before the first one. The company's leads and outcomes must
 * have been imported (see real-data.sh). Features are as of each lead's arrival, and a row is learned from only once its
 * label was known. Months are those of the attribute `month`, where leads have one: another one begins where it changes.
 */
import { parseArgs } from 'node:util';
import { buildDataset } from '../features/buildDataset.ts';
import type { DatasetRow } from '../features/datasetRow.ts';
import { millisecondsPerDay } from '../features/history.ts';
import { fitLeadScoreModel, type LeadScoreModel } from '../models/lead-score/leadScoreModel.ts';
import { evaluateClassification } from '../models/metrics/evaluate.ts';
import { openDatabase } from '../prisma/database.ts';
import { findCompany } from '../prisma/repositories/companies.ts';
import { readSettings } from '../serving/settings.ts';

const { values: given } = parseArgs({
  options: {
    company: { type: 'string', default: 'bank' },
    every: { type: 'string', default: '28' },
    first: { type: 'string', default: '84' },
    json: { type: 'boolean', default: false },
  },
});
const every = Number(given.every) * millisecondsPerDay;

const { databaseUrl, dataDirectory } = readSettings();
const database = await openDatabase({ url: databaseUrl, dataDirectory });
const company = await findCompany(database.pool, { slug: given.company });
if (company === null) throw new Error(`There is no company ${given.company}; import its leads first.`);
const { rows, horizonDays } = await buildDataset(database.pool, {
  task: 'lead_score',
  company,
  knownAt: new Date(),
});
await database.close();

const stream = rows.toSorted((a, b) => a.asOf.getTime() - b.asOf.getTime());
const labelKnown = ({ asOf }: DatasetRow) => asOf.getTime() + horizonDays * millisecondsPerDay;
const begin = stream[0]!.asOf.getTime() + Number(given.first) * millisecondsPerDay;
const end = stream.at(-1)!.asOf.getTime();

interface Scored {
  readonly row: DatasetRow;
  readonly retrained: number;
  readonly never: number;
}
const scored: Scored[] = [];
let never: LeadScoreModel | undefined;
for (let from = begin; from <= end; from += every) {
  const known = stream.filter((row) => labelKnown(row) < from);
  const model = await fitLeadScoreModel(known, { seed: 7, labelDays: horizonDays });
  never ??= model;
  const next = stream.filter(({ asOf }) => asOf.getTime() >= from && asOf.getTime() < from + every);
  if (next.length === 0) continue;
  const features = next.map((row) => row.features);
  const [retrained, once] = [model.probabilities(features), never.probabilities(features)];
  next.forEach((row, index) => {
    scored.push({ row, retrained: retrained[index]!, never: once[index]! });
  });
  process.stderr.write(
    `${new Date(from).toISOString().slice(0, 10)}: learned from ${known.length}, scored ${next.length}\n`,
  );
}

function measure(part: readonly Scored[], of: 'retrained' | 'never') {
  const target = Float64Array.from(part, ({ row }) => row.label);
  return evaluateClassification(
    target,
    Float64Array.from(part, (one) => one[of]),
  );
}
const share = (part: readonly Scored[]) =>
  part.reduce((sum, { row }) => sum + row.label, 0) / Math.max(1, part.length);

/** Months as the leads tell them; calendar months of their arrival where they do not. */
const months: { name: string; part: Scored[] }[] = [];
for (const one of scored) {
  const name = String(one.row.features['attribute.month'] ?? one.row.asOf.toISOString().slice(0, 7));
  if (months.at(-1)?.name !== name) months.push({ name, part: [] });
  months.at(-1)!.part.push(one);
}
const show = ({ value, low, high }: { value: number; low: number; high: number }) =>
  `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
const overall = { retrained: measure(scored, 'retrained'), never: measure(scored, 'never') };
if (given.json) {
  process.stdout.write(
    `${JSON.stringify({ leads: scored.length, trainings: Math.ceil((end - begin) / every), stream: overall })}\n`,
  );
} else {
  process.stdout.write('month  leads  won     AUC retrained         AUC never retrained\n');
  for (const { name, part } of months) {
    const won = share(part);
    const judged = part.length >= 100 && won > 0 && won < 1;
    const auc = (of: 'retrained' | 'never') => (judged ? show(measure(part, of).auc) : '-');
    process.stdout.write(
      `${name.padEnd(5)}  ${String(part.length).padStart(5)}  ${(100 * won).toFixed(1).padStart(4)} %  ${auc('retrained').padEnd(20)}  ${auc('never')}\n`,
    );
  }
  for (const [name, metrics] of Object.entries(overall)) {
    process.stdout.write(
      `The whole stream, ${name}: AUC ${show(metrics.auc)}, calibration error ${show(metrics.ece)}\n`,
    );
  }
}
