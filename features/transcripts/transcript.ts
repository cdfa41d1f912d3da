import { fold } from '../identity/fold.ts';
import type { Span } from './span.ts';
import { type Role, roleOf, speakerLabel, type Turn } from './turn.ts';

/** What separates a token from the one before: nothing, a comma, the end of a sentence, another speaker. */
type Break = 0 | 1 | 2 | 3;

/** A word or a row of digits. */
export interface Token {
  readonly text: string;
  /** See identity/fold.ts: lower case, umlauts spelled out. */
  readonly folded: string;
  readonly start: number;
  readonly end: number;
  readonly turn: number;
  readonly before: Break;
  /** Whether nothing, not even a blank, stands between the token before and this one. */
  readonly glued: boolean;
}

export interface SpokenTurn {
  readonly role: Role;
  readonly first: number;
  /** One past the last token. */
  readonly last: number;
  /** Whether capital letters mean something in it. */
  readonly cased: boolean;
}

/** A transcript cut into turns and tokens. */
export interface Transcript {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly turns: readonly SpokenTurn[];
  spanOf(start: number, end: number): Span;
}

/** What follows in a transcript after so many UTF-16 units (several hours of speech) is not read. */
export const longestTranscript = 200_000;

const word = /\p{L}[\p{L}\p{M}'’]*(?:-\p{L}[\p{L}\p{M}'’]*)*|\d+/gu;
const abbreviations = new Set(
  'dr prof hr fr st str nr tel med geb bzw ca dipl ing hausnr rer nat'.split(' '),
);

function breakOf(gap: string, previous: string): Break {
  if (/[!?;\n…]/.test(gap)) return 2;
  if (gap.includes('.')) {
    if (/^\d{1,2}$/.test(previous) || abbreviations.has(previous)) return gap.includes(',') ? 1 : 0;
    return /^\.$/.test(gap) ? 0 : 2;
  }
  return /[,:–—()[\]"„“«»]|\s-\s/.test(gap) ? 1 : 0;
}

interface Piece {
  readonly role: Role;
  readonly start: number;
  readonly end: number;
}

function labelled(text: string): Piece[] {
  const pieces: Piece[] = [];
  let role: Role = 'unknown';
  let start = 0;
  for (const match of text.matchAll(speakerLabel)) {
    if (match.index > start) pieces.push({ role, start, end: match.index });
    role = roleOf(match[1] as string);
    start = match.index + match[0].length;
  }
  pieces.push({ role, start, end: text.length });
  return pieces.filter((piece) => piece.end > piece.start);
}

/** Cuts what was given into turns (by labels such as `Anrufer:` where one text was given) and tokens. */
export function readTranscript(given: string | readonly Turn[]): Transcript {
  const starts: number[] = [0];
  let text = '';
  let pieces: Piece[];
  if (typeof given === 'string') {
    text = given.slice(0, longestTranscript);
    pieces = labelled(text);
  } else {
    pieces = [];
    starts.length = 0;
    for (const turn of given) {
      if (text.length >= longestTranscript) break;
      const start = text.length;
      starts.push(start);
      text += `${turn.text.slice(0, longestTranscript - start)}\n`;
      pieces.push({ role: roleOf(turn.role), start, end: text.length - 1 });
    }
  }
  const folds = new Map<string, string>();
  const tokens: Token[] = [];
  const turns = pieces.map(({ role, start, end }, turn): SpokenTurn => {
    const first = tokens.length;
    const spoken = text.slice(start, end);
    let at = 0;
    for (const match of spoken.matchAll(word)) {
      const written = match[0];
      const folded = folds.get(written) ?? fold(written);
      folds.set(written, folded);
      const gap = spoken.slice(at, match.index);
      const previous = tokens.length > first ? (tokens.at(-1) as Token) : null;
      tokens.push({
        text: written,
        folded,
        start: start + match.index,
        end: start + match.index + written.length,
        turn,
        before: previous === null ? 3 : breakOf(gap, previous.folded),
        glued: previous !== null && gap === '',
      });
      at = match.index + written.length;
    }
    return { role, first, last: tokens.length, cased: /\p{Lu}/u.test(spoken) };
  });
  return {
    text,
    tokens,
    turns,
    spanOf(start, end) {
      let turn = 0;
      let high = starts.length - 1;
      while (turn < high) {
        const middle = (turn + high + 1) >> 1;
        if ((starts[middle] as number) <= start) turn = middle;
        else high = middle - 1;
      }
      const base = starts[turn] ?? 0;
      return { start: start - base, end: end - base, turn };
    },
  };
}
