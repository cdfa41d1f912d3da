import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { registerEvaluate } from '../../../serving/commands/evaluate.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { answersOf } from '../../models/onnx/onnxRuntime.ts';
import { fileOf, newFolder } from '../import/support.ts';

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(['evaluate', ...args], [registerEvaluate], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal: new AbortController().signal,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the answer is what the tests look at
  const json = last.startsWith('{') ? (JSON.parse(last) as any) : undefined;
  return { code, stdout, stderr, json };
}

const random = seededRandom(21);
const logistic = (score: number) => (random.uniform() < 1 / (1 + Math.exp(-score)) ? 'ja' : 'nein');
const rows = Array.from({ length: 400 }, (_, row) => {
  const alter = 18 + random.integer(60);
  const umsatz = Math.exp(random.normal() + 4);
  const stadt = ['Köln', 'Ulm', 'Kiel'][random.integer(3)]!;
  const score = (alter - 45) / 10 + (stadt === 'Köln' ? 1.5 : -0.5);
  return {
    nr: 1000 + row,
    alter,
    umsatz,
    stadt,
    gekauft: logistic(score),
    klasse: score > 1 ? 'A' : score > -1 ? 'B' : 'C',
  };
});
const german = (value: number) => value.toFixed(2).replace('.', ',');
const head = 'Kunden-Nr;Alter;Umsatz;Stadt;gekauft;Klasse';
const lines = rows.map(
  ({ nr, alter, umsatz, stadt, gekauft, klasse }) =>
    `${nr};${alter};"${german(umsatz)}";${stadt};${gekauft};${klasse}`,
);
const text = `${head}\r\n${lines.join('\r\n')}\r\n`;

