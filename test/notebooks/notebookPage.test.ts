import { expect, test } from '@jest/globals';
import type { Cell } from '../../notebooks/render/cells.ts';
import { notebookPage } from '../../notebooks/render/notebookPage.ts';
import { enterCell, type Shown, show, takeOutputs } from '../../notebooks/render/show.ts';

const cells: readonly Cell[] = [
  { kind: 'prose', text: '# Who calls\n\nSome **prose**.', line: 1 },
  { kind: 'code', text: "show('<b>1 < 2</b>');", line: 5 },
];
const pageOf = (...values: readonly Shown[]) => notebookPage(cells, new Map([[1, values]]));

test('a page has the title and prose, the code, and below it what the code showed', () => {
  const page = pageOf('<b>1 < 2</b>');
  expect(page).toContain('<title>Who calls</title>');
  expect(page).toContain('<strong>prose</strong>');
  expect(page.indexOf('&lt;b&gt;1 &lt; 2&lt;/b&gt;</pre>')).toBeGreaterThan(page.indexOf('show(&#39;'));
  expect(page).not.toContain('<b>1');
});

test('rows are shown as a table with every name that occurs', () => {
  const page = pageOf([
    { name: 'Müller', share: 0.123456 },
    { name: null, when: new Date('2026-01-02T03:04:05Z') },
  ]);
  expect(page).toContain('<th>name</th><th>share</th><th>when</th>');
  expect(page).toContain('<td>Müller</td><td class="number">0.1235</td><td>-</td>');
  expect(page).toContain('<td>-</td><td>-</td><td>2026-01-02</td>');
});

test('a chart is drawn by the page', () => {
  const page = pageOf({ title: 'Calls per hour', marks: [{ mark: 'dot', data: [{ x: 1, y: 2 }] }] });
  expect(page).toContain('data-chart="0"');
  expect(page).toContain('"title":"Calls per hour"');
});

test('what is shown belongs to the cell that runs', () => {
  enterCell(1);
  show('first');
  enterCell(3);
  show('second', 'third');
  expect([...takeOutputs()]).toEqual([
    [1, ['first']],
    [3, ['second', 'third']],
  ]);
  expect(takeOutputs().size).toBe(0);
});
