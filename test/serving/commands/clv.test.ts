import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { registerClv } from '../../../serving/commands/clv.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { sharedData } from '../../support/sharedData.ts';
import { exponential, gamma } from '../../support/variates.ts';
import { fileOf, newFolder } from '../import/support.ts';

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(['clv', ...args], [registerClv], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal: new AbortController().signal,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the answer is what the tests look at
  const json = last.startsWith('{') ? (JSON.parse(last) as any) : undefined;
  return { code, stdout, stderr, json };
}

const day = 86_400_000;

interface Line {
  readonly customer: string;
  readonly date: Date;
  readonly amount: number;
}

/** Two years of a small shop. */
const shop: Line[] = (() => {
  const random = seededRandom(12);
  const start = Date.UTC(2022, 0, 1);
  const lines: Line[] = [];
  for (let customer = 0; customer < 160; customer++) {
    const rate = gamma(random, 1.2) / 40;
    const leaving = 0.12;
    const worth = 10 + random.integer(40);
    let time = random.integer(200);
    for (let alive = true; alive && time < 730; alive = random.uniform() > leaving) {
      const amount = Number((worth * (0.5 + random.uniform())).toFixed(2));
      lines.push({ customer: `K<${customer}>`, date: new Date(start + Math.floor(time) * day), amount });
      time += exponential(random) / rate;
    }
  }
  return lines;
})();

const iso = (date: Date) => date.toISOString().slice(0, 10);
const plain = (lines: readonly Line[]) =>
  `customer,when,total\n${lines.map(({ customer, date, amount }) => `${customer},${iso(date)},${amount}`).join('\n')}\n`;
const usual = ['--customer', 'customer', '--date', 'when', '--amount', 'total'] as const;

