import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import type { ScoreRecord } from '../../prisma/repositories/scores.ts';
import { csvText } from '../csvCell.ts';
import { columnsOfTask } from './scoreColumns.ts';

/** How scores can be written as text. */
export const textFormats = ['csv', 'ndjson'] as const;
export type TextFormat = (typeof textFormats)[number];

/** Characters per piece of text. */
const pieceSize = 65_536;

/** A task's scores as text in pieces: CSV with a header (RFC 4180, line feeds, no formulas), or one JSON object per line. */
export async function* scoreLines(
  task: HistoryTask,
  format: TextFormat,
  scores: AsyncIterable<ScoreRecord>,
): AsyncGenerator<string> {
  const columns = columnsOfTask(task);
  let piece = format === 'csv' ? `${columns.map(({ name }) => name).join(',')}\n` : '';
  for await (const score of scores) {
    const values = columns.map((column) => column.of(score));
    piece +=
      format === 'csv'
        ? `${values.map((value) => (typeof value === 'string' ? csvText(value) : String(value ?? ''))).join(',')}\n`
        : `${JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, values[index]])))}\n`;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
