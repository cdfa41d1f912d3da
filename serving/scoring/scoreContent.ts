import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import type { ScoreRecord } from '../../prisma/repositories/scores.ts';
import { scoreLines, textFormats } from './scoreLines.ts';
import { writeScores } from './writeScores.ts';

/** How scores can be sent. */
export const scoreFormats = [...textFormats, 'parquet'] as const;
export type ScoreFormat = (typeof scoreFormats)[number];

/**
 * A task's scores to be sent on. Text is made while it is read. What a Parquet file begins with is known only when all of it
 * is: it is written to a temporary file, which has no name any more when this resolves and is gone when the stream ends.
 */
export async function scoreContent(
  task: HistoryTask,
  format: ScoreFormat,
  scores: AsyncIterable<ScoreRecord>,
): Promise<Readable> {
  if (format !== 'parquet') return Readable.from(scoreLines(task, format, scores));
  const folder = await mkdtemp(path.join(tmpdir(), 'linkloop-parquet-'));
  try {
    const file = path.join(folder, 'scores.parquet');
    await writeScores(file, task, scores);
    return (await open(file)).createReadStream();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