describe('clv', () => {
  test('says what the models found, in words and as JSON', async () => {
    const file = await fileOf('orders.csv', plain(shop));
    const { code, json } = await run(file, ...usual, '--json');
    expect(code).toBe(0);
    expect(json).toMatchObject({ model: 'bg-nbd', unit: 'week', penalty: 0, refunds: 0, rowsSkipped: 0 });
    expect(Object.keys(json.parameters)).toEqual(['r', 'alpha', 'a', 'b']);
    expect(json.confidenceIntervals.r[0]).toBeLessThan(json.parameters.r);
    expect(json.standardErrors.r).toBeGreaterThan(0);
    expect(Object.keys(json.gammaGamma.parameters)).toEqual(['p', 'q', 'v']);
    expect(json.models.map(({ name }: { name: string }) => name)).toEqual([
      'bg-nbd',
      'mbg-nbd',
      'pareto-nbd',
      'blend',
    ]);
    for (const result of [json.holdout, json.best, json.baseline]) {
      expect(result.actual).toBe(json.holdout.actual);
      expect(result.intervals.mae.low).toBeLessThan(result.mae);
      expect(result.intervals.mae.high).toBeGreaterThan(result.mae);
      expect(result.rmse).toBeGreaterThan(result.mae);
      expect(result.value.actual).toBeGreaterThan(0);
    }
    expect(json.best.mae).toBeLessThan(json.baseline.mae);
    const { ranking } = json.best;
    expect(ranking).toMatchObject({ of: 'value', deciles: { length: 10 } });
    expect(ranking.gini.low).toBeGreaterThan(0);
    expect(ranking.gini.high).toBeLessThanOrEqual(1);
    expect(ranking.deciles[0].meanActual).toBeGreaterThan(ranking.deciles[9].meanActual);
    expect(ranking.deciles[9].cumulativeShare).toBeCloseTo(1, 12);
    expect(json.best.reason).toMatch(/windows of the past/);
    // Two thirds of the two years.
    expect(json.calibration.to.slice(0, 7)).toMatch(/2023-0[45]/);
  });

  test('prints tables for people, and takes German files as they are', async () => {
    const german = shop.map(({ customer, date, amount }) => {
      const [year, month, dayOfMonth] = iso(date).split('-');
      return `"${customer}";${dayOfMonth}.${month}.${year};${amount.toFixed(2).replace('.', ',')} €`;
    });
    const file = await fileOf('kasse.csv', `Käufer;Datum;Betrag\r\n${german.join('\r\n')}\r\n`);
    const spoken = await run(file, '--customer', 'käufer', '--date', 'DATUM', '--amount', 'Betrag');
    expect(spoken.stdout).toMatch(/BG\/NBD +r +\d/);
    expect(spoken.stdout).toMatch(/Best: .* because/);
    expect(spoken.stdout).toMatch(/highest forecasts brought \d+ % of the value.*normalised Gini 0\.\d+/);
    expect(spoken.stdout).toMatch(/Holdout 2023-0[45]-\d\d to 2023-12-\d\d/);
  });

  test('the holdout changes neither parameters nor the choice', async () => {
    // A day with a purchase, so that the shorter file reaches it.
    const until = shop
      .map(({ date }) => iso(date))
      .filter((date) => date <= '2023-03-31')
      .sort()
      .at(-1)!;
    const whole = await run(
      await fileOf('all.csv', plain(shop)),
      ...usual,
      '--calibration-end',
      until,
      '--json',
    );
    const past = shop.filter(({ date }) => iso(date) <= until);
    const cut = await run(
      await fileOf('past.csv', plain(past)),
      ...usual,
      '--calibration-end',
      until,
      '--json',
    );
    expect(cut.json.parameters).toEqual(whole.json.parameters);
    expect(cut.json.gammaGamma).toEqual(whole.json.gammaGamma);
    expect(cut.json.best.name).toBe(whole.json.best.name);
    expect(cut.json.best.chosenOn).toEqual(whole.json.best.chosenOn);
  });

  test('writes predictions and a report that needs nothing else', async () => {
    const file = await fileOf('orders.csv', plain(shop));
    const folder = await newFolder();
    const [out, report] = [path.join(folder, 'out.csv'), path.join(folder, 'out.html')];
    const { json } = await run(
      file,
      ...usual,
      '--horizon-days',
      '180',
      '--out',
      out,
      '--report',
      report,
      '--json',
    );
    const [header, ...rows] = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    expect(rows).toHaveLength(new Set(shop.map(({ customer }) => customer)).size);
    const column = (name: string) => rows.map((row) => Number(row[header!.indexOf(name)]));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(column('expected_purchases'))).toBeCloseTo(json.forecast.purchases, 3);
    expect(sum(column('clv'))).toBeCloseTo(json.forecast.value, 2);
    for (const alive of column('probability_alive')) expect(alive >= 0 && alive <= 1).toBe(true);
    expect(new Set(column('horizon_days'))).toEqual(new Set([180]));
    const values = column('clv');
    expect(values).toEqual([...values].sort((a, b) => b - a));

    const html = await readFile(report, 'utf8');
    expect(html).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=/);
    expect(html).toContain('K&lt;');
    expect(html).not.toContain('<td>K<');
    const charts = JSON.parse(/id="charts">(.*?)<\/script>/s.exec(html)![1]!);
    expect(charts.map(({ title }: { title: string }) => title)).toEqual([
      'Repeat purchases in the calibration.',
      'Cumulative repeat purchases.',
      'Purchases in the holdout.',
      'P(alive).',
    ]);
    const counted = charts[0].marks[0].data.filter(({ series }: { series: string }) => series === 'actual');
    expect(sum(counted.map(({ customers }: { customers: number }) => customers))).toBe(
      json.holdout.customers,
    );
    const simulated = sum(charts[0].marks[0].data.map(({ customers }: { customers: number }) => customers));
    expect(simulated).toBeCloseTo(4 * json.holdout.customers, 6);

    const lines = new Map<string, number[]>();
    for (const { series, cumulative } of charts[1].marks[1].data)
      lines.set(series, [...(lines.get(series) ?? []), cumulative]);
    const until = (date: string) => new Date(`${date}T00:00:00Z`).getTime();
    let repeats = 0;
    for (const customer of new Set(shop.map((line) => line.customer))) {
      const bought = shop.filter((line) => line.customer === customer).map(({ date }) => date.getTime());
      const days = [...new Set(bought)].sort((a, b) => a - b);
      if (days[0]! <= until(json.calibration.to))
        repeats += days.slice(1).filter((each) => each <= until(json.holdout.to)).length;
    }
    expect([...lines.keys()]).toEqual(['actual', 'BG/NBD', 'MBG/NBD', 'Pareto/NBD', 'Blend of the three']);
    for (const line of lines.values()) {
      expect(line).toEqual([...line].sort((a, b) => a - b));
      expect(line[0]).toBe(0);
      expect(Math.abs(line.at(-1)! / repeats - 1)).toBeLessThan(0.2);
    }
    expect(lines.get('actual')!.at(-1)).toBe(repeats);
    for (const { alive } of charts[3].marks[0].data) expect(alive >= 0 && alive <= 1).toBe(true);
  });

  test('counts purchases only when there is no amount', async () => {
    const file = await fileOf('orders.csv', plain(shop));
    const out = path.join(await newFolder(), 'out.csv');
    const { json } = await run(file, '--customer', 'customer', '--date', 'when', '--out', out, '--json');
    expect(json.gammaGamma).toBeNull();
    expect(json.best.value).toBeNull();
    expect((await readFile(out, 'utf8')).split('\n')[1]).toMatch(/,,$/);
  });

  test('says how refunds were taken', async () => {
    const first = shop[0]!;
    const refund = { ...first, date: new Date(first.date.getTime() + day), amount: -1 };
    const { json, stderr } = await run(await fileOf('o.csv', plain([...shop, refund])), ...usual, '--json');
    expect(json.refunds).toBe(1);
    expect(stderr).toContain('Refunds (negative amounts): 1;');
  });

  test('says when a likelihood has no maximum', async () => {
    const alike = Array.from({ length: 40 }, (_, customer) =>
      Array.from({ length: 6 }, (_, month) => `c${customer},2024-0${month + 1}-01,10`),
    ).flat();
    const { stdout } = await run(
      await fileOf('o.csv', `customer,when,total\n${alike.join('\n')}\n`),
      ...usual,
    );
    for (const model of ['BG/NBD', 'MBG/NBD', 'Pareto/NBD'])
      expect(stdout).toContain(`! ${model} has no maximum of the likelihood on these data`);
    expect(stdout).toContain('everybody is given the mean amount');
  });

  test('without a holdout it still chooses and foretells', async () => {
    const last = iso(new Date(Math.max(...shop.map(({ date }) => date.getTime()))));
    const { json } = await run(
      await fileOf('o.csv', plain(shop)),
      ...usual,
      '--calibration-end',
      last,
      '--json',
    );
    expect(json.holdout).toBeNull();
    expect(json.best.chosenOn).toHaveLength(3);
    expect(json.forecast).toMatchObject({ asOf: last, horizonDays: 365 });
  });
});

