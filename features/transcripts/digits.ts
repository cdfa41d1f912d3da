import type { Reading } from './reading.ts';
import type { Token } from './transcript.ts';

/** Digits read out: tokens [first, end). */
interface DigitRun {
  readonly first: number;
  readonly end: number;
  readonly digits: string;
  /** Said with a plus before the first digit. */
  readonly plus: boolean;
  /** Tokens that were number words, not digits. */
  readonly spoken: number;
}

/** The number that a token is, written or spoken, as digits; undefined: it is none. */
export function digitsOf(reading: Reading, at: number): string | undefined {
  const token = reading.tokens[at];
  if (token === undefined) return undefined;
  if (/^\d+$/.test(token.text)) return token.text;
  const value = reading.language.numbers.cardinal(token.folded);
  return value === undefined ? undefined : String(value);
}

const longestRun = 40;

/**
 * The row of digits that starts exactly here: "0171 23 45", "null eins sieben eins, dreiundzwanzig, doppel fünf".
 * A sentence may end inside (speech recognition sets full stops in dictated numbers), another turn not.
 */
export function digitRunAt(reading: Reading, start: number, fillers: ReadonlySet<string>): DigitRun | null {
  const { tokens, transcript, language } = reading;
  const opening = tokens[start];
  if (opening === undefined) return null;
  const { numbers } = language;
  let digits = '';
  let at = start;
  let end = start;
  let spoken = 0;
  let plus = transcript.text.charAt(opening.start - 1) === '+';
  if (language.words(language.pack.identity.phone.plus).has(opening.folded)) {
    plus = true;
    at++;
  }
  let skipped = 0;
  let repeat = 1;
  while (at < tokens.length && at < start + longestRun) {
    const token = tokens[at] as Token;
    if (token.turn !== opening.turn) break;
    if (
      at > start &&
      token.before >= 2 &&
      !/^\d/.test(token.text) &&
      numbers.cardinal(token.folded) === undefined
    )
      break;
    if (at > start && token.before >= 2 && digits.length >= 10) break;
    const times = numbers.repeat(token.folded);
    if (times !== undefined) {
      repeat = times;
      at++;
      continue;
    }
    let said = digitsOf(reading, at);
    if (
      said !== undefined &&
      numbers.unitFirst &&
      said.length === 1 &&
      numbers.and.has(tokens[at + 1]?.folded ?? '')
    ) {
      const ten = numbers.cardinal(tokens[at + 2]?.folded ?? '');
      if (ten !== undefined && ten >= 20 && ten % 10 === 0 && ten < 100) {
        said = String(ten + Number(said));
        at += 2;
      }
    }
    if (said === undefined) {
      if (digits === '' && repeat === 1) break;
      if (!fillers.has(token.folded) || ++skipped > 3) break;
      at++;
      continue;
    }
    if (!/^\d/.test(token.text)) spoken++;
    digits += said.repeat(repeat);
    repeat = 1;
    skipped = 0;
    at++;
    end = at;
    if (digits.length > 24) break;
  }
  return digits === '' ? null : { first: start, end, digits, plus, spoken };
}