describe('linkloop evaluate', () => {
  test('a German file in Latin-1: the keys of the answer, with intervals and baselines', async () => {
    const file = await fileOf('table.csv', Buffer.from(text, 'latin1'));
    const { code, json } = await run(
      file,
      '--label',
      'gekauft',
      '--drop',
      'Klasse',
      '--folds',
      '3',
      '--json',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({ estimator: 'auto', rows: 400, features: 3, classes: ['nein', 'ja'] });
    for (const key of ['auc', 'averagePrecision', 'logLoss', 'brier', 'ece', 'accuracy']) {
      expect(json[key]).toEqual(expect.any(Number));
      expect(json.intervals[key].low).toBeLessThanOrEqual(json.intervals[key].high);
    }
    expect(json.auc).toBeGreaterThan(0.75);
    expect(json.baselines.constant.auc).toBe(0.5);
    expect(json['lift@0.1']).toBeGreaterThan(1.2);
    expect(json.baselines.constant['lift@0.1']).toBeCloseTo(1, 12);
    const { brier, uncertainty, resolution, reliability } = json.brierParts;
    expect(brier).toBeCloseTo(json.brier, 12);
    expect(resolution).toBeGreaterThan(reliability);
    expect(uncertainty).toBeGreaterThan(brier);
    expect(json.logLoss).toBeLessThan(json.baselines.constant.logLoss);
    expect(json.folds).toHaveLength(3);
    expect(json.dropped.map(({ name }: { name: string }) => name)).toEqual(['Kunden-Nr', 'Klasse']);
    expect(json.notes.join()).toContain('Latin-1');
  }, 60_000);

  test('one estimator repeats with its seed, and writes a report', async () => {
    const file = await fileOf('table.csv', Buffer.from(`\ufeff${text}`));
    const report = path.join(await newFolder(), 'report.html');
    const args = [
      file,
      '--label',
      'gekauft',
      '--estimator',
      'logistic-regression',
      '--drop',
      'Klasse',
      '--json',
    ];
    const [first, second] = [await run(...args, '--report', report), await run(...args)];
    const { fitSeconds: _, ...answer } = first.json;
    const { fitSeconds: __, ...again } = second.json;
    const timeless = (value: unknown) => JSON.stringify(value).replace(/"seconds":[\d.]+/g, '');
    expect(timeless(answer)).toBe(timeless(again));
    const html = await readFile(report, 'utf8');
    for (const part of [
      'ROC',
      'Precision and recall',
      'Reliability',
      'Gains',
      'uncertainty (of always answering',
      'Importance',
      'How it matters',
      'Alter',
    ])
      expect(html).toContain(part);
  }, 60_000);

  test('several classes and numbers', async () => {
    const file = await fileOf('table.csv', text);
    const classes = await run(
      file,
      '--label',
      'Klasse',
      '--estimator',
      'logistic-regression',
      '--folds',
      '3',
      '--json',
    );
    expect(classes.json).toMatchObject({ task: 'multiclass', classes: ['A', 'B', 'C'] });
    expect(classes.json.accuracy).toBeGreaterThan(0.8);
    const numbers = await run(file, '--label', 'Alter', '--estimator', 'linear-regression', '--json');
    expect(numbers.json).toMatchObject({ task: 'regression', rows: 400 });
    expect(numbers.json.r2).toBeGreaterThan(0.5);
    expect(numbers.json.rmse).toBeLessThan(numbers.json.baselines.constant.rmse);
  }, 60_000);

  test('in time, the newest fifth is tested by models of what was before', async () => {
    const drifting = rows.map((_, row) => `${row % 11};${row < 320 ? row % 2 : (row + 1) % 2};${row % 2}`);
    const file = await fileOf('table.csv', `a;b;y\n${drifting.join('\n')}\n`);
    const args = [file, '--label', 'y', '--estimator', 'logistic-regression', '--json'];
    const [forward, random] = [await run(...args, '--time', 'row'), await run(...args)];
    expect(forward.json.folds).toMatchObject([{ trainedOn: 320, tested: 80 }]);
    expect(forward.json.auc).toBeLessThan(0.1);
    expect(random.json.auc).toBeGreaterThan(0.6);
  });

  test('intervals and sets keep their promise on tested rows, and a broken one is named', async () => {
    const file = await fileOf('table.csv', text);
    const report = path.join(await newFolder(), 'report.html');
    const usual = ['--estimator', 'linear-regression', '--label', 'Alter', '--json'];
    const numbers = await run(file, ...usual, '--intervals', '0.8', '--report', report);
    expect(numbers.json.coverage).toMatchObject({ kind: 'intervals', promised: 0.8, rows: 400 });
    expect(Math.abs(numbers.json.coverage.coverage.value - 0.8)).toBeLessThan(0.07);
    expect(numbers.json.coverage.reach).toBeLessThan(numbers.json.coverage.reachWithout);
    expect(await readFile(report, 'utf8')).toContain('Conformal intervals');
    expect((await run(file, ...usual)).json.coverage).toBeUndefined();

    const shifted = rows.map(({ alter }, row) => `${alter};${row < 360 ? alter : alter + 100}`);
    const drifting = await fileOf('drift.csv', `a;b\n${shifted.join('\n')}\n`);
    const args = ['--label', 'b', '--time', 'row', '--estimator', 'linear-regression', '--intervals'];
    const { stdout, code } = await run(drifting, ...args);
    expect(code).toBe(0);
    expect(stdout).toContain('Promised 90.0 %, measured 0.0 %');
    expect(stdout).toMatch(/WARNINGS.*Do not rely on the promise/s);
  }, 60_000);

  test('names what deceives: leaks and copies', async () => {
    const people = rows.slice(0, 200).map(({ umsatz }) => ({ umsatz, y: random.integer(2) }));
    const copies = [...people, ...people].map(
      ({ umsatz, y }) => `${umsatz};${random.integer(50)};${y};${y === 1 ? 'done' : 'open'}`,
    );
    const file = await fileOf('table.csv', `worth;calls;y;state\n${copies.join('\n')}\n`);
    const { json } = await run(file, '--label', 'y', '--estimator', 'logistic-regression', '--json');
    expect(json.warnings.join('\n')).toContain('state alone foretells y nearly perfectly');
    expect(json.warnings.join('\n')).toContain('agree with another row in worth');
    expect(json.protocol).toContain('groups kept together');
    const free = await run(
      file,
      '--label',
      'y',
      '--group',
      'none',
      '--estimator',
      'logistic-regression',
      '--json',
    );
    expect(free.json.protocol).not.toContain('groups');
  });

  test('writes the model of all rows as ONNX, which answers by column names', async () => {
    const onnx = path.join(await newFolder(), 'model.onnx');
    const file = await fileOf('table.csv', text);
    const usual = [file, '--label', 'gekauft', '--drop', 'Klasse', '--folds', '2', '--onnx', onnx];
    const { code } = await run(...usual, '--estimator', 'logistic-regression');
    expect(code).toBe(0);
    const { probabilities } = await answersOf(
      await readFile(onnx),
      [
        { kind: 'numeric', name: 'Alter' },
        { kind: 'numeric', name: 'Umsatz' },
        { kind: 'categorical', name: 'Stadt', vocabulary: ['Kiel', 'Köln', 'Ulm'] },
      ],
      [
        { Alter: 20, Umsatz: 50, Stadt: 'Ulm' },
        { Alter: 75, Umsatz: 50, Stadt: 'Köln' },
      ],
    );
    // Two probabilities a row, the label's second class being "ja".
    expect(probabilities![1]).toBeLessThan(0.2);
    expect(probabilities![3]).toBeGreaterThan(0.9);

    const network = await run(...usual, '--estimator', 'neural');
    expect(network.code).toBe(1);
    expect(network.stderr).toMatch(/no ONNX form.*boosted-trees/s);
  });

  test.each<[string, string[], RegExp]>([
    ['a label that is not there', ['--label', 'gekaufd'], /Did you mean "gekauft"/],
    ['an unknown estimator', ['--label', 'gekauft', '--estimator', 'magic'], /logistic-regression/],
    ['a label that is constant', ['--label', 'Umsatz', '--task', 'classification'], /different values/],
  ])('%s is a failure that says what to do', async (_, args, message) => {
    const { code, stderr } = await run(await fileOf('table.csv', text), ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  test.each([[['--folds', '1']], [['--intervals', '1']], [['--threads', 'x']], [[]]])(
    '%j is bad usage',
    async (args) => {
      const label = args.length === 0 ? [] : ['--label', 'gekauft'];
      expect((await run(await fileOf('table.csv', text), ...label, ...args)).code).toBe(2);
    },
  );
});
