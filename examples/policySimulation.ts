/**
 * What policies and their valuations are worth where the truth is known: `npx tsx examples/policySimulation.ts`.
 *
 * Regret: leads come week by week; the model of the weeks before chooses an action for each, and learns from what became
 * of it. Printed is what the best action would have brought more (the oracle's regret), beside that of the one action
 * that is best on average and of a random one.
 * Coverage: a policy is valued from 100 logs of another one, with cross-fitted reward models; counted is how often the
 * 95 % interval holds the true value. Fewer than 90 times for IPS, SNIPS or DR is a failure of the program (an interval
 * that holds it 95 times out of 100 falls short in 1.1 % of such runs); DM may be as wrong as its model.
 * Autonomy: small companies that hand a model what its evidence allows; counted is how many lose more against their
 * team's habits than the tolerance. Takes some minutes. `regret`, `coverage` or `autonomy` as argument asks for one alone.
 */
import { seededRandom } from '../base/random.ts';
import type { DatasetRow } from '../features/datasetRow.ts';
import { logisticRegression } from '../models/logisticRegression.ts';
import { nbaSettingsOf } from '../models/next-best-action/actionCatalogue.ts';
import { shareOf } from '../models/next-best-action/autonomy.ts';
import { fitNextBestActionModel } from '../models/next-best-action/nextBestActionModel.ts';
import { crossFittedRewards } from '../models/off-policy/crossFit.ts';
import { offPolicyValue } from '../models/off-policy/offPolicyValue.ts';
import { judged } from '../models/off-policy/policies.ts';
import { tableFromRows } from '../models/tableFromRows.ts';
import {
  type Name,
  names,
  newLead,
  playWeeks,
  truth,
  type WeekOfRegret,
} from '../test/models/next-best-action/weeklyWorld.ts';
import { crossFittedDecisions } from '../training/pipelines/crossFittedDecisions.ts';
import { policyDecisions } from '../training/pipelines/policyDecisions.ts';
import { valuePolicy } from '../training/pipelines/valuePolicy.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const asked = (part: string) => (process.argv[2] ?? part) === part;

const [seeds, weeks, leadsPerWeek] = [3, 10, 150];
if (asked('regret')) say(`Regret per lead by week, mean of ${seeds} seeds, ${leadsPerWeek} leads a week`);
for (const exploration of asked('regret') ? (['thompson', 'greedy'] as const) : []) {
  const runs: WeekOfRegret[][] = [];
  for (let seed = 1; seed <= seeds; seed++)
    runs.push((await playWeeks({ seed, weeks, leadsPerWeek, nba: { exploration } })).weeks);
  const of = (pick: (week: (typeof runs)[number][number]) => number, at: number) =>
    mean(runs.map((run) => pick(run[at]!)));
  const byWeek = Array.from({ length: weeks }, (_, at) => of(({ regret }) => regret, at).toFixed(1));
  const all = Array.from({ length: weeks }, (_, at) => at);
  say(`${exploration.padEnd(9)} ${byWeek.join(' ')}`);
  say(
    `          best action on average ${mean(all.map((at) => of(({ bestAverage }) => bestAverage, at))).toFixed(1)}, random ${mean(all.map((at) => of(({ random }) => random, at))).toFixed(1)}`,
  );
}

/** The policy to be judged: by age alone, a tenth at random. */
const wanted = (age: number): number[] => {
  const best = names.indexOf(age > 45 ? 'call' : 'email');
  return names.map((_, action) => 0.02 + (action === best ? 0.9 : 0));
};
/** The logging policy: habits that lean on the device. */
const habits = (device: unknown): number[] =>
  device === 'phone' ? [0.4, 0.1, 0.1, 0.3, 0.1] : [0.15, 0.45, 0.2, 0.1, 0.1];
const rewardOf = (lead: ReturnType<typeof newLead>, action: Name) => truth(lead, action);

