import { readFileSync } from 'node:fs';

/** Columns of a plain numeric CSV without quoted commas, by header name. */
export function numericCsv(path: string): Map<string, Float64Array> {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const cells = lines.map((line) => line.split(','));
  return new Map(
    header!
      .split(',')
      .map((name, index) => [
        name.replaceAll('"', ''),
        Float64Array.from(cells, (row) => Number(row[index]!.replaceAll('"', ''))),
      ]),
  );
}
