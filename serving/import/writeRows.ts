import type { MappedRow } from './mapRows.ts';
import type { Reject } from './reject.ts';
import type { ValidRow } from './validateRows.ts';
import type { BatchCounts } from './writeBatch.ts';

/** Consecutive rows of a file and what became of them so far. */
export interface Slice {
  readonly rows: readonly MappedRow[];
  readonly valid: readonly ValidRow[];
  readonly rejects: readonly Reject[];
}

export interface SliceCounts extends BatchCounts {
  readonly rows: number;
  readonly rejected: number;
}

/**
 * Writes a slice in one transaction. When the database refuses a value no check foresaw, the slice is halved until
 * the row is found, which is rejected: one bad row does not hold up a million good ones. A transaction that lost a
 * race with another one is repeated.
 */
export async function* writeRows(
  slice: Slice,
  write: (slice: Slice) => Promise<SliceCounts>,
): AsyncGenerator<SliceCounts, void, undefined> {
  let failure: unknown;
  for (let attempt = 1; ; attempt++) {
    try {
      yield await write(slice);
      return;
    } catch (error) {
      failure = error;
      if (!lostRace(error) || attempt === 5) break;
    }
  }
  if (!refusedValue(failure)) throw failure;
  const { rows, valid, rejects } = slice;
  if (rows.length === 1) {
    const { line } = rows[0]!;
    const reason = `was refused by the database: ${(failure as Error).message}`;
    yield await write({ rows, valid: [], rejects: [{ line, column: '', value: '', reason }] });
    return;
  }
  const middle = Math.floor(rows.length / 2);
  const first = rows[middle]!.line;
  const before = ({ line }: { line: number }) => line < first;
  const after = ({ line }: { line: number }) => line >= first;
  yield* writeRows(
    { rows: rows.slice(0, middle), valid: valid.filter(before), rejects: rejects.filter(before) },
    write,
  );
  yield* writeRows(
    { rows: rows.slice(middle), valid: valid.filter(after), rejects: rejects.filter(after) },
    write,
  );
}

const sqlState = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** Serialization failure, deadlock, or a record another transaction has created meanwhile. */
const lostRace = (error: unknown): boolean => ['40001', '40P01', '23505'].includes(sqlState(error));

/** Data exception, integrity violation, program limit exceeded. */
const refusedValue = (error: unknown): boolean => /^(?:22|23|54)[0-9A-Z]{3}$/.test(sqlState(error));
