import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { registerLink } from '../../../serving/commands/link.ts';
import { runProgram } from '../../../serving/commands/runProgram.ts';
import { people, peopleColumns } from '../../models/linking/bulk/people.ts';

let folder: string;
const path = (name: string) => join(folder, name);
const { rows, who } = people(400, 7);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkloop-link-'));
  const header = ['id', ...peopleColumns, 'cluster'].join(';');
  const lines = rows.map((row, at) => [`K${at}`, ...row, who[at]].join(';'));
  await writeFile(path('people.csv'), `${[header, ...lines].join('\n')}\n`);
  const pairs = who.flatMap((one, at) => {
    const other = who.indexOf(one, at + 1);
    return other < 0 ? [] : [`K${at},K${other}`];
  });
  await writeFile(path('truth.csv'), `id_left,id_right\n${pairs.join('\n')}\n`);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function link(...args: string[]) {
  let out = '';
  let notes = '';
  const code = await runProgram(['link', ...args, '--json'], [registerLink], {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (notes += text) },
    signal: new AbortController().signal,
  });
  return { code, notes, answer: JSON.parse(out.trim().split('\n').at(-1)!) as Record<string, unknown> };
}

describe('linkloop link', () => {
  test('one file: pairs, clusters, quality, reasons', async () => {
    const { code, answer } = await link(
      path('people.csv'),
      '--truth',
      path('truth.csv'),
      '--out',
      path('links.csv'),
    );
    expect(code).toBe(0);
    expect(answer).toMatchObject({ rows: 400, pairCompleteness: 1, pairCompletenessIs: 'measured' });
    expect(answer.f1).toBeGreaterThan(0.95);
    expect(answer.dropped).toEqual([{ column: 'cluster', reason: expect.stringContaining('entities') }]);
    const [header, ...lines] = (await readFile(path('links.csv'), 'utf8')).trim().split('\n');
    expect(header).toBe('id_left,id_right,probability,decision');
    const cells = lines.map((line) => line.split(','));
    expect(cells.filter(([, , , decision]) => decision === 'link')).toHaveLength(answer.links as number);
    for (const [left, right, probability, decision] of cells) {
      expect(left).toMatch(/^K\d+$/);
      expect(right).toMatch(/^K\d+$/);
      expect(Number(probability)).toBeGreaterThan(0);
      expect(Number(probability)).toBeLessThanOrEqual(1);
      expect(['link', 'review', 'no-link']).toContain(decision);
    }
    const clusters = (await readFile(path('links.clusters.csv'), 'utf8')).trim().split('\n');
    expect(clusters).toHaveLength(401);
    expect(new Set(clusters.slice(1).map((line) => line.split(',')[1])).size).toBe(answer.clusters);
  });

  test('labels decide the pairs they name, and are asked for', async () => {
    const asked = await link(path('people.csv'), '--out', path('first.csv'), '--ask', '20');
    expect(asked.notes).toContain('first.ask.csv');
    const lines = (await readFile(path('first.ask.csv'), 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('id_left,id_right,label,probability');
    expect(lines.length).toBeGreaterThan(5);
    // A pair that was linked, denied by somebody.
    const linked = (await readFile(path('first.csv'), 'utf8'))
      .split('\n')
      .find((line) => line.endsWith(',link'))!;
    const [left, right] = linked.split(',');
    await writeFile(path('labels.csv'), `id_left,id_right,label\n${right},${left},0\n`);
    await link(path('people.csv'), '--out', path('second.csv'), '--labels', path('labels.csv'));
    const after = (await readFile(path('second.csv'), 'utf8')).split('\n');
    expect(after.some((line) => line.startsWith(`${left},${right},`) && line.endsWith(',link'))).toBe(false);
  });

  test('pairs to label go where they are wanted; what was answered is not asked again', async () => {
    const asked = path('pairs.csv');
    const first = await link(
      path('people.csv'),
      '--truth',
      path('truth.csv'),
      '--ask',
      '30',
      '--out-labels',
      asked,
    );
    expect(first.notes).toContain(asked);
    const truth = new Set((await readFile(path('truth.csv'), 'utf8')).trim().split('\n'));
    const pairs = (await readFile(asked, 'utf8')).trim().split('\n').slice(1);
    expect(pairs).toHaveLength(30);
    const answered = pairs.map((line) => {
      const [left, right] = line.split(',');
      return `${left},${right},${truth.has(`${left},${right}`) ? 1 : 0}`;
    });
    await writeFile(asked, `id_left,id_right,label\n${answered.join('\n')}\n`);
    const again = path('again.csv');
    const truthFlags = ['--truth', path('truth.csv')];
    const second = await link(
      path('people.csv'),
      ...truthFlags,
      '--labels',
      asked,
      '--ask',
      '30',
      '--out-labels',
      again,
    );
    expect(second.answer.f1).toBeGreaterThanOrEqual(first.answer.f1 as number);
    const seen = new Set(pairs.map((line) => line.split(',').slice(0, 2).join(',')));
    const next = (await readFile(again, 'utf8')).trim().split('\n').slice(1);
    expect(next.some((line) => seen.has(line.split(',').slice(0, 2).join(',')))).toBe(false);
  });

  test('a page tells what counted, why, and how large clusters are', async () => {
    const { answer } = await link(path('people.csv'), '--report', path('report.html'));
    const html = await readFile(path('report.html'), 'utf8');
    const charts = JSON.parse(
      /<script type="application\/json" id="charts">(.*?)<\/script>/s.exec(html)![1]!,
    ) as {
      title: string;
      marks: { mark: string; data: Record<string, number & string>[] }[];
    }[];
    const data = (title: string) => charts.find((chart) => chart.title.startsWith(title))!.marks[0]!.data;
    const links = data('Match weights').filter(({ decision }) => decision === 'link');
    expect(links.reduce((sum, { pairs }) => sum + pairs!, 0)).toBe(answer.links);
    expect(data('Records per entity').reduce((sum, { entities }) => sum + entities!, 0)).toBe(
      answer.clusters,
    );
    expect(data('vorname').map(({ level }) => level)).toContain('nickname');
    const waterfalls = charts.filter(({ title }) => / and .*: (link|review|no-link)\.$/.test(title));
    expect(waterfalls.length).toBeGreaterThan(3);
    for (const { marks } of waterfalls) {
      const steps = marks[0]!.data;
      steps.slice(1, -1).forEach((step, at) => {
        expect(step.from).toBeCloseTo(steps[at]!.to!, 9);
      });
      expect(steps.at(-1)!.to).toBeCloseTo(steps.at(-2)!.to!, 9);
    }
  });

  test('progress, threads, memory and a folder to go on from', async () => {
    const flags = ['--threads', '1', '--memory', '1.5 GB', '--work', path('work')];
    const { notes, answer } = await link(path('people.csv'), ...flags);
    expect(answer).toMatchObject({ threads: 1, spilledBytes: 0 });
    for (const stage of [
      'reading files',
      'reading fields',
      'learning weights',
      'comparing candidates',
      'deciding',
    ])
      expect(notes).toMatch(new RegExp(`\\[ *\\d+ %\\] ${stage}`));
    expect(notes).toMatch(/comparing candidates: \d+ pairs/);
    const again = await link(path('people.csv'), ...flags);
    expect(again.notes).not.toContain('learning weights');
    expect(again.answer.links).toBe(answer.links);
    const other = await link(path('people.csv'), '--region', 'AT', ...flags);
    expect([other.code, other.answer.problem]).toMatchObject([1, { code: 'conflict' }]);
  });

  test('an interrupted run says where to go on', async () => {
    const controller = new AbortController();
    let out = '';
    const code = await runProgram(
      ['link', path('people.csv'), '--work', path('stopped'), '--json'],
      [registerLink],
      {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => text.includes('learning weights') && controller.abort() },
        signal: controller.signal,
      },
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      problem: {
        code: 'cancelled',
        detail: expect.stringContaining(path('stopped')),
        remedy: expect.any(String),
      },
    });
  });

  test.each([
    ['--memory', 'much'],
    ['--memory', '0'],
    ['--threads', '0'],
    ['--threads', '1.5'],
  ])('%s %s is refused', async (option, value) => {
    expect((await link(path('people.csv'), option, value)).code).toBe(2);
  });

  test('two files and a map; why one pair', async () => {
    const [header, ...lines] = (await readFile(path('people.csv'), 'utf8')).trim().split('\n');
    await writeFile(path('a.csv'), `${[header, ...lines.slice(0, 200)].join('\n')}\n`);
    await writeFile(path('b.csv'), `${[header, ...lines.slice(200)].join('\n')}\n`);
    await writeFile(path('map.json'), '{"ort": "drop"}');
    const { answer } = await link(
      path('a.csv'),
      path('b.csv'),
      '--map',
      path('map.json'),
      '--why',
      'K0,K200',
    );
    expect(answer.rows).toBe(400);
    expect((answer.fields as { name: string }[]).map(({ name }) => name)).not.toContain('ort');
    const why = answer.why as { prior: number; logOdds: number; evidence: { weight: number }[] };
    expect(why.evidence.reduce((sum, { weight }) => sum + weight, why.prior)).toBeCloseTo(why.logOdds, 9);
  });

  test.each([
    [['none.csv'], 'not_found'],
    [['people.csv', '--id', 'ort'], 'invalid_input'],
    [['people.csv', '--id', 'nowhere'], 'not_found'],
    [['people.csv', '--why', 'K1'], 'not_found'],
    [['people.csv', '--map', 'people.csv'], 'invalid_input'],
  ])('%j: %s', async (args, code) => {
    const given = args.map((arg) => (arg.endsWith('.csv') ? path(arg) : arg));
    const { code: exit, answer } = await link(...given);
    expect(exit).toBe(1);
    expect(answer).toMatchObject({ problem: { code } });
  });
});
