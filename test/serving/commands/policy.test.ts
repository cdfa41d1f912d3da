import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { propensityDoubts, valueDoubts } from '../../../models/off-policy/doubts.ts';
import { offPolicyValue } from '../../../models/off-policy/offPolicyValue.ts';
import { registerPolicy } from '../../../serving/commands/policy.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { registerUplift } from '../../../serving/commands/uplift.ts';
import { readDecisions } from '../../../serving/policy/readDecisions.ts';
import { readExperiments } from '../../../serving/uplift/readExperiments.ts';
import { sharedData } from '../../support/sharedData.ts';
import { fileOf, newFolder } from '../import/support.ts';

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(args, [registerPolicy, registerUplift], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal: new AbortController().signal,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the answer is what the tests look at
  const json = last.startsWith('{') ? (JSON.parse(last) as any) : undefined;
  return { code, stdout, stderr, json };
}

/** The young buy after e-mails, the old after calls; the log draws calls 7 times out of 10. */
function decisions(count: number): string {
  const random = seededRandom(5);
  const lines = Array.from({ length: count }, () => {
    const age = 20 + random.integer(50);
    const action = random.uniform() < 0.7 ? 'call' : 'email';
    const liked = action === (age > 45 ? 'call' : 'email');
    const bought = random.uniform() < (liked ? 0.5 : 0.1);
    const plan = age > 45 ? 'call' : 'email';
    return [
      age,
      action,
      bought ? 'yes' : 'no',
      action === 'call' ? 0.7 : 0.3,
      action === plan ? 1 : 0,
      7,
    ].join();
  });
  return ['age,done,bought,p,mine,odds', ...lines].join('\n');
}
const columns = ['--context', 'age', '--action', 'done', '--reward', 'bought', '--propensity', 'p'];

