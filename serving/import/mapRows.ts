import { typedValue } from './columnKind.ts';
import type { ResolvedMap, ResolvedSource } from './columnMap.ts';
import { Expressions } from './expressions.ts';
import type { Column, Fault, SourceRow } from './source.ts';

/** A row under canonical names, not yet validated. */
export interface MappedRow {
  readonly row: number;
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly fault?: Fault;
}

/** Applies a column map; close it when done. */
export interface RowMapper {
  map(rows: readonly SourceRow[]): Promise<MappedRow[]>;
  /** The column (or expression) a canonical field came from, to name in a reject. */
  columnOf(field: string): string;
  close(): void;
}

type Read = (row: SourceRow, evaluated: readonly unknown[]) => unknown;

export async function rowMapper(map: ResolvedMap, columns: readonly Column[]): Promise<RowMapper> {
  const sql: string[] = [];
  const names: string[] = [];
  const reader = (name: string, source: ResolvedSource, typed: boolean): Read => {
    if ('value' in source) return () => source.value;
    if ('sql' in source) {
      const index = sql.push(source.sql) - 1;
      names.push(name);
      return (_row, evaluated) => evaluated[index];
    }
    const { kind } = columns[source.column]!;
    return ({ values }) => {
      const value = values[source.column];
      if (typeof value !== 'string') return value ?? null;
      return typed ? typedValue(value, kind) : value;
    };
  };
  const fields = [...map.fields].map(([name, source]) => [name, reader(name, source, false)] as const);
  const attributes =
    map.attributes &&
    [...map.attributes].map(([name, source]) => [name, reader(name, source, true)] as const);
  const expressions = sql.length === 0 ? undefined : await Expressions.open(sql, columns);

  const mapRow = (row: SourceRow, evaluated: readonly unknown[]): MappedRow => {
    const mapped: Record<string, unknown> = {};
    for (const [name, read] of fields) mapped[name] = read(row, evaluated);
    if (attributes) {
      mapped.attributes = Object.fromEntries(
        attributes.map(([name, read]) => [name, plain(read(row, evaluated))]),
      );
    }
    return { row: row.row, line: row.line, fields: mapped };
  };

  return {
    async map(rows) {
      const readable = rows.filter(({ fault }) => fault === undefined);
      const evaluated = await expressions?.evaluate(readable);
      let index = 0;
      return rows.map((row) => {
        if (row.fault) return { row: row.row, line: row.line, fields: {}, fault: row.fault };
        const result = evaluated?.[index++];
        if (result === undefined) return mapRow(row, []);
        if ('values' in result) return mapRow(row, result.values);
        const column = names[result.expression]!;
        const fault = { column, value: sql[result.expression]!, reason: result.reason };
        return { row: row.row, line: row.line, fields: {}, fault };
      });
    },
    columnOf(field) {
      const source = map.fields.get(field);
      return source !== undefined && 'column' in source ? columns[source.column]!.name : field;
    },
    close: () => expressions?.close(),
  };
}

/** A nested value of an NDJSON line is kept as its JSON text. */
const plain = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
