/** A column as text: one code per row into its distinct words, in the order in which they first occur. */
export interface TextColumn {
  readonly name: string;
  /** Index into `words`; -1 where nothing is said. */
  readonly codes: Int32Array;
  readonly words: readonly string[];
  /** Rows per word. */
  readonly counts: readonly number[];
}

/**
 * What stands for "nothing is said". Words that say that something is not known ("unknown", "Select") stay words: that
 * somebody was asked and did not tell may itself tell something.
 */
export const missingTokens: ReadonlySet<string> = new Set([
  '',
  '?',
  '-',
  '.',
  'na',
  'n/a',
  '#n/a',
  'nan',
  'null',
  '\\n',
  'none',
  'nil',
  'k. a.',
  'k.a.',
]);

/** Collects the values of one column; every distinct word is kept once, however often it occurs. */
export class TextColumnBuilder {
  readonly #name: string;
  readonly #codeOf = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #counts: number[] = [];
  #codes: Int32Array;
  #rowCount = 0;

  constructor(name: string, capacity: number) {
    this.#name = name;
    this.#codes = new Int32Array(capacity);
  }

  add(value: string): void {
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      const word = value.trim();
      code = missingTokens.has(word.toLowerCase()) ? -1 : this.#wordCode(word);
      this.#codeOf.set(value, code);
    }
    if (code >= 0) this.#counts[code]!++;
    this.#codes[this.#rowCount++] = code;
  }

  /** Values that differ only in the blanks around them are one word. */
  #wordCode(word: string): number {
    const known = this.#codeOf.get(word);
    if (known !== undefined && known >= 0) return known;
    const code = this.#words.push(word) - 1;
    this.#counts.push(0);
    this.#codeOf.set(word, code);
    return code;
  }

  build(): TextColumn {
    return {
      name: this.#name,
      codes: this.#codes.slice(0, this.#rowCount),
      words: this.#words,
      counts: this.#counts,
    };
  }
}

/** Rows in which something is said. */
export const presentCount = ({ counts }: TextColumn): number => counts.reduce((sum, count) => sum + count, 0);

/** The given rows; words that no longer occur go. */
export function selectTextRows(column: TextColumn, rows: ArrayLike<number>): TextColumn {
  const builder = new TextColumnBuilder(column.name, rows.length);
  for (let index = 0; index < rows.length; index++) {
    const code = column.codes[rows[index]!]!;
    builder.add(code < 0 ? '' : column.words[code]!);
  }
  return builder.build();
}
