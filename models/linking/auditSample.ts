import { sha256 } from '../../base/hash.ts';
import { linkable } from './linkable.ts';
import type { LinkerExample } from './replay.ts';

/** Labels in a row within which every call shall have had the same chance. */
const blockSize = 200;

/**
 * The labelled calls from which the share of wrong links may be read as if they had been drawn at random.
 *
 * Calls are put before people because a model is unsure of them (probability 1) or because a random slice of the others
 * is (a few per cent), so labels as they are show mostly hard calls. Of every `blockSize` labels in a row each is kept
 * with probability smallest / own probability of having been asked for, drawn once and for all by its id: every call of
 * these days was then kept with the same chance, whatever the model thought of it (rejection sampling). The smallest
 * probability is that of each block, so that more frequent audits of the beginning count in full; a block in which no
 * automatic answer was audited holds too many hard calls, which errs on the careful side. Left out are labels nobody asked
 * for and calls that no linker links by itself (linkable.ts).
 *
 * @param labelled calls with a truth
 */
export function auditSample(labelled: readonly LinkerExample[], population: number): LinkerExample[] {
  const asked = labelled
    .filter(({ volunteered }) => volunteered !== true)
    .filter(({ candidates, query }) => linkable(candidates, query, population))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.callId < b.callId ? -1 : 1));
  const sample: LinkerExample[] = [];
  for (let start = 0; start < asked.length; start += blockSize) {
    const block = asked.slice(start, start + blockSize);
    const heaviest = block.reduce((most, { weight }) => Math.max(most, weight), 0);
    for (const example of block) {
      if (drawOf(example.callId) * heaviest < example.weight) sample.push(example);
    }
  }
  return sample;
}

/** Uniform in [0, 1), decided by the call and by nothing that decided whether it was asked about. */
function drawOf(callId: string): number {
  return Number.parseInt(sha256(`audit ${callId}`).slice(0, 13), 16) / 2 ** 52;
}
