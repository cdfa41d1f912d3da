/**
 * What a year of corrections makes of linking, and whether the promise about wrong links is kept: the demo's call centre
 * without HTTP, through the code that serves and trains.
 *
 *   npx tsx examples/linking-study.ts [--weeks 52] [--seed 1] [--limit 0.01] [--joins 14] [--train-every 4]
 *   npx tsx examples/linking-study.ts --seeds 100 --weeks 12 --limit 0.05 --joins 4 --train-every 3
 *
 * With --seeds, that many small companies are played and counted: in how many the share of wrong ones among all
 * automatic links stayed within the limit. People err in 3 % of their answers (--errors); what speaks against an automatic
 * link, or a candidate the linker is all but sure of, is looked at by a second person.
 */
import { parseArgs } from 'node:util';
import { playCompany } from './linkingStudy/playCompany.ts';
import { reportOf, tableOf } from './linkingStudy/report.ts';
import { percent, shareOf } from './linkingStudy/shareOf.ts';
import { simulatedCompany } from './linkingStudy/simulatedCompany.ts';

const { values } = parseArgs({
  options: {
    weeks: { type: 'string', default: '52' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string' },
    limit: { type: 'string', default: '0.01' },
    joins: { type: 'string', default: '14' },
    'train-every': { type: 'string', default: '4' },
    'reviews-per-call': { type: 'string', default: '0.33' },
    errors: { type: 'string', default: '0.03' },
    json: { type: 'boolean', default: false },
  },
});
const weeks = Number(values.weeks);
const limit = Number(values.limit);
const say = (line: string) => process.stderr.write(`${line}\n`);

async function play(seed: number, talk: boolean) {
  const company = simulatedCompany(seed, { weeks, population: { joinsPerWeek: Number(values.joins) } });
  return playCompany(company, {
    seed,
    weeks,
    wrongLinkLimit: limit,
    trainEvery: Number(values['train-every']),
    controlShare: 0.05,
    reviewsPerCall: Number(values['reviews-per-call']),
    errorRate: Number(values.errors),
    secondLook: true,
    noticed: 0.06,
    onTrained: (week, { data }) => {
      if (!talk) return;
      const { rule, automatic, audited } = data.thresholds;
      const from = rule === 'upper_bound' ? ` from ${automatic.toFixed(4)}` : '';
      const trees = data.ranker === undefined ? 'logit alone' : `trees blended at ${data.ranker.blend}`;
      say(
        `week ${week}: ${data.labelledCalls} labels, ${trees}, ${rule}${from}, ${audited?.wrong} of ${audited?.links} audited links wrong`,
      );
    },
  });
}

if (values.seeds === undefined) {
  const { calls, reviews } = await play(Number(values.seed), true);
  const quarter = Math.ceil(weeks / 4);
  const quarters = [0, 1, 2, 3].map((number) =>
    reportOf(calls.filter(({ week }) => Math.floor(week / quarter) === number)),
  );
  if (values.json) process.stdout.write(`${JSON.stringify({ reviews, quarters, year: reportOf(calls) })}\n`);
  else {
    for (const [number, report] of quarters.entries())
      process.stdout.write(`\nquarter ${number + 1}\n${tableOf(report)}\n`);
    process.stdout.write(`\nall\n${tableOf(reportOf(calls))}\n${reviews} reviews\n`);
  }
} else {
  const seeds = Number(values.seeds);
  let [kept, proven, links, wrong] = [0, 0, 0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const { calls, models } = await play(seed, false);
    const automatic = calls.filter(({ decision, rule }) => decision === 'link' && rule !== null);
    const errors = automatic.filter((call) => call.wrong).length;
    links += automatic.length;
    wrong += errors;
    if (errors <= limit * automatic.length) kept++;
    if (models.some(({ data }) => data.thresholds.rule === 'upper_bound')) proven++;
    say(
      `seed ${seed}: ${percent(shareOf(errors, automatic.length))}; kept in ${kept} of ${seed}, proven in ${proven}`,
    );
  }
  const found = { seeds, kept, proven, limit, automaticLinks: links, wrongLinks: wrong };
  process.stdout.write(
    `${values.json ? JSON.stringify(found) : `The limit of ${100 * limit} % was kept in ${kept} of ${seeds} companies; a threshold was proven in ${proven}. All automatic links: ${percent(shareOf(wrong, links))} wrong.`}\n`,
  );
}
