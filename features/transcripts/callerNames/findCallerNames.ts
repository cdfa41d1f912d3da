import type { NameCandidate } from '../nameCandidate.ts';
import type { NameWords } from '../nameWords.ts';
import type { Reading } from '../reading.ts';
import type { SpelledWords } from '../spelledWords.ts';
import { CallerTurn, type NameAt } from './callerTurn.ts';
import { closedName } from './closedName.ts';
import { correctedName } from './correctedName.ts';
import { describedName, repeatedName } from './describedName.ts';
import { introducedName } from './introducedName.ts';
import { markedName, nameBeforeMark } from './markedName.ts';
import { Openings } from './openings.ts';

/** Patterns that can hold at any place of a turn. */
const patterns: readonly NameAt[] = [
  markedName,
  nameBeforeMark,
  introducedName,
  repeatedName,
  describedName,
  closedName,
];

/** Names that the caller's own turns give to the caller, each followed by the one that corrects it, if any does. */
export function findCallerNames(reading: Reading, names: NameWords, spelled: SpelledWords): NameCandidate[] {
  return reading.turns.flatMap(({ role, first, last }, index) => {
    if (role === 'agent') return [];
    const turn = new CallerTurn(reading, names, spelled, index);
    const openings = new Openings(turn);
    const found: NameCandidate[] = [];
    for (let at = first, next = first; at < last; at = next) {
      const opening = openings.at(at);
      next = at + opening.length;
      for (const candidate of [...patterns.map((pattern) => pattern(turn, at)), opening.found]) {
        if (candidate === null || !turn.holds(candidate.name)) continue;
        const corrected = correctedName(turn, candidate.name);
        found.push(candidate, ...(corrected === null ? [] : [corrected]));
      }
    }
    return found;
  });
}
