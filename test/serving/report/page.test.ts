import { describe, expect, test } from '@jest/globals';
import { page } from '../../../serving/report/page.ts';

describe('a report page', () => {
  const hostile = '</script><script>alert("x")</script>&<b>';
  const html = page(
    hostile,
    [
      {
        title: hostile,
        text: [hostile],
        warnings: [hostile],
        table: { columns: [hostile], rows: [[hostile], [1.5], [null]] },
        charts: [
          {
            title: hostile,
            marks: [{ mark: 'dot', data: [{ x: hostile, y: Number.NaN }], options: { x: 'x', y: 'y' } }],
          },
        ],
      },
    ],
    hostile,
  );

  test('lets no text of the data become markup', () => {
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('&<b>');
    expect(html.match(/&lt;\/script&gt;/g)!.length).toBeGreaterThanOrEqual(8);
  });

  test('holds its charts as data and the libraries that draw them, and asks the network for nothing', () => {
    const json = /<script type="application\/json" id="charts">(.*?)<\/script>/s.exec(html)![1]!;
    expect(JSON.parse(json)[0].marks[0].data).toEqual([{ x: hostile, y: null }]);
    expect(html).toContain('data-chart="0"');
    expect(html.length).toBeGreaterThan(300_000);
    expect(html).not.toMatch(/<script[^>]* src=|<link /);
  });

  test('right-aligns numbers and shows what is missing', () => {
    expect(html).toContain('<td class="number">1.5</td>');
    expect(html).toContain('<td>-</td>');
  });
});
