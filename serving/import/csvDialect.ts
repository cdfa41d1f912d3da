import { Problem } from '../../base/problem.ts';
import { type CsvDialect, CsvParser } from './csvParser.ts';

const candidates = [',', ';', '\t', '|'] as const;
const names: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  whitespace: 'whitespace',
};

export const delimiterName = (delimiter: string): string => names[delimiter] ?? delimiter;

/** What --delimiter accepts: a character, or its name. */
export function readDelimiter(text: string): string {
  const named = Object.entries(names).find(([, name]) => name === text.toLowerCase())?.[0];
  const delimiter = named ?? (text === '\\t' ? '\t' : text);
  if (delimiter === 'whitespace' || (delimiter.length === 1 && !/["\r\n]/.test(delimiter))) return delimiter;
  throw new Problem('invalid_input', `"${text}" cannot be a delimiter.`, {
    findings: [
      {
        path: 'delimiter',
        message: 'is not a delimiter',
        received: text,
        allowed: `one character, or ${Object.values(names).join(', ')}`,
      },
    ],
    remedy: 'Pass one character such as ";", or tab, comma, semicolon, bar, whitespace.',
  });
}

/** The delimiter that cuts most of the first records into the same number of fields, more than one. */
export function detectDelimiter(head: string, quote: '"' | null): string {
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of candidates) {
    const widths = firstRecords(head, { delimiter, quote }).map(({ fields }) => fields.length);
    const width = widths[0] ?? 1;
    if (width < 2) continue;
    const score = (widths.filter((other) => other === width).length / widths.length) * 1000 + width;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Complete records in the first characters of a file. */
function firstRecords(head: string, dialect: CsvDialect) {
  return new CsvParser(dialect, Number.MAX_SAFE_INTEGER).push(head, false).slice(0, 200);
}