describe('clv refuses', () => {
  test('a column that is not there, and names those that are near', async () => {
    const file = await fileOf('orders.csv', plain(shop));
    const { code, json } = await run(file, '--customer', 'custmer', '--date', 'when', '--json');
    expect(code).toBe(1);
    expect(json.problem).toMatchObject({ code: 'not_found', errors: [{ path: '--customer' }] });
    expect(json.problem.remedy).toContain('"customer"');
  });

  test('rows that cannot be read, with their lines, unless told to leave them out', async () => {
    const broken = `${plain(shop)}K1,2023-02-30,5\n,2023-03-01,5\nK1,2023-03-02,five\nK1,2023-03-02\n`;
    const file = await fileOf('orders.csv', broken);
    const refused = await run(file, ...usual, '--json');
    expect(refused.code).toBe(1);
    const lines = shop.length + 1;
    expect(refused.json.problem.errors).toEqual([
      expect.objectContaining({ path: `line ${lines + 4}` }),
      expect.objectContaining({ path: `line ${lines + 1}, when`, received: '2023-02-30' }),
      expect.objectContaining({ path: `line ${lines + 2}, customer` }),
      expect.objectContaining({ path: `line ${lines + 3}, total`, received: 'five' }),
    ]);
    expect(refused.json.problem.remedy).toContain('--skip-bad-rows');
    const skipped = await run(file, ...usual, '--skip-bad-rows', '--json');
    expect(skipped.json.rowsSkipped).toBe(4);
    expect(skipped.stderr).toContain('Rows left out: 4');
    const sound = await run(await fileOf('orders.csv', plain(shop)), ...usual, '--json');
    expect(skipped.json.parameters).toEqual(sound.json.parameters);
  });

  test('a column without dates, and shows how dates may be written', async () => {
    const { code, json } = await run(
      await fileOf('o.csv', 'who,when\na,soon\nb,later\n'),
      '--customer',
      'who',
      '--date',
      'when',
      '--json',
    );
    expect(code).toBe(1);
    expect(json.problem.errors[0]).toMatchObject({ path: 'line 2, when', received: 'soon' });
    expect(json.problem.errors[0].allowed).toContain('31.12.2024');
  });

  test.each([
    ['nobody bought twice', 'who,when\na,2024-01-01\nb,2024-02-01\nc,2024-03-01\n', [], 'not_enough_data'],
    ['there are only refunds', 'who,when,sum\na,2024-01-01,-3\n', ['--amount', 'sum'], 'not_enough_data'],
    [
      'the calibration ends outside',
      plain(shop).replace('customer,', 'who,'),
      ['--calibration-end', '2031-01-01'],
      'invalid_input',
    ],
  ])('when %s', async (_, content, options, problem) => {
    const { code, json } = await run(
      await fileOf('o.csv', content),
      '--customer',
      'who',
      '--date',
      'when',
      ...options,
      '--json',
    );
    expect(code).toBe(1);
    expect(json.problem.code).toBe(problem);
  });

  test('options it does not understand', async () => {
    expect((await run('x.csv', '--customer', 'a')).code).toBe(2);
    expect((await run('x.csv', ...usual, '--unit', 'year')).code).toBe(2);
    expect((await run('x.csv', ...usual, '--horizon-days', '0')).code).toBe(2);
    expect((await run('x.csv', ...usual, '--calibration-end', 'yesterday')).code).toBe(2);
  });
});

