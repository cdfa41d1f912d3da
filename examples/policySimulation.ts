/**
 * What policies and their valuations are worth where the truth is known: `npx tsx examples/policySimulation.ts`.
 *
 * Regret: leads come week by week; the model of the weeks before chooses an action for each, and learns from what became
 * of it. Printed is what the best action would have brought more (the oracle's regret), beside that of the one action
 * that is best on average and of a random one.
 * Coverage: a policy is valued from 100 logs of another one, with cross-fitted reward models; counted is how often the
 * 95 % interval holds the true value. Takes some minutes.
 */
import { seededRandom } from '../base/random.ts';
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

const say = (line: string) => process.stdout.write(`${line}\n`);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const [seeds, weeks, leadsPerWeek] = [3, 10, 150];
say(`Regret per lead by week, mean of ${seeds} seeds, ${leadsPerWeek} leads a week`);
for (const exploration of ['thompson', 'greedy'] as const) {
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
const logs = 100;
for (const size of [600]) {
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
}
