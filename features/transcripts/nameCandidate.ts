import type { SpokenName } from './nameWords.ts';

/** What in a transcript says that somebody is called so. */
export type NamePattern =
  | 'introduction'
  | 'presentation'
  | 'self-description'
  | 'closing'
  | 'weak-closing'
  | 'greeting'
  | 'repeated'
  | 'answer'
  | 'correction'
  | 'confirmed'
  | 'addressed'
  | 'spelled'
  | 'hint'
  | 'given-mark'
  | 'family-mark'
  | 'concern'
  | 'deputy';

/** A name that somebody may have. */
export interface NameCandidate {
  readonly name: SpokenName;
  readonly pattern: NamePattern;
  /** The customer concerned, who is not the one who speaks; otherwise the caller. */
  readonly whose: 'caller' | 'customer';
  /** How much the pattern alone is worth, in (0, 1). */
  readonly weight: number;
  /** The last word as it was spelled out, in place of the one heard. */
  readonly spelled?: string;
  /** Tokens in which the name was spelled. */
  readonly spelledAt?: readonly [first: number, end: number];
}
