/**
 * Whether stated churn risks and intervals of lifetime values are as true as they claim: the demo's call centre without
 * HTTP, whose hidden truth says who has left and who will, and what everybody spends in the year after.
 *
 *   npx tsx examples/truth-study.ts [--seeds 7,8,9] [--weeks 1,4,7]
 */
import { parseArgs } from 'node:util';
import { withOverrides } from '../simulator/parameters.ts';
import { auc } from '../simulator/score/rankMetrics.ts';
import { makeWorld } from '../simulator/world/world.ts';
import { churnOnTruth, type Stated } from './truthStudy/churnOnTruth.ts';
import { simulatedHistories } from './truthStudy/simulatedHistories.ts';
import { valueOnTruth } from './truthStudy/valueOnTruth.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '7,8,9' }, weeks: { type: 'string', default: '1,4,7' } },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const numbers = (list: string) => list.split(',').map(Number);
/** Long enough for a year after week 1. */
const simulatedWeeks = 54;
const bins = [0, 0.05, 0.1, 0.2, 0.4, 1.01];

const share = (rows: readonly Stated[], of: keyof Stated) =>
  rows.reduce((sum, row) => sum + row[of], 0) / rows.length;
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const beside = (rows: readonly Stated[]) =>
  `${percent(share(rows, 'stated'))} stated, ${percent(share(rows, 'true'))} true, ratio ${(share(rows, 'stated') / share(rows, 'true')).toFixed(2)}`;
const ranked = (rows: readonly Stated[]) =>
  auc(
    rows.map((row) => row.stated),
    rows.map((row) => row.true),
  )?.toFixed(3);

const all: Stated[] = [];
for (const seed of numbers(values.seeds)) {
  const world = makeWorld(seed, withOverrides({ weeks: simulatedWeeks }));
  const histories = simulatedHistories(world);
  for (const week of numbers(values.weeks)) {
    const churn = await churnOnTruth(world, histories, week);
    all.push(...churn.risk30);
    say(`seed ${seed}, week ${week}: ${churn.risk30.length} customers asked about (${churn.learner})`);
    say(`  labels of ${churn.labels.length} moments: ${beside(churn.labels)}`);
    say(`  gone in 30 days:  ${beside(churn.risk30)}, AUC ${ranked(churn.risk30)}`);
    say(`  gone in 60 days:  ${beside(churn.risk60)}`);
    say(`  gone already:     ${beside(churn.alreadyGone)}, AUC ${ranked(churn.alreadyGone)}`);
  }
  const { level, customers, inside, below, above, total } = await valueOnTruth(world, histories, 12);
  const of = (count: number) => percent(count / customers);
  say(
    `seed ${seed}: ${percent(level)} intervals of the revenue of 12 months hold ${of(inside)} of ${customers} (${of(below)} came below, ${of(above)} above); total stated / true ${total.toFixed(2)}`,
  );
}
say('30-day risks of all weeks, by size:');
bins.slice(1).forEach((high, index) => {
  const rows = all.filter(({ stated }) => stated >= bins[index]! && stated < high);
  if (rows.length > 0) say(`  from ${percent(bins[index]!)}: ${rows.length} customers, ${beside(rows)}`);
});
