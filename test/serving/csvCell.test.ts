import { expect, test } from '@jest/globals';
import { csvField, csvText } from '../../serving/csvCell.ts';

test.each(['=1+1', '@SUM(A1)', '+cmd', "-2+3+cmd|' /C calc'!A0", '\t=1', '+49 30 HYPERLINK()'])(
  'the formula %j is text',
  (text) => {
    expect(csvText(text)).toBe(`'${text}`);
  },
);

test('what holds commas or quotes is quoted after that', () => {
  expect(csvText('=HYPERLINK("http://x","y")')).toBe(`"'=HYPERLINK(""http://x"",""y"")"`);
  expect(csvField('a,b')).toBe('"a,b"');
});

test.each(['c-17', '4711', '-12.5', '+49 30 1234567', '+49 (30) 12-34', '', 'a=b'])(
  '%j stays as it is',
  (text) => {
    expect(csvText(text)).toBe(text);
  },
);
