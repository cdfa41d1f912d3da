import { fold } from './fold.ts';
import { foldedWords, type Locales, perLocales, wordSet } from './lexicon.ts';
import { Phrases, phrasesMeaning } from './phrases.ts';
import { withSpelledWords } from './spelledWords.ts';
import { spellingLexicon } from './spellingLexicon.ts';

const lexicon = perLocales((packs) => ({
  phrases: new Phrases(
    phrasesMeaning(
      packs.flatMap(({ names }) => names.phrases.map(fold)),
      '',
    ),
  ),
  fillers: wordSet(packs, ({ names }) => names.fillers),
  salutations: wordSet(packs, ({ names }) => names.salutations),
  titles: wordSet(packs, ({ names }) => names.titles),
  ranks: wordSet(packs, ({ names }) => names.ranks),
  particles: wordSet(packs, ({ names }) => names.particles),
  openingParticles: wordSet(packs, ({ names }) => names.openingParticles),
  particlePhrases: new Phrases(
    phrasesMeaning(
      packs.flatMap(({ names }) => names.particlePhrases.map(fold)),
      '',
    ),
  ),
  birthNameMarks: wordSet(packs, ({ names }) => names.birthNameMarks),
  generations: new Set(
    [...packs.flatMap(({ names }) => names.generations.split(/\s+/))].filter((mark) => !mark.endsWith('.')),
  ),
  dottedGenerations: new RegExp(
    `(?<=\\s)(?:${
      packs
        .flatMap(({ names }) => names.generations.split(/\s+/).filter((mark) => mark.endsWith('.')))
        .map((mark) => mark.replace('.', '\\.'))
        .join('|') || '$^'
    })(?=[\\s,;]|$)`,
    'giu',
  ),
  spellingSigns: new Set(
    packs.flatMap(({ spelling }) =>
      [
        ...spelling.connectors,
        ...spelling.announcements,
        ...spelling.doublers,
        ...spelling.phrases,
        ...foldedWords(spelling.withWords),
        ...foldedWords(spelling.withoutWords),
      ].map((phrase) => fold(phrase).split(' ')[0] as string),
    ),
  ),
  codeWords: new Set(
    [...spellingLexicon(packs).alphabet.keys()].filter((word) => !spellingLexicon(packs).alsoNames.has(word)),
  ),
}));

/** What is said of one segment of a name (segments are separated by commas). */
export interface NameSegment {
  /** Folded words without greetings, salutations, titles, birth names and marks of generations. */
  readonly words: readonly string[];
  /** Whether a salutation stood before the name: then a single word is surely a family name. */
  readonly saluted: boolean;
}

/** Whether anything may be spelled out: most names have no such sign, and need no closer look. */
function maySpell(
  words: readonly string[],
  { spellingSigns, codeWords }: ReturnType<typeof lexicon>,
): boolean {
  let short = 0;
  let codes = 0;
  for (const word of words) {
    if (word.length <= 2) short++;
    if (codeWords.has(word)) codes++;
    if (spellingSigns.has(word) || (word.includes('-') && /^\p{L}{1,2}-|-\p{L}{1,2}$/u.test(word)))
      return true;
  }
  return short > 2 || (codes > 0 && words.length > 2);
}

function withoutPhrases(
  words: readonly string[],
  { phrases, fillers }: ReturnType<typeof lexicon>,
): string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    const phrase = phrases.at(words, at);
    if (phrase !== undefined) {
      at += phrase.length;
      continue;
    }
    const word = words[at] as string;
    if (!fillers.has(word)) kept.push(word);
    at++;
  }
  return kept;
}

function segment(spoken: readonly string[], known: ReturnType<typeof lexicon>): NameSegment {
  let words = withoutPhrases(spoken, known);
  const saluted = words.length > 0 && known.salutations.has(words[0] as string);
  words = words.filter((word) => !known.salutations.has(word));
  const birth = words.findIndex((word, at) => at > 0 && known.birthNameMarks.has(word));
  if (birth > 0) words = words.slice(0, birth);
  words = words.filter((word) => !known.titles.has(word) && /\p{L}/u.test(word));
  while (words.length > 2 && known.generations.has(words.at(-1) as string)) words.pop();
  return { words, saluted };
}

/** The segments of a spoken or written name that say anything. */
export function nameSegments(text: string, packs: Locales): NameSegment[] {
  if (text === '') return [];
  const known = lexicon(packs);
  const written = text
    .slice(0, 512)
    .replace(known.dottedGenerations, ' ')
    .split(/[,;]/)
    .map((part) => fold(part).split(' ').filter(Boolean));
  let words = written.flatMap((part, at) => (at === 0 ? part : [',', ...part]));
  if (maySpell(words, known)) words = withSpelledWords(words, packs);
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === ',') parts.push([]);
    else (parts.at(-1) as string[]).push(word);
  }
  return parts.map((part) => segment(part, known)).filter((part) => part.words.length > 0);
}

/** Where the particles of a family name begin (with a rank before them: Graf von Berg), or -1. */
export function particleAt(words: readonly string[], packs: Locales): number {
  const known = lexicon(packs);
  const first = words.findIndex((_, at) => {
    if (at >= words.length - 1) return false;
    const phrase = known.particlePhrases.at(words, at);
    if (phrase !== undefined) return at + phrase.length < words.length;
    return (at === 0 ? known.openingParticles : known.particles).has(words[at] as string);
  });
  return first > 0 && known.ranks.has(words[first - 1] as string) ? first - 1 : first;
}

/** The words of a family name without particles and ranks before them; all of them when nothing else is there. */
export function withoutParticles(words: readonly string[], packs: Locales): readonly string[] {
  const known = lexicon(packs);
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    const found = known.particlePhrases.at(words, at);
    // Something has to be left for the name.
    const phrase = found !== undefined && at + found.length < words.length ? found : undefined;
    const word = words[at] as string;
    const particle = known.particles.has(word);
    const ranked = known.ranks.has(word) && particleAt(words.slice(at), packs) === 0;
    if (phrase === undefined && !particle && !ranked) kept.push(word);
    at += phrase?.length ?? 1;
  }
  return kept.length > 0 ? kept : words;
}
