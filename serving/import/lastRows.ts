import type { ResolvedMap } from './columnMap.ts';
import { rowMapper } from './mapRows.ts';
import { RowTable } from './rowTable.ts';
import type { Source, SourceRow } from './source.ts';

/** Which rows of a file a later row with the same external id replaces. Costs about 32 bytes per row. */
export class LastRows {
  readonly #last: RowTable | undefined;

  private constructor(last: RowTable | undefined) {
    this.#last = last;
  }

  /** Reads the ids of the whole file once. */
  static async of(map: ResolvedMap, source: Source): Promise<LastRows> {
    const id = map.fields.get('externalId');
    if (id === undefined) return new LastRows(undefined);
    const table = new RowTable();
    let duplicates = false;
    const mapper = await rowMapper(
      { fields: new Map([['externalId', id]]), attributes: undefined },
      source.columns,
    );
    try {
      const note = async (rows: readonly SourceRow[]) => {
        for (const { row, fields } of await mapper.map(rows)) {
          const key = keyOf(fields.externalId);
          if (key === undefined) continue;
          duplicates ||= table.get(key) !== undefined;
          table.set(key, row);
        }
      };
      for await (const rows of source.read()) await note(rows);
    } finally {
      mapper.close();
    }
    return new LastRows(duplicates ? table : undefined);
  }

  superseded(row: number, externalId: unknown): boolean {
    const key = this.#last && keyOf(externalId);
    return key !== undefined && (this.#last!.get(key) ?? row) > row;
  }
}

function keyOf(externalId: unknown): string | undefined {
  if (externalId === null || externalId === undefined || typeof externalId === 'object') return undefined;
  const key = String(externalId).trim();
  return key === '' ? undefined : key;
}
