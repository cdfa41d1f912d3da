/*md
# What would another policy have earned?

A log holds what was done and what came of it, and nothing about what was not done. Four estimators answer nevertheless, from the
probabilities with which the logged actions were chosen. Here the world is simulated, so the true answer is known, and each
estimator can be caught when it errs. Nothing in this notebook is about a real company.
*/
import { seededRandom } from '../base/random.ts';
import { type CrossFittedRewards, crossFittedRewards } from '../models/off-policy/crossFit.ts';
import { valueDoubts } from '../models/off-policy/doubts.ts';
import { offPolicyValue } from '../models/off-policy/offPolicyValue.ts';
import { judged } from '../models/off-policy/policies.ts';
import { tableFromRows } from '../models/tableFromRows.ts';
import { show } from './render/show.ts';

/*md
## A small world

Leads have an age and a device. Three actions win them with chances that depend on both: calls suit the old, messages the young, and
people on a phone answer messages more often. The *logging* policy acts by habit, and the habit leans on the device. The
*judged* policy looks at the age instead.
*/
const names = ['call', 'message', 'nothing'] as const;
interface Lead {
  readonly age: number;
  readonly device: 'phone' | 'desktop';
}
const sigmoid = (score: number) => 1 / (1 + Math.exp(-score));
const chance = ({ age, device }: Lead): readonly number[] => [
  sigmoid(-1.7 + 1.3 * ((age - 45) / 25)),
  sigmoid(-1.8 - 1.1 * ((age - 45) / 25) + (device === 'phone' ? 0.8 : -0.3)),
  sigmoid(-3.2),
];
const habit = ({ device }: Lead): readonly number[] =>
  device === 'phone' ? [0.6, 0.15, 0.25] : [0.2, 0.6, 0.2];
/** Acts by age, but with probability `spread` evenly. */
const byAge =
  (spread: number) =>
  ({ age }: Lead): readonly number[] =>
    names.map((name) => spread / 3 + (name === (age > 45 ? 'call' : 'message') ? 1 - spread : 0));

const draw = (random: ReturnType<typeof seededRandom>): Lead => ({
  age: 20 + 50 * random.uniform(),
  device: random.uniform() < 0.5 ? 'phone' : 'desktop',
});
function logOf(seed: number, size: number) {
  const random = seededRandom(seed);
  const leads = Array.from({ length: size }, () => draw(random));
  const actions = Int32Array.from(leads, (lead) => {
    const [call, message] = habit(lead) as [number, number];
    const at = random.uniform();
    return at < call ? 0 : at < call + message ? 1 : 2;
  });
  return {
    leads,
    actions,
    names,
    contexts: tableFromRows(leads.map(({ age, device }) => ({ age, device }))),
    rewards: Float64Array.from(leads, (lead, row) =>
      random.uniform() < chance(lead)[actions[row]!]! ? 1 : 0,
    ),
    propensities: Float64Array.from(leads, (lead, row) => habit(lead)[actions[row]!]!),
  };
}
/** By the chances themselves, on leads nobody logged. */
const population = Array.from(
  { length: 200_000 },
  (
    (random) => () =>
      draw(random)
  )(seededRandom(1)),
);
const trueValue = (policy: (lead: Lead) => readonly number[]) =>
  population.reduce((sum, lead) => {
    const chances = chance(lead);
    return sum + policy(lead).reduce((value, share, action) => value + share * chances[action]!, 0);
  }, 0) / population.length;
const truth = trueValue(byAge(0.1));
show([
  { policy: 'logging (habit)', 'true value per lead': trueValue(habit) },
  { policy: 'judged (by age)', 'true value per lead': truth },
]);

/*md
## One log

2,000 decisions, reward models fitted on the other half of the log each (cross-fitting, so that no decision is judged by a model that
has learned from it). IPS weighs what was logged by *judged / logged probability*; SNIPS makes the weights sum to one; DM trusts the
reward model alone; DR corrects the model by the weighted log and is right when either is. Look at how narrow the interval of DM is: it does not
know that the model may be wrong.
*/
const log = logOf(5, 2000);
const policyOf = (leads: readonly Lead[], spread: number) => (row: number) => byAge(spread)(leads[row]!);
const rewards = await crossFittedRewards(log, { folds: 2 });
const one = offPolicyValue(log, judged(log, rewards, policyOf(log.leads, 0.1)));
const estimates = (['logged', 'ips', 'snips', 'dm', 'dr'] as const).map((estimator) => ({
  estimator,
  ...one[estimator],
}));
show({
  title: 'Estimates from one log, and the truth',
  caption: `2,000 simulated decisions, effective sample size ${one.effectiveSampleSize.toFixed(0)}; 95 % bootstrap intervals. Red: the true value of the judged policy, from the chances themselves on 200,000 other leads.`,
  options: {
    x: { label: 'won leads per lead', grid: true },
    y: { label: null, domain: estimates.map(({ estimator }) => estimator) },
    marginLeft: 70,
    height: 260,
  },
  marks: [
    { mark: 'ruleX', data: [truth], options: { stroke: '#e15759' } },
    { mark: 'link', data: estimates, options: { y: 'estimator', x1: 'low', x2: 'high', strokeWidth: 2 } },
    { mark: 'dot', data: estimates, options: { y: 'estimator', x: 'value', fill: '#4269d0', r: 5 } },
  ],
});

