const point = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const comma = /^-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/;
const thousandsComma = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** One comma and exactly three digits after it: 1,234 is 1.234 in Germany and 1234 in England. */
const ambiguous = /^-?[1-9]\d{0,2},\d{3}$/;

/** Which sign separates the decimals; auto: read from the number itself, refused when that is not possible. */
export type DecimalSign = 'auto' | '.' | ',';

/** @returns undefined when the text is no number, or with `auto` two different ones. */
export function parseNumber(text: string, decimal: DecimalSign = 'auto'): number | undefined {
  const value = read(text, decimal);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function read(text: string, decimal: DecimalSign): number | undefined {
  if (decimal === ',') return comma.test(text) ? fromComma(text) : undefined;
  if (point.test(text)) return Number(text);
  if (decimal === '.') return thousandsComma.test(text) ? Number(text.replaceAll(',', '')) : undefined;
  if (ambiguous.test(text)) return undefined;
  if (comma.test(text)) return fromComma(text);
  return thousandsComma.test(text) ? Number(text.replaceAll(',', '')) : undefined;
}

const fromComma = (text: string): number => Number(text.replaceAll('.', '').replace(',', '.'));
