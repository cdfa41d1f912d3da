import { Problem } from '../../base/problem.ts';
import { KindEvidence } from './columnKind.ts';
import type { FileContent } from './fileContent.ts';
import type { Column, ColumnKind, Fault, Source, SourceRow } from './source.ts';
import { textPieces } from './textPieces.ts';

export interface NdjsonOptions {
  readonly encoding?: string | undefined;
  readonly maxLineSize: number;
  readonly signal?: AbortSignal | undefined;
}

const columnLimit = 2000;

/** One JSON object per line. The columns are the keys of all lines, in the order they first occur. */
export async function ndjsonSource(content: FileContent, options: NdjsonOptions): Promise<Source> {
  const encoding = options.encoding ?? content.encoding;
  const kinds = new Map<string, Kinds>();
  let rowCount = 0;
  for await (const lines of ndjsonLines(content.path, encoding, options)) {
    options.signal?.throwIfAborted();
    for (const { text, line } of lines) {
      if (rowCount === 0 && text.startsWith('[')) {
        throw new Problem('invalid_input', `${content.path} is a JSON array.`, {
          remedy: `Write one object per line, for example: jq -c '.[]' ${content.path}`,
        });
      }
      rowCount++;
      const record = parseLine(text);
      if ('reason' in record) continue;
      for (const [key, value] of Object.entries(record.object)) {
        let seen = kinds.get(key);
        if (seen === undefined) {
          if (kinds.size === columnLimit) {
            throw new Problem(
              'invalid_input',
              `Line ${line} brings the number of different keys above ${columnLimit}.`,
              {
                remedy: 'Put varying keys below one key such as "attributes".',
              },
            );
          }
          seen = new Kinds();
          kinds.set(key, seen);
        }
        seen.add(value);
      }
    }
  }
  const columns: Column[] = [...kinds].map(([name, seen]) => ({ name, kind: seen.kind }));
  return {
    description: `NDJSON, ${encoding}`,
    columns,
    rowCount,
    read: () => ndjsonRows(content.path, encoding, options, columns),
  };
}

async function* ndjsonRows(
  path: string,
  encoding: string,
  options: NdjsonOptions,
  columns: readonly Column[],
): AsyncGenerator<SourceRow[], void, undefined> {
  let row = 0;
  for await (const lines of ndjsonLines(path, encoding, options)) {
    const rows: SourceRow[] = [];
    for (const { text, line } of lines) {
      row++;
      const record = parseLine(text);
      if ('reason' in record) rows.push({ row, line, values: [], fault: record });
      else rows.push({ row, line, values: columns.map(({ name }) => record.object[name]) });
    }
    if (rows.length > 0) yield rows;
  }
}

async function* ndjsonLines(path: string, encoding: string, { maxLineSize }: NdjsonOptions) {
  let buffer = '';
  let line = 1;
  for await (const piece of textPieces(path, encoding)) {
    buffer += piece;
    const lines: { text: string; line: number }[] = [];
    let start = 0;
    for (let end = buffer.indexOf('\n'); end !== -1; end = buffer.indexOf('\n', start)) {
      const text = buffer.slice(start, end).trim();
      if (text !== '') lines.push({ text, line });
      line++;
      start = end + 1;
    }
    buffer = buffer.slice(start);
    if (buffer.length > maxLineSize) {
      throw new Problem('invalid_input', `Line ${line} is longer than ${maxLineSize} characters.`, {
        remedy: `Check that line ${line} ends; --max-line-size allows longer ones.`,
      });
    }
    yield lines;
  }
  const rest = buffer.trim();
  if (rest !== '') yield [{ text: rest, line }];
}

function parseLine(text: string): { object: Record<string, unknown> } | Fault {
  const refuse = (reason: string): Fault => ({ column: '', value: text.slice(0, 200), reason });
  try {
    if (text.includes('\ufffd')) return refuse('is not text in the encoding of the file');
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      return refuse('is not a JSON object');
    return { object: value as Record<string, unknown> };
  } catch {
    return refuse('is not valid JSON');
  }
}

/** What the values of one key are. Text that reads like numbers stays text: JSON has numbers for numbers. */
class Kinds {
  #number = new KindEvidence();
  readonly #seen = new Set<ColumnKind>();

  add(value: unknown): void {
    if (value === null) return;
    if (typeof value === 'number') {
      this.#number.add(String(value));
      this.#seen.add('number');
    } else if (typeof value === 'boolean') this.#seen.add('boolean');
    else this.#seen.add(typeof value === 'object' ? 'object' : 'text');
  }

  get kind(): ColumnKind {
    const [only, ...others] = this.#seen;
    if (only === undefined || others.length > 0) return this.#seen.has('object') ? 'object' : 'text';
    return only === 'number' && this.#number.kind === 'integer' ? 'integer' : only;
  }
}
