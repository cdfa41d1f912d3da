import type { Locales } from './lexicon.ts';
import { soundDistance } from './soundDistance.ts';
import { type SpelledRun, spelledRunAt } from './spelledRun.ts';
import { spellingHintAt } from './spellingHint.ts';
import { isLetter, type SpellingLexicon, spellingLexicon } from './spellingLexicon.ts';

/** Words of a name that anybody spells; more than that are left as they are. */
const longest = 100;

/** Words that are hyphenated rows of letters (m-u-e-l-l-e-r) or of a doubler and a letter (doppel-l), taken apart. */
function takenApart(word: string, lexicon: SpellingLexicon): readonly string[] {
  if (!word.includes('-')) return [word];
  const parts = word.split('-');
  const letters = parts.filter(isLetter).length;
  const others = parts.every((part) => isLetter(part) || lexicon.doublers.at([part], 0) !== undefined);
  return others && letters > 0 && (letters > 2 || letters < parts.length) ? parts : [word];
}

/** Whether spelled letters are the given word, as far as hearing can tell. */
const spells = (text: string, word: string | undefined, packs: Locales): word is string =>
  word !== undefined &&
  word.length > 1 &&
  soundDistance(text, word, packs) <= 0.34 * Math.max(text.length, word.length);

/** Whether a row of letters that spells no word beside it is a spelling all the same, not initials or names. */
function isSpelling({ letters, text }: SpelledRun, isLast: boolean, lexicon: SpellingLexicon): boolean {
  if (letters.filter(({ how }) => how === 'example').length > 1) return true;
  const codeWords = letters.filter(({ how }) => how === 'codeWord');
  if (codeWords.length === 0) return isLast && letters.length > 3 && /[aeiouy]/.test(text);
  const noNames = codeWords.filter(({ word }) => !lexicon.alsoNames.has(word)).length;
  return letters.length > 2 && (noNames * 2 >= codeWords.length || (noNames > 0 && letters.length > 4));
}

/**
 * The words of a spoken name with what was spelled put together: "meier , m wie martha a y e r" is mayer. A spelled
 * word takes the place of the word it spells. Commas stand as words of their own.
 */
export function withSpelledWords(spoken: readonly string[], packs: Locales): string[] {
  const lexicon = spellingLexicon(packs);
  const words = spoken.flatMap((word) => takenApart(word, lexicon));
  if (words.length > longest) return words;
  const whole = spelledRunAt(words, 0, lexicon, ({ how }) => how !== 'codeWord');
  if (whole !== undefined && whole.end === words.length && whole.letters.length > 3) return [whole.text];
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    const previous = out.findLastIndex((word) => word !== ',');
    const said = out[previous];
    const hint = said === undefined ? undefined : spellingHintAt(words, at, said, lexicon);
    if (hint !== undefined) {
      out[previous] = hint.word;
      at += hint.length;
      continue;
    }
    const announced = lexicon.announcements.at(words, at);
    const start = at + (announced?.length ?? 0);
    const run = spelledRunAt(
      words,
      start,
      lexicon,
      ({ how }) => announced !== undefined || how !== 'letterName',
    );
    if (run === undefined) {
      if (announced === undefined) out.push(words[at] as string);
      at = announced === undefined ? at + 1 : start;
      continue;
    }
    const afterComma = words[run.end] === ',' ? run.end + 1 : run.end;
    const next = words[afterComma];
    const long = run.text.length > 2 && run.letters.every(({ how }) => how !== 'codeWord');
    if (run.text === '-' && said !== undefined && next !== undefined) {
      out[previous] = `${said}-${next}`;
      at = afterComma + 1;
    } else if (run.letters.length > 1 && long && said?.startsWith(run.text)) {
      // The beginning, to make sure: "Neumann, N E U".
      at = run.end;
    } else if ((long || announced !== undefined) && spells(run.text, said, packs)) {
      out.splice(previous, out.length - previous, run.text);
      at = run.end;
    } else if (long && spells(run.text, next, packs)) {
      out.push(run.text);
      at = afterComma + 1;
    } else if (announced !== undefined || isSpelling(run, run.end >= words.length, lexicon)) {
      if (spells(run.text, said, packs)) out.splice(previous, out.length - previous, run.text);
      else out.push(run.text);
      at = run.end;
    } else {
      // "Meier, M wie Martha" tells nothing that was not heard; anything else is words.
      const example = run.letters.length === 1 && run.letters[0]?.how === 'example' && said !== undefined;
      if (!example) out.push(words[at] as string);
      at = example ? run.end : at + 1;
    }
  }
  return out;
}
