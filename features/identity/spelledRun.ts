import { isLetter, type SpellingLexicon } from './spellingLexicon.ts';

/** One spelled letter (or two, when doubled), how it was said, and the words it takes. */
export interface SpelledLetter {
  readonly letters: string;
  /** The folded word that was said, or the first of several. */
  readonly word: string;
  readonly how: 'example' | 'letter' | 'phrase' | 'codeWord' | 'letterName';
  readonly length: number;
}

/** A row of spelled letters in a list of words. */
export interface SpelledRun {
  readonly text: string;
  readonly letters: readonly SpelledLetter[];
  /** Index of the first word after the run. */
  readonly end: number;
}

/** "S wie Siegfried", also when the letter itself came out wrong: the example decides. */
function letterWithExample(
  words: readonly string[],
  at: number,
  lexicon: SpellingLexicon,
): SpelledLetter | undefined {
  const said = words[at] as string;
  const letter = isLetter(said) || said === 'sch' || said === 'ch' ? said : lexicon.letterNames.get(said);
  if (letter === undefined) return undefined;
  const connector = lexicon.connectors.at(words, at + 1);
  const example = connector === undefined ? undefined : words[at + 1 + connector.length];
  if (connector === undefined || example === undefined || example.length < 2) return undefined;
  const meant = example.startsWith(letter) ? letter : (lexicon.alphabet.get(example) ?? letter);
  return { letters: meant, word: said, how: 'example', length: 2 + connector.length };
}

/** The letter that is spelled at a place of the words; undefined when none is. */
export function spelledLetterAt(
  words: readonly string[],
  at: number,
  lexicon: SpellingLexicon,
  mayDouble = true,
): SpelledLetter | undefined {
  const word = words[at];
  if (word === undefined) return undefined;
  const phrase = lexicon.phrases.at(words, at);
  if (phrase !== undefined) return { letters: phrase.meaning, word, how: 'phrase', length: phrase.length };
  const example = letterWithExample(words, at, lexicon);
  if (example !== undefined) return example;
  if (isLetter(word)) return { letters: word, word, how: 'letter', length: 1 };
  const doubler = mayDouble ? lexicon.doublers.at(words, at) : undefined;
  if (doubler !== undefined) {
    const single = spelledLetterAt(words, at + doubler.length, lexicon, false);
    if (single === undefined || single.how === 'codeWord') return undefined;
    return {
      letters: single.letters + single.letters,
      word,
      how: 'phrase',
      length: doubler.length + single.length,
    };
  }
  const code = lexicon.alphabet.get(word);
  if (code !== undefined) return { letters: code, word, how: 'codeWord', length: 1 };
  const named = lexicon.letterNames.get(word);
  return named === undefined ? undefined : { letters: named, word, how: 'letterName', length: 1 };
}

/** The longest row of spelled letters that begins at a place; commas and "und dann" between them are passed over. */
export function spelledRunAt(
  words: readonly string[],
  start: number,
  lexicon: SpellingLexicon,
  accept: (letter: SpelledLetter) => boolean,
): SpelledRun | undefined {
  const letters: SpelledLetter[] = [];
  let end = start;
  for (let at = start; at < words.length; ) {
    const letter = spelledLetterAt(words, at, lexicon);
    if (letter !== undefined && accept(letter)) {
      letters.push(letter);
      at += letter.length;
      end = at;
    } else if (letters.length > 0 && (words[at] === ',' || lexicon.between.has(words[at] as string))) at++;
    else break;
  }
  if (letters.length === 0) return undefined;
  return { text: letters.map((letter) => letter.letters).join(''), letters, end };
}
