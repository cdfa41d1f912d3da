import { marked } from 'marked';
import type { Chart } from '../../serving/report/chart.ts';
import { escapeHtml } from '../../serving/report/escape.ts';
import { chartFigure, htmlFile, tableHtml } from '../../serving/report/page.ts';
import type { Cell } from './cells.ts';
import type { Outputs, Shown } from './show.ts';

/** A notebook that has run as one HTML file: prose, code (folded away on demand) and what the code showed. */
export function notebookPage(cells: readonly Cell[], outputs: Outputs): string {
  const charts: Chart[] = [];
  const body = cells
    .map((cell, index) => {
      if (cell.kind === 'prose') return marked.parse(cell.text, { async: false });
      const shown = (outputs.get(index) ?? []).map((value) => shownHtml(value, charts)).join('\n');
      return `<details open><summary>code</summary><pre><code>${escapeHtml(cell.text)}</code></pre></details>\n${shown}`;
    })
    .join('\n');
  return htmlFile(titleOf(cells), `<main>\n${body}\n</main>`, charts);
}

const titleOf = (cells: readonly Cell[]): string =>
  cells
    .find(({ kind }) => kind === 'prose')
    ?.text.match(/^#\s+(.+)$/m)?.[1]
    ?.trim() ?? 'Notebook';

function shownHtml(value: Shown, charts: Chart[]): string {
  if (typeof value === 'string') return `<pre class="output">${escapeHtml(value)}</pre>`;
  if ('marks' in value) return `<div class="figures">${chartFigure(value, charts)}</div>`;
  if ('columns' in value) return tableHtml(value);
  const columns = [...new Set(value.flatMap((row) => Object.keys(row)))];
  return tableHtml({ columns, rows: value.map((row) => columns.map((name) => cellValue(row[name]))) });
}

/** Numbers with four significant digits at most behind the point; dates as days. */
function cellValue(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(4));
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
