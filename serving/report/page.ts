import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Chart } from './chart.ts';
import { escapeHtml, scriptJson } from './escape.ts';
import { pageScript, pageStyle } from './pageAssets.ts';

/** Cells are shown as they are; numbers are right-aligned. */
export interface PageTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** One part of a page; what is absent is left out, the rest stands in the order of these properties. */
export interface PageSection {
  readonly title: string;
  /** Paragraphs of plain text. */
  readonly text?: readonly string[];
  /** Paragraphs in a frame that catches the eye. */
  readonly warnings?: readonly string[];
  readonly table?: PageTable;
  /** Side by side where the window is wide enough. */
  readonly charts?: readonly Chart[];
}

/**
 * A report of sections as one HTML file.
 * @param subtitle one line below the title, such as the file and the moment it was read
 */
export function page(title: string, sections: readonly PageSection[], subtitle = ''): string {
  const charts: Chart[] = [];
  const body = sections.map((section) => sectionHtml(section, charts)).join('\n');
  return htmlFile(
    title,
    `<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(subtitle)}</p></header>\n<main>\n${body}\n</main>`,
    charts,
  );
}

/**
 * One HTML file that needs nothing else, no network either: d3 and Observable Plot are written into it, and the
 * data of its charts as JSON in which no markup can hide.
 * @param body markup in which `chartFigure` left the places of the charts
 */
export function htmlFile(title: string, body: string, charts: readonly Chart[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
${body}
<script type="application/json" id="charts">${scriptJson(charts)}</script>
${libraries()
  .map((source) => `<script>${source}</script>`)
  .join('\n')}
<script>${pageScript}</script>
</body>
</html>
`;
}

function sectionHtml(section: PageSection, charts: Chart[]): string {
  const paragraphs = (texts: readonly string[] = [], kind = '') =>
    texts.map((text) => `<p${kind}>${escapeHtml(text)}</p>`).join('\n');
  const figures = (section.charts ?? []).map((chart) => chartFigure(chart, charts));
  return `<section><h2>${escapeHtml(section.title)}</h2>
${paragraphs(section.text)}${paragraphs(section.warnings, ' class="warning"')}
${section.table === undefined ? '' : tableHtml(section.table)}
${figures.length === 0 ? '' : `<div class="figures">${figures.join('\n')}</div>`}
</section>`;
}

/** The place of a chart, which joins the charts of the file. */
export function chartFigure(chart: Chart, charts: Chart[]): string {
  const index = charts.push(chart) - 1;
  return `<figure><figcaption><strong>${escapeHtml(chart.title)}</strong> ${escapeHtml(chart.caption ?? '')}</figcaption><div data-chart="${index}"></div></figure>`;
}

export function tableHtml({ columns, rows }: PageTable): string {
  const cell = (value: string | number | null) =>
    typeof value === 'number'
      ? `<td class="number">${escapeHtml(String(value))}</td>`
      : `<td>${escapeHtml(value ?? '-')}</td>`;
  return `<div class="scroll"><table><thead><tr>${columns.map((name) => `<th>${escapeHtml(name)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}</tbody></table></div>`;
}

/** The browser bundles of d3 and Plot; neither lists them in its `exports`. */
function libraries(): string[] {
  const require = createRequire(import.meta.url);
  const plot = require.resolve('@observablehq/plot');
  const d3 = createRequire(plot).resolve('d3');
  return [join(dirname(d3), '../dist/d3.min.js'), join(dirname(plot), '../dist/plot.umd.min.js')].map(
    (path) => readFileSync(path, 'utf8').replaceAll('</script', '<\\/script'),
  );
}
