import { candidate } from '../candidateWeight.ts';
import type { NameCandidate } from '../nameCandidate.ts';
import type { CallerTurn } from './callerTurn.ts';

/** "Vorname Anna", "mein Nachname ist Krüger". */
export function markedName({ words, reading, names }: CallerTurn, at: number): NameCandidate | null {
  const family = words.familyMarks.at(reading.tokens, at);
  const given = words.givenMarks.at(reading.tokens, at);
  if (family + given === 0) return null;
  const name = names.read(names.afterLeads(at + Math.max(family, given)), 'firm');
  return name === null ? null : candidate(name, family > 0 ? 'family-mark' : 'given-mark');
}

/** Far less than a name behind the mark: mostly something else stands before it. */
const weightBefore = 0.3;

/** "Krüger als Nachname". */
export function nameBeforeMark(turn: CallerTurn, at: number): NameCandidate | null {
  const { familyMarks, markLeads } = turn.words;
  if (familyMarks.at(turn.reading.tokens, at) === 0) return null;
  if (turn.breaks(at - 1) || markLeads.has(turn.word(at - 1))) return null;
  const name = turn.names.readBefore(at - 1, 'firm');
  return name === null ? null : { ...candidate(name, 'family-mark'), weight: weightBefore };
}
