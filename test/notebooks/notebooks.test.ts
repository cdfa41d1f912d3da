import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cellsOf } from '../../notebooks/render/cells.ts';

const folder = path.join(import.meta.dirname, '../../notebooks');
const notebooks = readdirSync(folder).filter(
  (name) => name.endsWith('.notebook.ts') && !name.startsWith('.'),
);

/** What running them cannot tell: whether they keep to what CONTRIBUTING.md says of a notebook. */
describe.each(notebooks)('%s', (name) => {
  const cells = cellsOf(readFileSync(path.join(folder, name), 'utf8'));
  const code = cells.filter(({ kind }) => kind === 'code').map(({ text }) => text);

  test('begins with a title, and every stretch of code that shows something is introduced', () => {
    expect(cells[0]).toMatchObject({ kind: 'prose', text: expect.stringMatching(/^# \S/) });
    cells.forEach(({ kind, text }, index) => {
      if (kind === 'code' && /^show\(/m.test(text)) expect(cells[index - 1]?.kind).toBe('prose');
    });
  });

  test('has at least three charts, each with a caption that says what it was measured on', () => {
    const all = code.join('\n');
    const charts = all.match(/\bmarks: \[/g)?.length ?? 0;
    expect(charts).toBeGreaterThanOrEqual(3);
    expect(all.match(/\bcaption:/g)).toHaveLength(charts);
  });

  test('closes the call centre it opens', () => {
    const all = code.join('\n');
    expect(/await centre\.close\(\)/.test(all)).toBe(all.includes('openCallCentre()'));
  });
});
