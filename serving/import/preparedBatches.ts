import type { MappedRow, RowMapper } from './mapRows.ts';
import type { Source, SourceRow } from './source.ts';

/** Mapped rows of a file, `size` at a time; the next batch is read while the caller writes one. */
export async function* preparedBatches(
  source: Source,
  mapper: RowMapper,
  size: number,
): AsyncGenerator<MappedRow[], void, undefined> {
  const iterator = mappedBatches(source, mapper, size);
  let next = iterator.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done || value === undefined) return;
      next = iterator.next();
      // Its failure is met at the next turn, not while the caller is busy.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return();
  }
}

async function* mappedBatches(
  source: Source,
  mapper: RowMapper,
  size: number,
): AsyncGenerator<MappedRow[], void, undefined> {
  let rows: SourceRow[] = [];
  for await (const piece of source.read()) {
    for (const row of piece) {
      rows.push(row);
      if (rows.length < size) continue;
      yield await mapper.map(rows);
      rows = [];
    }
  }
  if (rows.length > 0) yield await mapper.map(rows);
}
