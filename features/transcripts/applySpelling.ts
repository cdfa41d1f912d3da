import { fold } from '../identity/fold.ts';
import { koelnerPhonetik } from '../identity/koelnerPhonetik.ts';
import type { NameCandidate } from './nameCandidate.ts';
import type { SpokenName } from './nameWords.ts';
import { askedIn, type Reading } from './reading.ts';
import type { SpelledWord, SpelledWords } from './spelledWords.ts';
import type { Token } from './transcript.ts';

/** Tokens between a name and its spelling, at most. */
const reach = 128;

/** Gives spelled words to the names they spell; those that spell none become names of their own. */
export function applySpelling(
  reading: Reading,
  spelled: SpelledWords,
  candidates: readonly NameCandidate[],
): NameCandidate[] {
  const { language, tokens, turns, taken } = reading;
  const announcements = language.phrases(language.pack.names.spellings);
  const result: (NameCandidate | null)[] = [...candidates];
  // Names by stretches of the transcript: only those around a spelled word are compared with it.
  const places = new Map<number, number[]>();
  candidates.forEach(({ name }, position) => {
    const stretch = Math.floor(name.first / reach);
    places.set(stretch, [...(places.get(stretch) ?? []), position]);
  });
  const around = (run: SpelledWord): number[] => {
    const last = Math.floor(run.end / reach);
    return [last - 1, last].flatMap((stretch) => places.get(stretch) ?? []);
  };
  turns.forEach((turn, index) => {
    if (turn.role === 'agent') return;
    const question = turns[askedIn(reading, index)];
    const announced =
      announcements.within(tokens, turn.first, turn.last) ||
      (question !== undefined && announcements.within(tokens, question.first, question.last));
    for (let at = turn.first; at < turn.last; at++) {
      if (taken[at] === 1) continue;
      const run = spelled.at(at, 3);
      if (run === null) continue;
      at = run.end - 1;
      const near = around(run).filter((position) => {
        const candidate = result[position];
        return candidate != null && spells(reading, run, candidate.name);
      });
      if (!run.certain && ((!announced && near.length === 0) || run.letters.length < 4)) continue;
      const letters = turn.cased ? run.letters.charAt(0).toUpperCase() + run.letters.slice(1) : run.letters;
      const spelledAt = [run.first, run.end] as const;
      const inside = (token: number) => token >= run.first && token < run.end;
      let given = false;
      for (const position of near) {
        const candidate = result[position] as NameCandidate;
        if (candidate.name.words.some(inside)) continue;
        result[position] = { ...candidate, spelled: letters, spelledAt };
        given = true;
      }
      for (const position of around(run)) {
        if (result[position]?.name.words.every(inside)) result[position] = null;
      }
      if (given || (!announced && run.letters.length < 4)) continue;
      const name = { first: run.first, end: run.end, words: [run.first], saluted: false, givenNames: 0 };
      const weight = announced ? 0.85 : 0.6;
      result.push({ name, pattern: 'spelled', whose: 'caller', weight, spelled: letters, spelledAt });
    }
  });
  return result.filter((candidate) => candidate !== null);
}

/** Whether the letters may be the last word of a name said before: the same, or one that sounds or starts like it. */
function spells({ tokens }: Reading, run: SpelledWord, name: SpokenName): boolean {
  const last = tokens[name.words.at(-1) as number] as Token;
  if (name.first > run.first || (tokens[run.first] as Token).turn - last.turn > 3) return false;
  const letters = fold(run.letters);
  if (letters === last.folded) return true;
  return (
    letters.charAt(0) === last.folded.charAt(0) &&
    (letters.slice(0, 3) === last.folded.slice(0, 3) ||
      koelnerPhonetik(letters) === koelnerPhonetik(last.folded))
  );
}