const sample = sharedData('cdnow/CDNOW_sample.txt');
(sample === undefined ? test.skip : test)('the CDNOW customers are those of the papers', async () => {
  const { code, json } = await run(
    sample!,
    ...['--no-header', '--customer', '2', '--date', '3', '--amount', '5', '--unit', 'week'],
    ...['--calibration-end', '1997-09-30', '--horizon-days', '273', '--json'],
  );
  expect(code).toBe(0);
  expect(json.logLikelihood).toBeCloseTo(-9582.429, 2);
  expect(json.models[2].logLikelihood).toBeCloseTo(-9594.976, 2);
  expect(json.gammaGamma.logLikelihood).toBeCloseTo(-4055.92, 2);
  expect(json.holdout.actual).toBe(1882);
  expect(json.holdout.mae).toBeCloseTo(0.7855, 4);
  expect(json.best.mae).toBeLessThanOrEqual(0.7855);
});

const apparel = sharedData('apparel/apparelTrans.csv');
(apparel === undefined ? test.skip : test)('the apparel shop is foretold for three years', async () => {
  const { json } = await run(
    apparel!,
    ...[
      '--customer',
      'Id',
      '--date',
      'Date',
      '--amount',
      'Price',
      '--calibration-end',
      '2007-12-31',
      '--json',
    ],
  );
  expect(json.best.actual).toBe(928);
  expect(json.best.mae).toBeLessThan(1.233);
  expect(json.best.intervals.totalRatio.low).toBeLessThan(1);
  expect(json.best.intervals.totalRatio.high).toBeGreaterThan(1);
});
