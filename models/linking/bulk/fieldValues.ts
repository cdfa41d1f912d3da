import { dateDigits, joinedDate, monthComesFirst } from './dateDigits.ts';
import type { FieldKind, FieldPlan } from './fieldKind.ts';
import { normalForm } from './normalForm.ts';
import type { RecordColumn, RecordTable } from './recordTable.ts';

/** The normal forms of one field: `words[codes[row]]`, -1 where nothing is said. */
export interface FieldValues {
  readonly name: string;
  readonly kind: FieldKind;
  readonly onlyKeys: boolean;
  readonly codes: Int32Array;
  /** Shared by given and family names, so that swapped ones are equal codes. */
  readonly words: readonly string[];
  /** Rows per word in this field. */
  readonly counts: Int32Array;
  readonly present: number;
}

class Vocabulary {
  readonly words: string[] = [];
  readonly #codes = new Map<string, number>();

  code(word: string): number {
    let code = this.#codes.get(word);
    if (code === undefined) {
      code = this.words.push(word) - 1;
      this.#codes.set(word, code);
    }
    return code;
  }
}

/** Reads the planned fields of a table in their normal forms. */
export function fieldValues(table: RecordTable, plans: readonly FieldPlan[], region: string): FieldValues[] {
  const names = new Vocabulary();
  const read = plans.map((plan) => {
    const columns = plan.columns.map((name) => table.columns.find((column) => column.name === name));
    const person = plan.kind === 'givenName' || plan.kind === 'familyName';
    const vocabulary = person ? names : new Vocabulary();
    const codes =
      plan.kind === 'date' && columns.length === 3
        ? datesOfParts(columns, table.rowCount, vocabulary)
        : columns.length === 1
          ? codesOfColumn(plan.kind, columns[0]!, vocabulary, region)
          : codesOfJoined(plan.kind, columns, table.rowCount, vocabulary, region);
    return { plan, codes, vocabulary };
  });
  return read.map(({ plan, codes, vocabulary }) => {
    const counts = new Int32Array(vocabulary.words.length);
    let present = 0;
    for (const code of codes) {
      if (code < 0) continue;
      counts[code]!++;
      present++;
    }
    const { name, kind } = plan;
    return { name, kind, onlyKeys: plan.onlyKeys === true, codes, words: vocabulary.words, counts, present };
  });
}

function codesOfColumn(
  kind: FieldKind,
  column: RecordColumn,
  vocabulary: Vocabulary,
  region: string,
): Int32Array {
  const monthFirst = kind === 'date' && monthComesFirst(column.words);
  const meaning = column.words.map((word) => {
    const form = kind === 'date' ? dateDigits(word, monthFirst) : normalForm(kind, word, region);
    return form === null ? -1 : vocabulary.code(form);
  });
  return column.codes.map((code) => (code < 0 ? -1 : meaning[code]!));
}

const wordAt = (column: RecordColumn | undefined, row: number): string =>
  column === undefined || column.codes[row]! < 0 ? '' : column.words[column.codes[row]!]!;

function codesOfJoined(
  kind: FieldKind,
  columns: readonly (RecordColumn | undefined)[],
  rows: number,
  vocabulary: Vocabulary,
  region: string,
): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    const text = columns.map((column) => wordAt(column, row)).join(' ');
    const form = normalForm(kind, text, region);
    return form === null ? -1 : vocabulary.code(form);
  });
}

function datesOfParts(
  [year, month, day]: readonly (RecordColumn | undefined)[],
  rows: number,
  vocabulary: Vocabulary,
): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    const form = joinedDate(wordAt(year, row), wordAt(month, row), wordAt(day, row));
    return form === null ? -1 : vocabulary.code(form);
  });
}