const population = seededRandom(1);
const trueValue = mean(
  Array.from({ length: 200_000 }, () => {
    const lead = newLead(population);
    return wanted(Number(lead['attribute.age'])).reduce(
      (sum, share, action) => sum + share * rewardOf(lead, names[action]!),
      0,
    );
  }),
);
const [logs, fewestCovered] = [100, 90];
for (const size of asked('coverage') ? [600] : []) {
  const covered = { ips: 0, snips: 0, dm: 0, dr: 0 };
  const errors = { ips: 0, snips: 0, dm: 0, dr: 0 };
  for (let seed = 1; seed <= logs; seed++) {
    const random = seededRandom(7000 + seed);
    const leads = Array.from({ length: size }, () => newLead(random));
    const actions = Int32Array.from(leads, (lead) => {
      let draw = random.uniform();
      const shares = habits(lead['attribute.device']);
      const taken = shares.findIndex((share) => {
        draw -= share;
        return draw < 0;
      });
      return taken < 0 ? names.length - 1 : taken;
    });
    const log = {
      contexts: tableFromRows(leads),
      actions,
      names,
      rewards: Float64Array.from(leads, (lead, row) =>
        random.uniform() < rewardOf(lead, names[actions[row]!]!) ? 1 : 0,
      ),
      propensities: Float64Array.from(leads, (lead, row) => habits(lead['attribute.device'])[actions[row]!]!),
    };
    const rewards = await crossFittedRewards(log, { folds: 2 });
    const policy = judged(log, rewards, (row) => wanted(Number(leads[row]!['attribute.age'])));
    const value = offPolicyValue(log, policy, { seed });
    for (const name of ['ips', 'snips', 'dm', 'dr'] as const) {
      const { low, high, value: estimate } = value[name];
      if (low <= trueValue && trueValue <= high) covered[name]++;
      errors[name] += (estimate - trueValue) ** 2 / logs;
    }
  }
  const shown = Object.entries(covered).map(
    ([name, count]) =>
      `${name.toUpperCase()} ${count} (error ${Math.sqrt(errors[name as keyof typeof errors]).toFixed(4)})`,
  );
  say(
    `True value ${trueValue.toFixed(4)}, covered in ${logs} logs of ${size} decisions: ${shown.join(', ')}`,
  );
  if (Math.min(covered.ips, covered.snips, covered.dr) < fewestCovered) {
    say(`IPS, SNIPS and DR should be covered in ${fewestCovered} at least.`);
    process.exitCode = 1;
  }
}

const settings = nbaSettingsOf({
  nba: {
    actions: [
      { name: 'call', cost: 8 },
      { name: 'email', cost: 0.5 },
      { name: 'offer', cost: 15 },
      { name: 'sms', cost: 0.3 },
    ],
    // What exploration costs is the company's own choice, and beside the promise.
    exploration: 'greedy',
    epsilon: 0,
  },
});
const costOf = (action: string) => settings.actions.find(({ name }) => name === action)?.cost ?? 0;
const optionsAt = (index: number) => ({
  settings,
  moment: { at: new Date(Date.UTC(2026, 0, 1)), timezone: 'Europe/Berlin' },
  predictionId: `${index}`,
});
const fresh = Array.from({ length: 4000 }, () => newLead(population));
const worthOf = (lead: ReturnType<typeof newLead>, action: Name) =>
  truth(lead, action) * Number(lead['lead.value']) - costOf(action);
const teamEarns = mean(
  fresh.map((lead) =>
    habits(lead['attribute.device']).reduce((sum, share, at) => sum + share * worthOf(lead, names[at]!), 0),
  ),
);

const companies = 40;
for (const size of asked('autonomy') ? [150, 400, 1200] : []) {
  const gains: number[] = [];
  const shares: number[] = [];
  const imitations: number[] = [];
  for (let seed = 1; seed <= companies; seed++) {
    const random = seededRandom(90_000 + seed);
    const rows = Array.from({ length: size }, (_, index): DatasetRow => {
      const lead = newLead(random);
      const chances = habits(lead['attribute.device']);
      let draw = random.uniform();
      const at = chances.findIndex((chance) => {
        draw -= chance;
        return draw < 0;
      });
      const taken = at < 0 ? names.length - 1 : at;
      const action = names[taken]!;
      const label = random.uniform() < truth(lead, action) ? 1 : 0;
      return {
        subjectId: `${index}`,
        asOf: new Date(Date.UTC(2025, 0, 1) + index * 3_600_000),
        label,
        weight: 1,
        features: { ...lead, action },
        context: {
          propensity: chances[taken]!,
          converted: label,
          value: Number(lead['lead.value']),
          interactionId: `i${index}`,
        },
      };
    });
    const model = await fitNextBestActionModel(rows, { estimator: logisticRegression, seed });
    const decisions = await crossFittedDecisions(rows, model, { seed }, (one, part) =>
      policyDecisions(one, settings, 'Europe/Berlin', part),
    );
    const { autonomy } = valuePolicy(decisions, settings.tolerance)!;
    shares.push(Math.max(0, ...Object.values(autonomy).map(shareOf)));
    const earns = (autonomy: 'earned' | 'none', judged = model) =>
      mean(
        judged
          .recommend(fresh, (index) => ({ ...optionsAt(index), settings: { ...settings, autonomy } }))
          .map(({ alternatives }, index) =>
            alternatives.reduce(
              (sum, { action, propensity }) => sum + propensity * worthOf(fresh[index]!, action as Name),
              0,
            ),
          ),
      );
    const imitation = earns('none');
    imitations.push(imitation / teamEarns - 1);
    gains.push((earns('earned', model.withAutonomy(autonomy)) - imitation) / teamEarns);
  }
  const lost = gains.filter((gain) => gain < -settings.tolerance).length;
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  say(
    `Autonomy from ${size} decisions of the team, ${companies} companies: ${percent(mean(shares))} left to the model, which brings ${percent(mean(gains))} of the team's ${teamEarns.toFixed(1)} a lead on top of imitation (worst ${percent(Math.min(...gains))}; ${lost} lose more than ${percent(settings.tolerance)}); imitation earns ${percent(mean(imitations))} more than the team (worst ${percent(Math.min(...imitations))})`,
  );
}
