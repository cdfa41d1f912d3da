import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DuckDBTimestampTZValue } from '@duckdb/node-api';
import { Problem } from '../../base/problem.ts';
import { uuid } from '../../base/uuid.ts';
import type { HistoryTask } from '../../features/definitions/taskFeatures.ts';
import type { ScoreRecord } from '../../prisma/repositories/scores.ts';
import { identifier, openDuckDb } from '../import/duckdb.ts';
import { columnsOfTask, type ScoreColumn } from './scoreColumns.ts';
import { scoreLines } from './scoreLines.ts';

/**
 * Writes a task's scores to a file, by its ending: .parquet, .ndjson or .csv. A file that is there is replaced when the
 * new one is whole.
 * @throws Problem `invalid_input` for another ending
 */
export async function writeScores(
  path: string,
  task: HistoryTask,
  scores: AsyncIterable<ScoreRecord>,
): Promise<void> {
  const ending = scoreFileEnding(path);
  const draft = `${path}.${uuid()}.part`;
  try {
    if (ending === 'parquet') await writeParquet(draft, columnsOfTask(task), scores);
    else await pipeline(Readable.from(scoreLines(task, ending, scores)), createWriteStream(draft));
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** @throws Problem `invalid_input` */
export function scoreFileEnding(path: string): 'csv' | 'ndjson' | 'parquet' {
  const ending = /\.(csv|ndjson|parquet)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending !== undefined) return ending as 'csv' | 'ndjson' | 'parquet';
  throw new Problem('invalid_input', `What kind of file ${path} is to be does not follow from its name.`, {
    findings: [
      { path: 'out', message: 'unknown ending', received: path, allowed: '.csv, .ndjson, .parquet' },
    ],
    remedy: 'End the name with .csv, .ndjson or .parquet.',
  });
}

const sqlTypes: Readonly<Record<ScoreColumn['type'], string>> = {
  text: 'varchar',
  number: 'double',
  boolean: 'boolean',
  time: 'timestamptz',
};

async function writeParquet(
  path: string,
  columns: readonly ScoreColumn[],
  scores: AsyncIterable<ScoreRecord>,
): Promise<void> {
  const { connection, close } = await openDuckDb();
  try {
    const declared = columns.map(({ name, type }) => `${identifier(name)} ${sqlTypes[type]}`);
    await connection.run(`create table scores (${declared.join(', ')})`);
    const appender = await connection.createAppender('scores');
    for await (const score of scores) {
      for (const { type, of } of columns) {
        const value = of(score);
        if (value === null) appender.appendNull();
        else if (type === 'number') appender.appendDouble(value as number);
        else if (type === 'boolean') appender.appendBoolean(value as boolean);
        else if (type === 'text') appender.appendVarchar(value as string);
        else
          appender.appendTimestampTZ(new DuckDBTimestampTZValue(BigInt(Date.parse(value as string)) * 1000n));
      }
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`copy scores to '${path.replaceAll("'", "''")}' (format parquet, compression zstd)`);
  } finally {
    close();
  }
}
