import { fold, withoutUmlauts } from './fold.ts';

const initialHardC = new Set('ahkloqrux');
const innerHardC = new Set('ahkoqux');

/** The digits of one letter in its context; '' for letters without a sound of their own. */
function soundOf(letter: string, before: string, after: string, initial: boolean): string {
  switch (letter) {
    case 'a':
    case 'e':
    case 'i':
    case 'j':
    case 'o':
    case 'u':
    case 'y':
      return '0';
    case 'b':
      return '1';
    case 'p':
      return after === 'h' ? '3' : '1';
    case 'd':
    case 't':
      return after === 'c' || after === 's' || after === 'z' ? '8' : '2';
    case 'f':
    case 'v':
    case 'w':
      return '3';
    case 'g':
    case 'k':
    case 'q':
      return '4';
    case 'c':
      if (initial) return initialHardC.has(after) ? '4' : '8';
      return before !== 's' && before !== 'z' && innerHardC.has(after) ? '4' : '8';
    case 'x':
      return before === 'c' || before === 'k' || before === 'q' ? '8' : '48';
    case 'l':
      return '5';
    case 'm':
    case 'n':
      return '6';
    case 'r':
      return '7';
    case 's':
    case 'z':
      return '8';
    default:
      return '';
  }
}

/**
 * Kölner Phonetik: words that sound alike in German get the same string of digits (Meier = Mayr = 67).
 * Digits of neighbours that repeat are written once, zeros (vowels) only at the start. Text without Latin
 * letters gives ''.
 *
 * Source: H. J. Postel, Die Kölner Phonetik, IBM-Nachrichten 19 (1969), 925-931.
 */
export function koelnerPhonetik(text: string): string {
  const letters = withoutUmlauts(fold(text)).replace(/[^a-z]/g, '');
  let digits = '';
  let last = '';
  for (let at = 0; at < letters.length; at++) {
    const sound = soundOf(letters.charAt(at), letters.charAt(at - 1), letters.charAt(at + 1), at === 0);
    for (const digit of sound) {
      if (digit !== last && (digit !== '0' || digits === '')) digits += digit;
      last = digit;
    }
  }
  return digits;
}
