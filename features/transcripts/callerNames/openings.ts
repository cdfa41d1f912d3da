import { candidate } from '../candidateWeight.ts';
import type { NameCandidate } from '../nameCandidate.ts';
import type { SpokenName } from '../nameWords.ts';
import { spellingHintAt } from '../spellingHint.ts';
import type { CallerTurn } from './callerTurn.ts';

/** What stands at a place, and how many tokens of it need no further look. */
interface Opening {
  readonly found: NameCandidate | null;
  readonly length: number;
}

const nothing: Opening = { found: null, length: 1 };

/**
 * Names at the start of a sentence: behind greetings and fillers ("guten Tag, Krüger"), as the answer to a question
 * ("ja, Krüger"), or with a hint how they are spelled. Asked place by place through one turn.
 */
export class Openings {
  readonly #turn: CallerTurn;
  /** Whether only greetings and fillers stood between the start of the sentence and the place. */
  #greeted = false;

  constructor(turn: CallerTurn) {
    this.#turn = turn;
  }

  at(at: number): Opening {
    const turn = this.#turn;
    const { words, reading } = turn;
    const starts = at === turn.turn.first || (turn.token(at)?.before ?? 0) >= 2;
    if (!starts && !this.#greeted) return nothing;
    const greeting = words.greetings.at(reading.tokens, at);
    if (greeting > 0 || words.fillers.has(turn.word(at)) || words.yes.at(reading.tokens, at) === 1) {
      this.#greeted = true;
      return { found: null, length: Math.max(1, greeting) };
    }
    if (words.no.at(reading.tokens, at) === 1 && (turn.askedName || turn.addressed)) {
      this.#greeted = true;
      return { found: deniedFor(turn, at), length: 1 };
    }
    const afterGreeting = this.#greeted;
    this.#greeted = false;
    return { found: opened(turn, at, afterGreeting), length: 1 };
  }
}

/** "Nein, Krüger", "nicht Krämer, Krüger". */
function deniedFor(turn: CallerTurn, at: number): NameCandidate | null {
  const { negations, answerLeads } = turn.words;
  const behindDenied = (start: number) => turn.names.read(start, 'firm')?.end ?? start;
  const skipped = negations.has(turn.word(at)) ? behindDenied(at + 1) : at + 1;
  const start = turn.names.afterLeads(skipped, answerLeads);
  return answerAt(turn, negations.has(turn.word(start)) ? behindDenied(start + 1) : start);
}

function opened(turn: CallerTurn, at: number, afterGreeting: boolean): NameCandidate | null {
  const answer = turn.askedName ? answerAt(turn, turn.names.afterLeads(at, turn.words.answerLeads)) : null;
  return answer ?? unaskedAt(turn, at, afterGreeting);
}

/** A name that is the whole of an answer, or goes on as answers do. */
function answerAt(turn: CallerTurn, start: number): NameCandidate | null {
  const name = turn.names.read(start, 'firm');
  if (name === null || !turn.holds(name)) return null;
  const ends = turn.token(name.end)?.turn !== turn.index || turn.breaks(name.end);
  const isUsual = !turn.names.isRare(name.words[0] as number);
  const goesOn = isUsual && (!turn.turn.cased || turn.words.continuations.has(turn.word(name.end)));
  return ends || goesOn ? candidate(turn.inverted(name), 'answer') : null;
}

function unaskedAt(turn: CallerTurn, at: number, afterGreeting: boolean): NameCandidate | null {
  const { names, words, reading } = turn;
  const start = turn.askedName ? names.afterLeads(at, words.answerLeads) : names.afterLeads(at);
  const read = names.read(start, 'loose');
  if (read === null || read.first < turn.turn.first) return null;
  const name = turn.inverted(read);
  const hint = spellingHintAt(reading, turn.spelled, name.end);
  const isDictated = reading.taken.subarray(name.end, name.end + 6).includes(1);
  if (!isDictated && (hint !== null || turn.spelled.at(name.end, 3)?.certain)) return candidate(name, 'hint');
  const isOthers =
    turn.token(read.first - 1)?.turn === turn.index && words.others.has(turn.word(read.first - 1));
  return !isOthers && isGreeting(turn, at, name, afterGreeting) && (hint === null || isKnown(turn, name))
    ? candidate(name, 'greeting')
    : null;
}

const isKnown = (turn: CallerTurn, name: SpokenName) => !turn.names.isRare(name.words[0] as number);

/** Whether a name at the start of a sentence is what greets: its own, not the one who is greeted. */
function isGreeting(turn: CallerTurn, at: number, name: SpokenName, afterGreeting: boolean): boolean {
  const greetsHim = name.words.length === 1 && name.givenNames === 1 && turn.token(at)?.before === 0;
  if (afterGreeting && (name.saluted || greetsHim)) return false;
  if (name.saluted && turn.question === undefined) return false;
  const ends = turn.token(name.end)?.turn !== turn.index || turn.breaks(name.end);
  const isFull = name.words.length > 1 && name.givenNames > 0;
  const isListed = afterGreeting || isFull || turn.words.greetings.at(turn.reading.tokens, name.end) > 0;
  return ends && isListed && (isKnown(turn, name) || name.words.length > 1);
}