describe('policy', () => {
  test('values the policy it learned, a random one, and one of a column', async () => {
    const file = await fileOf('log.csv', decisions(800));
    const report = path.join(await newFolder(), 'policy.html');
    const { code, json } = await run(
      'policy',
      file,
      ...columns,
      '--folds',
      '2',
      '--report',
      report,
      '--json',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({ policy: 'learned', rows: 800, warnings: [] });
    expect(json.logged.interval.low).toBeLessThan(json.logged.value);
    expect(Object.keys(json.learned)).toEqual(
      expect.arrayContaining(['ips', 'snips', 'dm', 'dr', 'effectiveSampleSize']),
    );
    // The truth: 0.5 for the one that knows, 0.3 at random.
    for (const name of ['ips', 'snips', 'dr']) {
      expect(json.learned[name]).toBeGreaterThan(0.42);
      expect(json.random[name]).toBeLessThan(0.36);
    }
    expect(json.learned.gain.interval.low).toBeGreaterThan(0);
    expect(json.verdict).toMatch(/^The learned policy earns more than the logging one/);
    expect(await readFile(report, 'utf8')).toMatch(/What a policy would have earned/);

    const mine = await run('policy', file, ...columns, '--folds', '2', '--evaluate', 'mine', '--json');
    expect(mine.json.learned.intervals.snips.low).toBeLessThan(0.5);
    expect(mine.json.learned.intervals.snips.high).toBeGreaterThan(0.5);
    expect(mine.json.learned).toMatchObject({ dm: null, dr: null });
  });

  test.each([
    ['a context that is the action', ['--context', 'age,done'], /cannot be a context/],
    ['a column that is not there', ['--context', 'agee'], /Did you mean "age"/],
    ['propensities that are none', ['--propensity', 'odds'], /no usable propensity/],
  ])('refuses %s', async (_, replaced, message) => {
    const file = await fileOf('log.csv', decisions(60));
    const [option, value] = replaced;
    const args = columns.map((each, index) => (columns[index - 1] === option ? value! : each));
    const { code, stderr } = await run('policy', file, ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  const obd = sharedData('obd/bts/men.csv');
  (obd === undefined ? test.skip : test)(
    'reads the Open Bandit log so that the random policy is worth what the reference says',
    async () => {
      const log = await readDecisions(obd!, {
        context: ['position', 'user_feature_*'],
        action: 'item_id',
        reward: 'click',
        propensity: 'propensity_score',
      });
      expect([log.names.length, log.contexts.columns.length]).toEqual([34, 5]);
      const nothing = new Float64Array(log.rewards.length);
      const random = {
        propensities: nothing.map(() => 1 / 34),
        expected: nothing,
        expectedOfPolicy: nothing,
      };
      const value = offPolicyValue(log, random, { resamples: 20 });
      expect(value.snips.value).toBeCloseTo(0.0032, 4);
      expect(Math.round(value.effectiveSampleSize)).toBe(656);
      expect(valueDoubts(log, random, value)[0]).toMatch(/The sample is too small/);
      expect(propensityDoubts(log, log)).toEqual([]);
    },
  );
});

/** A letter moves the young and nobody else; a call moves nobody. `drawn`: whether by a coin, or by age. */
function experiment(count: number, drawn: boolean): string {
  const random = seededRandom(6);
  const lines = Array.from({ length: count }, () => {
    const age = 20 + random.integer(50);
    const chance = drawn ? 1 / 3 : age / 105;
    const draw = random.uniform();
    const arm = draw < chance ? 'letter' : draw < 2 * chance ? 'call' : 'no contact';
    const came = random.uniform() < 0.2 + (arm === 'letter' && age < 40 ? 0.4 : 0);
    return [age, random.uniform().toFixed(3), arm, came ? 1 : 0].join();
  });
  return ['age,noise,arm,came', ...lines].join('\n');
}

describe('uplift', () => {
  const args = ['--context', 'age,noise', '--treatment', 'arm', '--outcome', 'came', '--learner', 'x'];

  test('tells whom a treatment moves, and says when nobody can tell', async () => {
    const file = await fileOf('experiment.csv', experiment(2400, true));
    const { code, json, stderr } = await run('uplift', file, ...args, '--folds', '2', '--json');
    expect([code, stderr]).toEqual([0, expect.not.stringMatching(/Problem/)]);
    expect(json.control).toBe('no contact');
    const [call, letter] = json.treatments;
    expect([call.treatment, call.betterThanRandom, call.warnings]).toEqual(['call', false, []]);
    expect(call.verdict).toMatch(/no better than a random one/);
    expect([letter.treatment, letter.betterThanRandom]).toEqual(['letter', true]);
    expect(letter.learners.x.qini.low).toBeGreaterThan(0);
    expect(letter.learners.x.upliftAt[1]).toMatchObject({ share: 0.3 });
  }, 60_000);

  test('warns of an assignment that was not random, and asks which rows are the control group', async () => {
    const file = await fileOf('experiment.csv', experiment(900, false));
    const { json } = await run('uplift', file, ...args, '--folds', '2', '--json');
    expect(json.treatments[1].warnings[0]).toMatch(/not random.*most in age/);
    const { code, stderr } = await run('uplift', file, ...args, '--control', 'placebo');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/control group/)]);
  }, 60_000);

  /** Nothing moves anybody; the old come more often and are treated more often. */
  function withoutEffect(
    count: number,
    arms: readonly string[],
    chances: (old: boolean) => readonly number[],
  ) {
    const random = seededRandom(8);
    const lines = Array.from({ length: count }, () => {
      const age = 20 + random.integer(50);
      const shares = chances(age >= 45);
      let draw = random.uniform();
      const arm = shares.findIndex((share) => {
        draw -= share;
        return draw < 0;
      });
      const came = random.uniform() < (age >= 45 ? 0.5 : 0.15) ? 1 : 0;
      return [age, random.uniform().toFixed(3), arms[arm], came, shares[arm], ...shares].join();
    });
    return [`age,noise,arm,came,p,${arms.map((_, index) => `p${index}`).join()}`, ...lines].join('\n');
  }

  test('rows assigned with known, different probabilities count inversely to them', async () => {
    const log = withoutEffect(1500, ['none', 'mail'], (old) => (old ? [0.2, 0.8] : [0.8, 0.2]));
    const file = await fileOf('stratified.csv', log);
    const options = ['--folds', '2', '--json', '--learner', 't'];
    const blind = await run('uplift', file, ...args.slice(0, 6), ...options);
    expect(blind.json.treatments[0].averageEffect.low).toBeGreaterThan(0.1);
    const { json } = await run('uplift', file, ...args.slice(0, 6), '--propensity', 'p', ...options);
    const [{ averageEffect, warnings, verdict }] = json.treatments;
    expect(averageEffect.low).toBeLessThan(0);
    expect(averageEffect.high).toBeGreaterThan(0);
    expect([warnings, verdict]).toEqual([[], expect.stringMatching(/has no effect that could be told/)]);
  }, 60_000);

  test('of several treatments the probability of each is asked for', async () => {
    const arms = ['none', 'mail', 'call'];
    const log = withoutEffect(1500, arms, (old) => (old ? [0.2, 0.6, 0.2] : [0.4, 0.2, 0.4]));
    const file = await fileOf('arms.csv', log);
    const options = [...args.slice(0, 6), '--learner', 't', '--folds', '2', '--json'];
    const one = await run('uplift', file, ...options, '--propensity', 'p');
    expect([one.code, one.stdout + one.stderr]).toEqual([
      1,
      expect.stringMatching(/Name a column for each treatment/),
    ]);
    const lacking = await run('uplift', file, ...options, '--propensity', 'none=p0,mail=p1');
    expect([lacking.code, lacking.stdout + lacking.stderr]).toEqual([
      1,
      expect.stringMatching(/how probable \\"?call/),
    ]);
    const { json } = await run('uplift', file, ...options, '--propensity', 'none=p0,mail=p1,call=p2');
    for (const { averageEffect, warnings } of json.treatments) {
      expect(averageEffect.low).toBeLessThan(0);
      expect(averageEffect.high).toBeGreaterThan(0);
      expect(warnings).toEqual([]);
    }
    const read = await readExperiments(file, {
      context: ['age'],
      treatment: 'arm',
      outcome: 'came',
      propensity: 'none=p0,mail=p1,call=p2',
    });
    // Of those mailed or not treated, 0.6 of 0.8 old and 0.2 of 0.6 young people were mailed.
    const [, mail] = read.experiments;
    expect([...new Set(mail!.experiment.propensity)].sort()).toEqual([
      expect.closeTo(1 / 3, 12),
      expect.closeTo(3 / 4, 12),
    ]);
  }, 60_000);
});
