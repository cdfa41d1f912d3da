import { candidate } from '../candidateWeight.ts';
import type { NameCandidate } from '../nameCandidate.ts';
import type { SpokenName } from '../nameWords.ts';
import type { CallerTurn } from './callerTurn.ts';

/** "Krüger ist mein Name", "Krüger, Stefan, am Apparat"; "Krüger hier" at the start of a phrase. */
export function closedName(turn: CallerTurn, at: number): NameCandidate | null {
  const { closings, introductions, presentations, weakClosings } = turn.words;
  const { tokens } = turn.reading;
  if (at <= turn.turn.first) return null;
  const closing = closings.at(tokens, at);
  if (closing > 0 && introductions.at(tokens, at) <= closing) return closedFirmly(turn, at);
  if (weakClosings.at(tokens, at) === 0 || presentations.at(tokens, at) > 1) return null;
  return closedWeakly(turn, at);
}

/** The name that ends before the closing, within its sentence and this turn. */
function nameBefore(turn: CallerTurn, at: number, firmness: 'firm' | 'loose'): SpokenName | null {
  if ((turn.token(at)?.before ?? 0) >= 2) return null;
  const name = turn.names.readBefore(at, firmness);
  return name !== null && name.first >= turn.turn.first ? name : null;
}

function closedFirmly(turn: CallerTurn, at: number): NameCandidate | null {
  const name = nameBefore(turn, at, 'firm');
  if (name === null) return null;
  const behindComma = turn.token(name.first)?.before === 1 && name.givenNames === 1 && name.first > 0;
  const surname = behindComma ? turn.names.readBefore(name.first, 'loose') : null;
  const isPair = surname?.words.length === 1 && name.words.length === 1 && surname.first >= turn.turn.first;
  if (surname === null || !isPair) return candidate(name, 'closing');
  return candidate({ ...name, first: surname.first, words: [...name.words, ...surname.words] }, 'closing');
}

function closedWeakly(turn: CallerTurn, at: number): NameCandidate | null {
  const name = nameBefore(turn, at, 'loose');
  if (name === null) return null;
  const { greetings, fillers, corrections, nameArticles } = turn.words;
  const { tokens } = turn.reading;
  const lead = turn.word(name.first - 1);
  const opens =
    (turn.token(name.first)?.before ?? 0) > 0 ||
    fillers.has(lead) ||
    corrections.has(lead) ||
    nameArticles.has(lead) ||
    greetings.at(tokens, name.first - 1) > 0 ||
    greetings.at(tokens, name.first - 2) === 2;
  return opens ? candidate(name, 'weak-closing') : null;
}
