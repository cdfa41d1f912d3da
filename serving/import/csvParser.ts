import { Problem } from '../../base/problem.ts';

/** How a delimited text file is written. */
export interface CsvDialect {
  /** One character, or `whitespace`: fields are separated by runs of blanks and never quoted. */
  readonly delimiter: string;
  /** Null: quotes are ordinary characters. */
  readonly quote: '"' | null;
}

export interface CsvRecord {
  /** Physical line on which the record begins, 1-based. */
  readonly line: number;
  readonly fields: string[];
  /** Set when the quoting of the record is broken. */
  readonly fault?: string;
}

/**
 * RFC 4180 reader that is fed text piece by piece. Not DuckDB's: rejects must name the physical line, also after
 * values with line breaks, and a broken record must cost that record only.
 */
export class CsvParser {
  readonly #dialect: CsvDialect;
  readonly #maxRecord: number;
  #buffer = '';
  #line = 1;

  /** @param maxRecord longest record that is held in memory, in characters. */
  constructor(dialect: CsvDialect, maxRecord: number) {
    this.#dialect = dialect;
    this.#maxRecord = maxRecord;
  }

  /**
   * Records completed by `piece`; blank lines are left out.
   * @throws Problem `invalid_input` for a record longer than the limit or a quote that is never closed.
   */
  push(piece: string, last: boolean): CsvRecord[] {
    this.#buffer += piece;
    const records: CsvRecord[] = [];
    let position = 0;
    while (position < this.#buffer.length) {
      const end = this.#record(position, last, records);
      if (end === -1) break;
      position = end;
    }
    this.#buffer = this.#buffer.slice(position);
    if (this.#buffer.length > this.#maxRecord) this.#tooLong();
    if (last && this.#buffer !== '') {
      throw new Problem(
        'invalid_input',
        `The quote opened in the record on line ${this.#line} is never closed.`,
        {
          remedy: `Close the quote on line ${this.#line}, or pass --quote none when quotes are ordinary characters in this file.`,
        },
      );
    }
    return records;
  }

  #tooLong(): never {
    throw new Problem(
      'invalid_input',
      `The record on line ${this.#line} is longer than ${this.#maxRecord} characters.`,
      {
        remedy: `Check that line ${this.#line} ends and that its quotes are closed; --max-line-size allows longer records, --quote none reads quotes as ordinary characters.`,
      },
    );
  }

  /** Reads one record from `start`; returns where the next begins, -1 when the record is not complete yet. */
  #record(start: number, last: boolean, records: CsvRecord[]): number {
    if (this.#dialect.delimiter === 'whitespace') return this.#blankSeparated(start, last, records);
    const text = this.#buffer;
    const { delimiter, quote } = this.#dialect;
    const fields: string[] = [];
    const line = this.#line;
    let fault: string | undefined;
    let breaks = 0;
    let position = start;
    let newline = text.indexOf('\n', start);
    let separator = text.indexOf(delimiter, start);
    for (;;) {
      if (quote !== null && text.startsWith(quote, position)) {
        const close = closingQuote(text, position + 1, quote);
        if (close === -1 || (close + 1 === text.length && !last)) return -1;
        const raw = text.slice(position + 1, close);
        for (let at = raw.indexOf('\n'); at !== -1; at = raw.indexOf('\n', at + 1)) breaks++;
        fields.push(raw.includes(quote) ? raw.replaceAll(quote + quote, quote) : raw);
        position = close + 1;
        if (newline !== -1 && newline < position) newline = text.indexOf('\n', position);
        if (separator !== -1 && separator < position) separator = text.indexOf(delimiter, position);
      } else {
        const end = firstOf(separator, newline);
        if (end === -1 && !last) return -1;
        let stop = end === -1 ? text.length : end;
        if (stop === newline || end === -1) stop = withoutReturn(text, position, stop);
        fields.push(text.slice(position, stop));
        position = stop;
      }
      if (!this.#ends(position, separator, newline)) {
        // Something follows a closing quote; the rest of the field is dropped with the record.
        fault = 'text follows a closing quote';
        const next = firstOf(separator, newline);
        if (next === -1 && !last) return -1;
        position = next === -1 ? text.length : next;
      }
      if (position === text.length) {
        if (!last) return -1;
        break;
      }
      if (position === separator) {
        position++;
        separator = text.indexOf(delimiter, position);
        continue;
      }
      if (newline === -1 && !last) return -1;
      position = newline === -1 ? text.length : newline + 1;
      if (newline !== -1) breaks++;
      break;
    }
    this.#line += breaks;
    if (position - start > this.#maxRecord) {
      this.#line = line;
      this.#tooLong();
    }
    if (fields.length > 1 || fields[0]!.trim() !== '') {
      records.push(fault === undefined ? { line, fields } : { line, fields, fault });
    }
    return position;
  }

  /** Does a field that stops at `position` stop properly? */
  #ends(position: number, separator: number, newline: number): boolean {
    const end = newline === -1 ? this.#buffer.length : newline;
    return position === separator || withoutReturn(this.#buffer, position, end) === position;
  }

  #blankSeparated(start: number, last: boolean, records: CsvRecord[]): number {
    const newline = this.#buffer.indexOf('\n', start);
    if (newline === -1 && !last) return -1;
    const end = newline === -1 ? this.#buffer.length : newline;
    const content = this.#buffer.slice(start, end).trim();
    if (content !== '') records.push({ line: this.#line, fields: content.split(/\s+/) });
    this.#line++;
    return newline === -1 ? end : end + 1;
  }
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at;
  }
  return -1;
}

const firstOf = (a: number, b: number): number => (a === -1 ? b : b === -1 ? a : Math.min(a, b));

/** A line may end in CR LF; the CR is no content. */
const withoutReturn = (text: string, from: number, end: number): number =>
  end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
