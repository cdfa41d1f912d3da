import { candidate } from '../candidateWeight.ts';
import type { NameCandidate } from '../nameCandidate.ts';
import type { CallerTurn } from './callerTurn.ts';

/** "Ich bin der Stefan Krüger", but not "ich bin Lehrer". */
export function describedName(turn: CallerTurn, at: number): NameCandidate | null {
  const length = turn.words.selfDescriptions.at(turn.reading.tokens, at);
  if (length === 0) return null;
  const start = turn.names.afterLeads(at + length);
  const name = turn.names.read(start, 'loose');
  if (name === null || (turn.token(start)?.before ?? 0) >= 2) return null;
  const articled = start > at + length;
  const isName = name.saluted || name.givenNames > 0;
  const endsLikeOne = name.words.length > 1 || (turn.turn.cased && turn.breaks(name.end));
  return isName || (articled && endsLikeOne) ? candidate(name, 'self-description') : null;
}

/** "Krüger, Stefan Krüger". */
export function repeatedName(turn: CallerTurn, at: number): NameCandidate | null {
  const name = turn.token(at + 1)?.before === 1 ? turn.names.read(at + 1, 'firm') : null;
  if (name === null || name.givenNames === 0 || name.words.length < 2) return null;
  return turn.word(name.words.at(-1) as number) === turn.word(at) ? candidate(name, 'repeated') : null;
}
