import type { Language } from './language.ts';
import type { SpokenTurn, Token, Transcript } from './transcript.ts';

/** A transcript with the language it is read in, and what has been found in it so far. */
export interface Reading {
  readonly language: Language;
  readonly transcript: Transcript;
  readonly tokens: readonly Token[];
  readonly turns: readonly SpokenTurn[];
  /** Marks tokens that are parts of something else (a company, an e-mail address) and no name. */
  readonly taken: Uint8Array;
  /** The hundred units of text behind the token before `end`. */
  readonly text: (end: number) => string;
}

export function openReading(transcript: Transcript, language: Language): Reading {
  const { text, tokens, turns } = transcript;
  return {
    language,
    transcript,
    tokens,
    turns,
    taken: new Uint8Array(tokens.length),
    text: (end) => {
      const from = tokens[end - 1]?.end ?? text.length;
      return text.slice(from, from + 100);
    },
  };
}

export function take(reading: Reading, from: number, to: number): void {
  reading.taken.fill(1, from, to);
}

/** The turn of the other side before this one, when nobody spoke between; -1: none. */
export function askedIn(reading: Reading, turn: number): number {
  const asked = turn - 1;
  return asked >= 0 && reading.turns[asked]?.role === 'agent' && reading.turns[turn]?.role !== 'agent'
    ? asked
    : -1;
}

/** What the caller answered to a turn of the call centre: yes, no, or neither. */
export function answerTo(reading: Reading, turn: number): 'yes' | 'no' | 'open' {
  const next = reading.turns[turn + 1];
  if (next === undefined || next.role === 'agent') return 'open';
  const { talk } = reading.language.pack;
  const yes = reading.language.phrases(talk.yes);
  const no = reading.language.phrases(talk.no);
  const fillers = reading.language.words(talk.fillers);
  for (let at = next.first; at < Math.min(next.last, next.first + 6); at++) {
    if (no.at(reading.tokens, at) > 0) return 'no';
    if (yes.at(reading.tokens, at) > 0) {
      return no.within(reading.tokens, at + 1, Math.min(next.last, at + 6)) ? 'no' : 'yes';
    }
    if (!fillers.has((reading.tokens[at] as Token).folded)) return 'open';
  }
  return 'open';
}

/** Tokens in each direction that are looked through for the ends of a sentence: speech has no full stops. */
const longestSentence = 60;

/** First token of the sentence that holds the token. */
export function sentenceStart(reading: Reading, at: number): number {
  let first = at;
  while (first > 0 && at - first < longestSentence && (reading.tokens[first] as Token).before < 2) first--;
  return first;
}

/** One past the last token of the sentence that holds the token. */
export function sentenceEnd(reading: Reading, at: number): number {
  let last = at + 1;
  while (
    last < reading.tokens.length &&
    last - at < longestSentence &&
    (reading.tokens[last] as Token).before < 2
  )
    last++;
  return last;
}
