import { sharedInt32 } from '../../numeric/sharedArrays.ts';
import type { Crew } from './crew.ts';
import { dateDigits, joinedDate, monthComesFirst } from './dateDigits.ts';
import type { FieldKind, FieldPlan } from './fieldKind.ts';
import type { RecordColumn, RecordTable } from './recordTable.ts';

/** The normal forms of one field: `words[codes[row]]`, -1 where nothing is said. */
export interface FieldValues {
  readonly name: string;
  readonly kind: FieldKind;
  readonly onlyKeys: boolean;
  /** On shared memory. */
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

/** Words that one job brings to their normal forms. */
const wordsPerJob = 20_000;

/** Distinct texts of a field, and which of them each row has; -1: none. */
interface FieldTexts {
  readonly texts: readonly string[];
  readonly codes: Int32Array;
}

/** Reads the planned fields of a table in their normal forms. */
export async function fieldValues(
  crew: Crew,
  table: RecordTable,
  plans: readonly FieldPlan[],
  region: string,
  onProgress: (share: number) => void,
): Promise<FieldValues[]> {
  const names = new Vocabulary();
  const fields: FieldValues[] = [];
  for (const plan of plans) {
    const { name, kind } = plan;
    const columns = plan.columns.map((column) => table.columns.find((one) => one.name === column));
    const vocabulary = kind === 'givenName' || kind === 'familyName' ? names : new Vocabulary();
    const codes = sharedInt32(table.rowCount);
    if (kind === 'date' && columns.length === 3) datesOfParts(columns, codes, vocabulary);
    else {
      const found = columns.length === 1 ? columnTexts(columns[0]!) : joinedTexts(columns, table.rowCount);
      const forms = await normalFormsOf(crew, kind, found.texts, region);
      const meaning = Int32Array.from(forms, (form) => (form === null ? -1 : vocabulary.code(form)));
      found.codes.forEach((code, row) => {
        codes[row] = code < 0 ? -1 : meaning[code]!;
      });
    }
    fields.push({ name, kind, onlyKeys: plan.onlyKeys === true, codes, words: vocabulary.words, ...none });
    onProgress(fields.length / plans.length);
  }
  // Given and family names share their words, all of which are known only now.
  return fields.map((field) => ({ ...field, ...countsOf(field) }));
}

const none = { counts: new Int32Array(), present: 0 };

function countsOf({ codes, words }: FieldValues): { counts: Int32Array; present: number } {
  const counts = new Int32Array(words.length);
  let present = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code]!++;
    present++;
  }
  return { counts, present };
}

async function normalFormsOf(
  crew: Crew,
  kind: FieldKind,
  texts: readonly string[],
  region: string,
): Promise<(string | null)[]> {
  if (kind === 'date') {
    const monthFirst = monthComesFirst(texts);
    return texts.map((text) => dateDigits(text, monthFirst));
  }
  const jobs = Array.from({ length: Math.ceil(texts.length / wordsPerJob) }, (_, job) => ({
    kind,
    words: texts.slice(job * wordsPerJob, (job + 1) * wordsPerJob),
    region,
  }));
  const forms: (string | null)[] = [];
  await crew.run('normalForms', jobs, (found) => {
    for (const form of found) forms.push(form);
  });
  return forms;
}

const columnTexts = ({ words, codes }: RecordColumn): FieldTexts => ({ texts: words, codes });

const wordAt = (column: RecordColumn | undefined, row: number): string =>
  column === undefined || column.codes[row]! < 0 ? '' : column.words[column.codes[row]!]!;

function joinedTexts(columns: readonly (RecordColumn | undefined)[], rows: number): FieldTexts {
  const texts = new Vocabulary();
  const codes = Int32Array.from({ length: rows }, (_, row) =>
    texts.code(columns.map((column) => wordAt(column, row)).join(' ')),
  );
  return { texts: texts.words, codes };
}

function datesOfParts(
  [year, month, day]: readonly (RecordColumn | undefined)[],
  codes: Int32Array,
  vocabulary: Vocabulary,
): void {
  for (let row = 0; row < codes.length; row++) {
    const form = joinedDate(wordAt(year, row), wordAt(month, row), wordAt(day, row));
    codes[row] = form === null ? -1 : vocabulary.code(form);
  }
}
