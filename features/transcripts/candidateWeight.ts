import type { NameCandidate, NamePattern } from './nameCandidate.ts';
import type { SpokenName } from './nameWords.ts';

/** What each pattern is worth by itself. */
const weights: Readonly<Record<NamePattern, number>> = {
  introduction: 0.9,
  presentation: 0.8,
  'self-description': 0.6,
  closing: 0.88,
  'weak-closing': 0.7,
  greeting: 0.6,
  repeated: 0.8,
  answer: 0.82,
  correction: 0.92,
  confirmed: 0.85,
  addressed: 0.5,
  spelled: 0.7,
  hint: 0.75,
  'given-mark': 0.85,
  'family-mark': 0.85,
  concern: 0.85,
  deputy: 0.8,
};

/** A name with what its pattern is worth. */
export const candidate = (
  name: SpokenName,
  pattern: NamePattern,
  whose: NameCandidate['whose'] = 'caller',
): NameCandidate => ({ name, pattern, whose, weight: weights[pattern] });
