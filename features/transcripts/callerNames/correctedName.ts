import { candidate } from '../candidateWeight.ts';
import type { NameCandidate } from '../nameCandidate.ts';
import type { SpokenName } from '../nameWords.ts';
import { spellingHintAt } from '../spellingHint.ts';
import type { CallerTurn } from './callerTurn.ts';

/** Words in which a caller corrects a name, at most. */
const reach = 10;

/** The name said instead, behind "nein", "nicht Maier," or an "äh" before a similar one. */
export function correctedName(turn: CallerTurn, name: SpokenName): NameCandidate | null {
  const { corrections, fillers, negations } = turn.words;
  let at = spellingHintAt(turn.reading, turn.spelled, name.end)?.end ?? name.end;
  let firm = false;
  let any = false;
  for (; at < name.end + reach; at++) {
    if (turn.token(at)?.turn !== turn.index) return null;
    const word = turn.word(at);
    if (negations.has(word)) {
      const wrong = turn.names.read(at + 1, 'firm');
      if (wrong === null) return null;
      at = wrong.end - 1;
      firm = true;
    } else if (corrections.has(word)) firm ||= !fillers.has(word);
    else if (!fillers.has(word)) break;
    any = true;
  }
  const instead = any ? turn.names.read(at, 'firm') : null;
  if (instead === null) return null;
  const start = ({ words }: SpokenName) => turn.word(words.at(-1) as number).slice(0, 2);
  return firm || start(name) === start(instead) ? candidate(instead, 'correction') : null;
}
