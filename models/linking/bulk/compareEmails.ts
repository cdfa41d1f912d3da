import { type EncodedWords, encodeWords } from '../strings/encodedWords.ts';
import { WordMeasures } from '../strings/wordMeasures.ts';
import type { FieldComparison } from './fieldComparison.ts';
import { numbered } from './numbered.ts';

/** What e-mail addresses are compared by; plain data on shared memory. */
export interface EmailsData {
  readonly kind: 'email';
  readonly encoded: EncodedWords;
  /** What stands before the @. */
  readonly locals: EncodedWords;
  readonly local: Int32Array;
  /** Addresses of one number share the domain; -1: there is none. */
  readonly domain: Int32Array;
}

export function emailsData(words: readonly string[]): EmailsData {
  const before = words.map((word) => word.split('@')[0]!);
  return {
    kind: 'email',
    encoded: encodeWords(words),
    locals: encodeWords(before),
    local: numbered(before, (word) => word),
    domain: numbered(words, (word) => word.split('@')[1] || null),
  };
}

/** Addresses before the @ are a person's, those after it a provider's or a firm's. */
export function compareEmails({ encoded, locals, local, domain }: EmailsData): FieldComparison {
  const measures = new WordMeasures(encoded);
  const ofLocals = new WordMeasures(locals);
  return {
    levels: [
      { name: 'different', expected: 0.12 },
      { name: 'same domain', expected: 0.02 },
      { name: 'similar', expected: 0.04 },
      { name: 'one or two slips apart', expected: 0.05 },
      { name: 'same before the @', expected: 0.05 },
    ],
    level(a, b) {
      if (local[a] === local[b]) return 4;
      if (measures.within(2, a, b)) return 3;
      if (ofLocals.jaroWinklerFrom(0.88, a, b) > 0) return 2;
      return domain[a]! >= 0 && domain[a] === domain[b] ? 1 : 0;
    },
  };
}
