import type { DecidedPair } from '../../models/linking/bulk/decidePairs.ts';
import { sigmoid } from '../../models/numeric/sigmoid.ts';
import type { Chart } from '../report/chart.ts';

/** Width of a bin in bits, and the weights between which pairs are told apart. */
const binBits = 0.5;
const lowest = -10;
const highest = 80;
const binCount = (highest - lowest) / binBits;

const decisions = ['link', 'review', 'no-link'] as const;

/** How many pairs have which weight, counted in one pass. */
export class WeightDistribution {
  readonly #counts = Object.fromEntries(
    decisions.map((decision) => [decision, new Float64Array(binCount)]),
  ) as Record<DecidedPair['decision'], Float64Array>;
  readonly #probability = new Float64Array(binCount);

  add({ logOdds, decision }: DecidedPair): void {
    const bin = Math.floor((logOdds / Math.LN2 - lowest) / binBits);
    const at = Math.max(0, Math.min(binCount - 1, bin));
    this.#counts[decision][at]!++;
    this.#probability[at]! += sigmoid(logOdds);
  }

  /** Pairs by weight and decision. */
  histogram(): Chart {
    const data = decisions.flatMap((decision) =>
      Array.from(this.#counts[decision], (pairs, bin) => ({
        decision,
        pairs,
        from: lowest + bin * binBits,
        to: lowest + (bin + 1) * binBits,
      })).filter(({ pairs }) => pairs > 0),
    );
    return {
      title: 'Match weights.',
      caption: `Pairs by the log2 odds that they are one; at 0 both are as likely. Below about -5 bits pairs are not kept; ends hold what is beyond.`,
      options: {
        color: { legend: true, domain: [...decisions], range: ['#4269d0', '#efb118', '#9498a0'] },
        x: { label: 'log2 odds of a match' },
        y: { label: 'pairs', grid: true },
      },
      marks: [
        {
          mark: 'rectY',
          data,
          options: { x1: 'from', x2: 'to', y: 'pairs', fill: 'decision', tip: true },
        },
        { mark: 'ruleX', data: [0], options: { strokeDasharray: '4 4' } },
      ],
    };
  }

  /** What precision and recall the probabilities promise at each threshold. */
  thresholds(): Chart {
    const total = this.#probability.reduce((sum, expected) => sum + expected, 0);
    const points: { threshold: number; share: number; measure: string }[] = [];
    let pairs = 0;
    let matches = 0;
    for (let bin = binCount - 1; bin >= 0; bin--) {
      for (const decision of decisions) pairs += this.#counts[decision][bin]!;
      matches += this.#probability[bin]!;
      const threshold = lowest + bin * binBits;
      if (pairs === 0 || threshold < -5) continue;
      points.push(
        { threshold, share: matches / pairs, measure: 'precision' },
        { threshold, share: matches / total, measure: 'recall among compared' },
      );
    }
    return {
      title: 'If pairs were linked from a threshold on.',
      caption:
        'Precision and recall as the probabilities of the model promise them, without truth: as right as the model is. What no key brought together is not in it.',
      options: {
        color: {
          legend: true,
          domain: ['precision', 'recall among compared'],
          range: ['#4269d0', '#3ca951'],
        },
        x: { label: 'threshold (log2 odds)' },
        y: { label: 'expected share', grid: true },
      },
      marks: [
        { mark: 'ruleX', data: [0], options: { strokeDasharray: '4 4' } },
        {
          mark: 'line',
          data: points,
          options: { x: 'threshold', y: 'share', stroke: 'measure', strokeWidth: 2, tip: true },
        },
      ],
    };
  }
}
