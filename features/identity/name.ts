import { fold } from './fold.ts';

/** A person's name, folded (see fold.ts): lower case, umlauts spelled out, no titles, salutations or particles. */
export interface NormalizedName {
  /** Given names separated by blanks; null when none was said. */
  readonly given: string | null;
  /** Family name, double names joined by '-'; null when none was said. A single bare word counts as one. */
  readonly family: string | null;
  /** `given family`, without the missing part. */
  readonly full: string;
}

/** What people say around their name, folded; longest first so that the whole phrase goes. */
const phrases = [
  'auf wiederhoeren',
  'auf wiedersehen',
  'einen schoenen guten tag',
  'schoenen guten tag',
  'guten morgen',
  'guten abend',
  'guten tag',
  'gute nacht',
  'gruess gott',
  'gruess sie',
  'gruezi',
  'mein name ist',
  'mein name lautet',
  'ich heisse',
  'ich bin die',
  'ich bin der',
  'ich bin',
  'hier ist die',
  'hier ist der',
  'hier ist',
  'hier spricht',
  'am apparat',
  'am telefon',
  'keine angabe',
  'nicht bekannt',
  'nicht angegeben',
].map((phrase) => phrase.split(' '));

/** Single words that are never a name. */
const fillers = new Set(
  'hallo hello hi hey moin servus ja nein aehm aeh ehm hm bitte danke tschuess unbekannt unknown anonym anonymous unterdrueckt null none nan undefined na kunde kundin anrufer anruferin'.split(
    ' ',
  ),
);

const salutations = new Set(
  'herr herrn hr frau fr fraeulein familie fam eheleute mr mrs ms miss sir madam monsieur madame signor signora'.split(
    ' ',
  ),
);

const titles = new Set(
  'dr doktor prof professor professorin dipl diplom ing med dent vet phil rer nat jur pol oec habil mag msc bsc mba phd llm ra rain stb hc'.split(
    ' ',
  ),
);

/** Words before a family name that belong to it but are dropped or kept at will. */
const particles = new Set(
  'von vom zu zum zur van der den de del della di da dos du la le el al ten ter af ben bin ibn'.split(' '),
);

/** Those that do not open a name as a given name does (Ben, Al, Le). */
const openingParticles = new Set('von vom zu zum zur van de di del della'.split(' '));

/** Words after which comes the name before marriage, which is not the name now. */
const birthNameMarks = new Set('geb geborene geborener nee'.split(' '));

function withoutPhrases(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    const phrase = phrases.find((candidate) =>
      candidate.every((word, offset) => words[at + offset] === word),
    );
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

interface Words {
  readonly words: readonly string[];
  /** Whether a salutation stood before the name: then a single word is surely a family name. */
  readonly saluted: boolean;
}

/** The words of a name without greetings, salutations, titles and birth names. */
function nameWords(text: string): Words {
  let words = withoutPhrases(fold(text).split(' ').filter(Boolean));
  const saluted = words.length > 0 && salutations.has(words[0] as string);
  words = words.filter((word) => !salutations.has(word));
  const birth = words.findIndex((word, at) => at > 0 && birthNameMarks.has(word));
  if (birth > 0) words = words.slice(0, birth);
  const untitled = words.filter((word) => !titles.has(word) && /[\p{L}]/u.test(word));
  return { words: untitled, saluted };
}

const withoutParticles = (words: readonly string[]): readonly string[] => {
  const kept = words.filter((word) => !particles.has(word));
  return kept.length > 0 ? kept : words;
};

const joined = (words: readonly string[], separator: string): string | null =>
  words.length > 0 ? words.join(separator) : null;

function named(given: string | null, family: string | null): NormalizedName | null {
  if (given === null && family === null) return null;
  return {
    given,
    family,
    full: given === null ? (family as string) : family === null ? given : `${given} ${family}`,
  };
}

/** Splits a full name in one string: `Anna Meier`, `Meier, Anna`, `Frau Dr. von der Heide`. */
export function normalizeFullName(text: string): NormalizedName | null {
  const segments = text
    .slice(0, 256)
    .split(/[,;]/)
    .map(nameWords)
    .filter((segment) => segment.words.length > 0);
  const first = segments[0];
  const second = segments[1];
  if (first === undefined) return null;
  if (second !== undefined)
    return named(joined(second.words, ' '), joined(withoutParticles(first.words), '-'));
  const words = first.words;
  const particle = words.findIndex(
    (word, at) => at < words.length - 1 && (at === 0 ? openingParticles : particles).has(word),
  );
  if (particle >= 0) {
    return named(joined(words.slice(0, particle), ' '), joined(withoutParticles(words.slice(particle)), '-'));
  }
  if (first.saluted && words.length === 2) {
    // "Frau Anna Meier" is as usual as "Frau Müller Lüdenscheidt" is rare.
    return named(words[0] as string, words[1] as string);
  }
  return named(joined(words.slice(0, -1), ' '), words.at(-1) as string);
}

/**
 * The canonical name from separate parts, from one string, or from both (parts win). null when nothing that
 * was said is a name (greetings, "unbekannt", digits).
 */
export function normalizeName(claims: {
  readonly name?: string | null | undefined;
  readonly givenName?: string | null | undefined;
  readonly familyName?: string | null | undefined;
}): NormalizedName | null {
  const familyText = claims.familyName ?? '';
  if (claims.givenName == null && claims.name == null && /[,;]/.test(familyText)) {
    return normalizeFullName(familyText);
  }
  const given = joined(nameWords(claims.givenName ?? '').words, ' ');
  const family = joined(withoutParticles(nameWords(familyText).words), '-');
  const whole = claims.name == null ? null : normalizeFullName(claims.name);
  if (given === null && family === null) return whole;
  return named(given ?? whole?.given ?? null, family ?? whole?.family ?? null);
}
