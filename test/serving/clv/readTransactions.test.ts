import { describe, expect, test } from '@jest/globals';
import { readTransactions } from '../../../serving/clv/readTransactions.ts';
import { whitespaceSeparated } from '../../../serving/clv/whitespaceSeparated.ts';
import { fileOf } from '../import/support.ts';

const expected = [
  { customer: 'K1', day: 19_000, amount: 1234.5 },
  { customer: 'K2', day: 19_031, amount: -20 },
  { customer: 'K1', day: 19_060, amount: 7 },
];

const named = { customer: 'who', date: 'when', amount: 'sum' };
const numbered = { customer: '1', date: '2', amount: '4' };

describe('the same transactions', () => {
  test.each([
    ['ISO', 'who,when,sum\nK1,2022-01-08,1234.5\nK2,2022-02-08,-20\nK1,2022-03-09,7\n', named, undefined],
    [
      'times',
      'who,when,sum\nK1,2022-01-08 23:59,1234.5\nK2,2022-02-08T00:00:01,-20\nK1,2022-03-09,7\n',
      named,
      undefined,
    ],
    [
      'German',
      'Who;When;Sum\r\n"K1";08.01.2022;1.234,50 €\r\n K2 ;8.2.2022;-20,00 €\r\nK1;09.03.2022;7,00 €',
      named,
      undefined,
    ],
    [
      'day first',
      'who\twhen\tsum\nK1\t08/01/2022\t1,234.50\nK2\t08/02/2022\t-20.00\nK1\t09/03/2022\t7.00\nK1\t28/03/2022\t0\n',
      named,
      undefined,
    ],
    ['compact', ' K1  20220108 1  1234.50\n K2  20220208 1  -20.00\n K1  20220309 2  7\n', numbered, false],
    ['seconds', 'K1 1641600000 1 1234.50\nK2 1644278400 1 -20\nK1 1646784000 2 7\n', numbered, false],
    [
      'milliseconds',
      'K1 1641600000000 1 1234.50\nK2 1644281999999 1 -20\nK1 1646784000000 2 7\n',
      numbered,
      false,
    ],
    [
      'NDJSON',
      '{"who":"K1","when":"2022-01-08","sum":1234.5}\n{"who":"K2","when":"2022-02-08","sum":-20}\n{"who":"K1","when":"2022-03-09","sum":7}\n',
      named,
      undefined,
    ],
  ])('are read from %s', async (_, content, columns, header) => {
    const file = await fileOf('file.txt', content);
    const { transactions, skipped } = await readTransactions(file, columns, { header });
    expect(transactions.slice(0, 3)).toEqual(expected);
    expect(skipped).toBe(0);
  });
});

test('dates that fit two notations are said to', async () => {
  const file = await fileOf('file.csv', 'who,when\na,01/02/2022\nb,03/04/2022\n');
  const { notes } = await readTransactions(file, { customer: 'who', date: 'when' });
  expect(notes[0]).toMatch(/would also fit/);
});

test('an amount that is not there is unknown; one that is none is refused', async () => {
  const file = await fileOf('file.csv', 'who,when,sum\na,2022-01-01,\na,2022-02-01,5\n');
  const { transactions, notes } = await readTransactions(file, named);
  expect(transactions[0]!.amount).toBeNull();
  expect(notes).toEqual(['Rows without an amount: 1; they count as purchases whose value is not known.']);
  const wrong = readTransactions(await fileOf('file.csv', 'who,when,sum\na,2022-01-01,free\n'), named);
  await expect(wrong).rejects.toMatchObject({ code: 'invalid_input', findings: [{ path: 'line 2, sum' }] });
});

test('an amount that cannot be money is refused', async () => {
  const file = await fileOf('huge.csv', 'who,when,paid\na,2024-01-01,5\nb,2024-01-02,1e300\n');
  const columns = { customer: 'who', date: 'when', amount: 'paid' };
  await expect(readTransactions(file, columns)).rejects.toMatchObject({
    findings: [{ path: 'line 3, paid', message: expect.stringContaining('is outside') }],
  });
});

test('many bad dates among good ones are named line by line', async () => {
  const rows = Array.from({ length: 20 }, (_, row) => `a,${row % 4 === 3 ? 'n. n.' : '2022-01-01'}`);
  const read = (skipBadRows: boolean) =>
    fileOf('file.csv', `who,when\n${rows.join('\n')}\n`).then((file) =>
      readTransactions(file, { customer: 'who', date: 'when' }, { skipBadRows }),
    );
  await expect(read(false)).rejects.toMatchObject({
    message: expect.stringMatching(/^5 rows/),
    findings: expect.arrayContaining([expect.objectContaining({ path: 'line 5, when', received: 'n. n.' })]),
  });
  expect((await read(true)).transactions).toHaveLength(15);
});

test('a header that looks like data has to be called data', async () => {
  const file = await fileOf('file.txt', '00004 0001 19970101 2 29.33\n00004 0001 19970118 2 29.73\n');
  const columns = { customer: '1', date: '3', amount: '5' };
  await expect(readTransactions(file, columns)).rejects.toMatchObject({
    remedy: expect.stringContaining('--no-header'),
  });
  await expect(readTransactions(file, columns, { header: false })).resolves.toMatchObject({
    transactions: [{ customer: '00004' }, { customer: '00004' }],
  });
});

test('blanks separate only where nothing else does and all lines agree', () => {
  expect(whitespaceSeparated('a b c\nd  e  f\n')).toBe(true);
  // The head of a file may end within a line.
  expect(whitespaceSeparated('a b c\nd  e')).toBe(true);
  expect(whitespaceSeparated('a b c\nd  e\nf g h\n')).toBe(false);
  expect(whitespaceSeparated('a b c;d\ne f g;h\n')).toBe(false);
  expect(whitespaceSeparated('full name\nAnna Maria\n')).toBe(false);
  expect(whitespaceSeparated('')).toBe(false);
});
