import { defaultLocales } from './defaultLocales.ts';
import type { Locales } from './lexicon.ts';
import { nameSegments, particleAt, withoutParticles } from './nameWords.ts';

/**
 * A person's name, folded (see fold.ts): lower case, umlauts spelled out, no titles, salutations, particles or marks
 * of generations; what was spelled out letter by letter is put together.
 */
export interface NormalizedName {
  /** Given names separated by blanks; null when none was said. */
  readonly given: string | null;
  /** Family name, double names joined by '-'; null when none was said. A single bare word counts as one. */
  readonly family: string | null;
  /** `given family`, without the missing part. */
  readonly full: string;
}

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

/** Splits a full name in one string: `Anna Meier`, `Meier, Anna`, `Frau Dr. von der Heide`, `Meier mit A Y`. */
export function normalizeFullName(text: string, packs: Locales = defaultLocales): NormalizedName | null {
  const [first, second] = nameSegments(text, packs);
  if (first === undefined) return null;
  if (second !== undefined) {
    return named(joined(second.words, ' '), joined(withoutParticles(first.words, packs), '-'));
  }
  const words = first.words;
  const particle = particleAt(words, packs);
  if (particle >= 0) {
    return named(
      joined(words.slice(0, particle), ' '),
      joined(withoutParticles(words.slice(particle), packs), '-'),
    );
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
export function normalizeName(
  claims: {
    readonly name?: string | null | undefined;
    readonly givenName?: string | null | undefined;
    readonly familyName?: string | null | undefined;
  },
  packs: Locales = defaultLocales,
): NormalizedName | null {
  const familyText = claims.familyName ?? '';
  if (claims.givenName == null && claims.name == null && /[,;]/.test(familyText)) {
    return normalizeFullName(familyText, packs);
  }
  const wordsOf = (text: string) => nameSegments(text, packs).flatMap(({ words }) => words);
  const given = joined(wordsOf(claims.givenName ?? ''), ' ');
  const family = joined(withoutParticles(wordsOf(familyText), packs), '-');
  const whole = claims.name == null ? null : normalizeFullName(claims.name, packs);
  if (given === null && family === null) return whole;
  return named(given ?? whole?.given ?? null, family ?? whole?.family ?? null);
}
