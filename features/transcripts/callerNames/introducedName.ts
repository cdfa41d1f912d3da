import { candidate } from '../candidateWeight.ts';
import type { NameCandidate } from '../nameCandidate.ts';
import { sentenceEnd } from '../reading.ts';
import type { CallerTurn } from './callerTurn.ts';

/** "Mein Name ist Krüger", "hier spricht Anna Krüger". */
export function introducedName(turn: CallerTurn, at: number): NameCandidate | null {
  const { introductions, presentations, agentPhrases } = turn.words;
  const { tokens } = turn.reading;
  const introduction = introductions.at(tokens, at);
  const presentation = presentations.at(tokens, at);
  if (introduction + presentation === 0 || speaksForUs(turn, at)) return null;
  if (introduction > 0) return introducedBy(turn, at, introduction);
  const ours = agentPhrases.at(tokens, at) > 0 && turn.turn.role !== 'caller';
  return ours ? null : presentedBy(turn, at, presentation);
}

/** Whether it is the call centre that speaks: nobody said who does, and what follows is what agents say. */
function speaksForUs({ turn, words, reading }: CallerTurn, at: number): boolean {
  if (turn.role !== 'unknown') return false;
  return words.agentPhrases.within(reading.tokens, at, Math.min(turn.last, sentenceEnd(reading, at) + 8));
}

function introducedBy(turn: CallerTurn, at: number, length: number): NameCandidate | null {
  const start = turn.names.afterLeads(at + length, turn.words.answerLeads);
  const name = turn.names.read(start, 'firm');
  if (name === null) return null;
  // One word alone at the start of what nobody asked for introduces nobody, unless it is the label of a form.
  const unasked = turn.question === undefined && turn.breaks(at) && turn.token(start)?.before === 0;
  if (length === 1 && unasked && !turn.words.nameLabels.has(turn.word(at))) return null;
  return candidate(turn.inverted(name), 'introduction');
}

function presentedBy(turn: CallerTurn, at: number, length: number): NameCandidate | null {
  const { names } = turn;
  const start = names.afterLeads(at + length);
  const name = names.read(start, 'firm');
  if (name === null) return null;
  const before = turn.token(start)?.before ?? 0;
  const isUsual = !names.isRare(name.words[0] as number) || name.saluted || name.words.length > 1;
  // "Hier, Krüger" is no "hier Krüger".
  const isApart = before >= 2 || (length === 1 && before > 0);
  return (isUsual || turn.turn.cased) && !isApart ? candidate(name, 'presentation') : null;
}
