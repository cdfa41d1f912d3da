import { fold } from '../identity/fold.ts';
import type { Language } from './language.ts';
import type { Reading } from './reading.ts';
import type { SpelledWords } from './spelledWords.ts';
import type { Token } from './transcript.ts';

/** What was said about the spelling of a name: "mit e i", "mit Doppel-t", "ohne h", "mit Bindestrich". */
interface SpellingHint {
  readonly end: number;
  /** The word as it is spelled after the hint. */
  readonly apply: (word: string) => string;
  readonly hyphen: boolean;
}

/** The hint that starts at the token, if one does; the name stands before it. */
export function spellingHintAt(reading: Reading, spelled: SpelledWords, start: number): SpellingHint | null {
  const { tokens, language } = reading;
  const { spelling } = language.pack.identity;
  const { spellingHints } = language.pack.names;
  const withWords = language.words(spelling.withWords);
  const leads = language.words(spellingHints.leads);
  const twice = language.words(spellingHints.twice);
  const once = language.words(spellingHints.once);
  let at = start;
  const opening = tokens[at];
  if (opening === undefined) return null;
  while (at < start + 2 && leads.has(tokens[at]?.folded ?? '')) at++;
  const lead = tokens[at];
  if (lead === undefined || lead.before >= 2 || !withWords.has(lead.folded)) return null;
  at++;
  const first = tokens[at];
  if (first === undefined || first.before >= 2) return null;
  if (language.words(spellingHints.hyphen).has(first.folded))
    return { end: at + 1, apply: (word) => word, hyphen: true };
  const glued = /^doppel-?(\p{L})$/u.exec(first.text.toLowerCase());
  if (glued !== null)
    return { end: at + 1, apply: (word) => doubled(word, glued[1] as string), hyphen: false };
  const counted = twice.has(first.folded) ? 'twice' : once.has(first.folded) ? 'once' : null;
  if (counted !== null) {
    const letter = tokens[at + 1] === undefined ? undefined : spelled.letter(tokens[at + 1] as Token);
    if (letter === undefined) return null;
    return {
      end: at + 2,
      apply: (word) =>
        counted === 'twice' ? doubled(word, letter) : word.replaceAll(letter + letter, letter),
      hyphen: false,
    };
  }
  let letters = '';
  while (at < tokens.length && letters.length < 4) {
    const token = tokens[at] as Token;
    if (token.before >= 2) break;
    const letter =
      spelled.letter(token) ?? (/^\p{L}{2}$/u.test(token.text) && letters === '' ? token.folded : undefined);
    if (letter === undefined || letter === '') break;
    letters += letter;
    at++;
  }
  if (letters === '') return null;
  return { end: at, apply: (word) => withLetters(word, letters, language), hyphen: false };
}

function doubled(word: string, letter: string): string {
  const lower = word.toLowerCase();
  if (lower.includes(letter + letter)) return word;
  const at = lower.lastIndexOf(letter);
  return at < 0 ? word : `${word.slice(0, at)}${letter}${word.slice(at)}`;
}

/** The word with these letters in it, in place of those that sound like them; unchanged when none does. */
function withLetters(word: string, letters: string, language: Language): string {
  const lower = word.toLowerCase();
  const wanted = fold(letters);
  if (lower.includes(letters) || fold(word).includes(wanted)) return word;
  for (const group of language.pack.identity.spelling.interchangeable) {
    const members = group.split(/\s+/);
    if (!members.includes(letters)) continue;
    for (const other of members) {
      const at = lower.lastIndexOf(other);
      if (at >= 0) return `${word.slice(0, at)}${letters}${word.slice(at + other.length)}`;
    }
  }
  return word;
}