/*md
## Two hundred logs, and a reward model that is wrong

One log proves nothing about an interval. So: 200 logs of 600 decisions each, and on purpose the worst reward model there is, the mean reward of each action whatever the
lead. It does not know that calls suit the old, and DM believes it. DR is given the same
model and recovers, because the propensities are right.
*/
const logs = 200;
function crudeRewards({ actions, rewards }: ReturnType<typeof logOf>): CrossFittedRewards {
  // Leave-one-out means: no decision is judged by its own reward.
  const sums = names.map((_, action) => {
    const of = Array.from(rewards.filter((__, row) => actions[row] === action));
    return { count: of.length, sum: of.reduce((total, reward) => total + reward, 0) };
  });
  return {
    byAction: sums.map(({ count, sum }, action) =>
      rewards.map((reward, row) =>
        actions[row] === action ? (sum - reward) / Math.max(1, count - 1) : sum / Math.max(1, count),
      ),
    ),
  };
}
const estimators = ['ips', 'snips', 'dm', 'dr'] as const;
const trials = Array.from({ length: logs }, (_, at) => {
  const trial = logOf(1000 + at, 600);
  const value = offPolicyValue(trial, judged(trial, crudeRewards(trial), policyOf(trial.leads, 0.1)), {
    resamples: 300,
    seed: at,
  });
  return { at, value };
});
const errors = estimators.flatMap((estimator) =>
  trials.map(({ at, value }) => ({ at, estimator, estimate: value[estimator].value })),
);
show({
  title: 'Where 200 estimates fall',
  caption: 'Each tick is one log of 600 decisions; the reward model ignores the lead. Red: the truth.',
  options: {
    x: { label: 'estimated value', grid: true },
    y: { label: null, domain: estimators },
    marginLeft: 60,
    height: 240,
  },
  marks: [
    { mark: 'tickX', data: errors, options: { x: 'estimate', y: 'estimator', strokeOpacity: 0.25 } },
    { mark: 'ruleX', data: [truth], options: { stroke: '#e15759', strokeWidth: 2 } },
  ],
});
show(
  estimators.map((estimator) => {
    const values = trials.map(({ value }) => value[estimator]);
    const bias = values.reduce((sum, { value }) => sum + value - truth, 0) / logs;
    const rmse = Math.sqrt(values.reduce((sum, { value }) => sum + (value - truth) ** 2, 0) / logs);
    const covered = values.filter(({ low, high }) => low <= truth && truth <= high).length;
    return {
      estimator,
      bias,
      'root mean squared error': rmse,
      [`95 % intervals that hold the truth, of ${logs}`]: covered,
    };
  }),
);

/*md
## When there is too little overlap

The further the judged policy is from the logging one, the fewer decisions carry the estimate. The effective sample size says how many
unweighted ones they amount to; below a hundred, or when the rarer reward was seen too seldom, the report warns, because resampling then understates how uncertain the
estimate is.
*/
const spreads = [1, 0.8, 0.6, 0.4, 0.2, 0.1, 0.05, 0];
const small = logOf(77, 340);
const sizes = spreads.map((spread) => {
  const policy = judged(small, crudeRewards(small), policyOf(small.leads, spread));
  const value = offPolicyValue(small, policy);
  const [doubt] = valueDoubts(small, policy, value);
  return {
    'evenly drawn share': spread,
    'effective sample size': value.effectiveSampleSize,
    truth: trueValue(byAge(spread)),
    dr: value.dr.value,
    low: value.dr.low,
    high: value.dr.high,
    report: doubt === undefined ? 'no doubt' : 'a warning',
    doubt: doubt ?? '',
  };
});
show({
  title: 'Effective sample size',
  caption:
    'One log of 340 decisions; from left to right the judged policy acts by age alone more and more rarely. Red dots: the report warns.',
  options: {
    x: { label: 'share of decisions drawn evenly', grid: true },
    y: { label: 'effective sample size', zero: true, grid: true },
    color: { legend: true, domain: ['no doubt', 'a warning'], range: ['#4269d0', '#e15759'] },
  },
  marks: [
    { mark: 'line', data: sizes, options: { x: 'evenly drawn share', y: 'effective sample size' } },
    {
      mark: 'dot',
      data: sizes,
      options: { x: 'evenly drawn share', y: 'effective sample size', fill: 'report', r: 5 },
    },
  ],
});
show({
  title: 'What that does to the estimate',
  caption: 'DR with its 95 % interval on the same log; red: the truth of each policy.',
  options: { x: { label: 'share of decisions drawn evenly' }, y: { label: 'value', grid: true } },
  marks: [
    {
      mark: 'areaY',
      data: sizes,
      options: { x: 'evenly drawn share', y1: 'low', y2: 'high', fillOpacity: 0.2 },
    },
    { mark: 'line', data: sizes, options: { x: 'evenly drawn share', y: 'dr' } },
    { mark: 'line', data: sizes, options: { x: 'evenly drawn share', y: 'truth', stroke: '#e15759' } },
  ],
});
show(sizes.find(({ doubt }) => doubt !== '')?.doubt ?? 'No policy of these was warned about.');
