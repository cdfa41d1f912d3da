import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CsvDialect, CsvParser, type CsvRecord } from '../../../serving/import/csvParser.ts';

const comma: CsvDialect = { delimiter: ',', quote: '"' };

function parse(pieces: readonly string[], dialect = comma, limit = 1000): CsvRecord[] {
  const parser = new CsvParser(dialect, limit);
  return [...pieces.flatMap((piece) => parser.push(piece, false)), ...parser.push('', true)];
}

describe('records and lines', () => {
  test.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [1, 2],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [1, 2],
    ],
    [
      '"a\nb",c\n\n\nd,\n',
      [
        ['a\nb', 'c'],
        ['d', ''],
      ],
      [1, 5],
    ],
    ['"a ""x""",""\n', [['a "x"', '']], [1]],
    ['a"b,c"\n', [['a"b', 'c"']], [1]],
    ['"a",b\r', [['a', 'b']], [1]],
  ])('%j', (text, fields, lines) => {
    const records = parse([text]);
    expect(records.map((record) => record.fields)).toEqual(fields);
    expect(records.map((record) => record.line)).toEqual(lines);
  });

  test('text after a closing quote spoils only its own record', () => {
    expect(parse(['"a"x,b\nc,d\n'])).toEqual([
      { line: 1, fields: ['a', 'b'], fault: 'text follows a closing quote' },
      { line: 2, fields: ['c', 'd'] },
    ]);
  });

  test('runs of blanks separate fields when asked to', () => {
    const records = parse([' 00001  19970101 1\n\n 00002\t19970112   2 \n'], {
      delimiter: 'whitespace',
      quote: null,
    });
    expect(records).toEqual([
      { line: 1, fields: ['00001', '19970101', '1'] },
      { line: 3, fields: ['00002', '19970112', '2'] },
    ]);
  });

  test('a record above the limit is a typed error that names its line', () => {
    const long = `a,b\n"c\n${'x'.repeat(2000)}`;
    expect(() => parse([long])).toThrow(/record on line 2 is longer than 1000 characters/);
    expect(() => parse(['a,b\n', `c,${'x'.repeat(2000)}\n`])).toThrow(/line 2/);
  });

  test('a quote that is never closed is a typed error that names its line', () => {
    expect(() => parse(['a,b\nc,"d\ne,f\n'])).toThrow(/quote opened in the record on line 2 is never closed/);
  });
});

describe('laws', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ü', ' ', ',', '"', '\n', '\r', ';'), maxLength: 6 });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  const write = (value: string) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

  test('what is written is read back, however the text is cut into pieces', () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(80), { maxLength: 8 }),
        (table, end, cuts) => {
          const text = table.map((row) => row.map(write).join(',') + end).join('');
          const pieces: string[] = [];
          let from = 0;
          for (const cut of [...cuts].sort((a, b) => a - b)) {
            pieces.push(text.slice(from, Math.max(from, cut)));
            from = Math.max(from, cut);
          }
          pieces.push(text.slice(from));
          const records = parse(pieces);
          expect(records.map(({ fields }) => fields)).toEqual(table);
          let line = 1;
          for (const [index, row] of table.entries()) {
            expect(records[index]!.line).toBe(line);
            line += 1 + row.join('').split('\n').length - 1;
          }
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
