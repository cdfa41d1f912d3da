import { explanationText, type PairExplanation } from '../../models/linking/bulk/explainPair.ts';
import type { LinkedRecords, UsedKey } from '../../models/linking/bulk/linkRecords.ts';
import type { LinkQuality } from './quality.ts';

/** What `linkloop link` answers with --json. */
export interface LinkAnswer {
  readonly rows: number;
  readonly candidatePairs: number;
  readonly candidatesPerRecord: number;
  /** With truth the share of its pairs that were compared, else an estimate. */
  readonly pairCompleteness: number;
  readonly pairCompletenessIs: 'measured' | 'estimated';
  readonly seconds: number;
  readonly threads: number;
  /** Highest memory of the process so far. */
  readonly peakBytes: number;
  /** Pairs that went to disk for want of memory. */
  readonly spilledBytes: number;
  readonly links: number;
  readonly reviews: number;
  readonly clusters?: number;
  readonly oneToOne?: boolean;
  readonly fields: readonly { readonly name: string; readonly kind: string }[];
  readonly dropped: readonly { readonly column: string; readonly reason: string }[];
  readonly keys: readonly UsedKey[];
  readonly precision?: number;
  readonly recall?: number;
  readonly f1?: number;
  readonly why?: PairExplanation;
}

export function linkAnswer(
  linked: LinkedRecords,
  rows: number,
  seconds: number,
  quality: LinkQuality | undefined,
  why: PairExplanation | undefined,
): LinkAnswer {
  return {
    rows,
    candidatePairs: linked.candidateCount,
    candidatesPerRecord: Number((linked.candidateCount / rows).toPrecision(4)),
    pairCompleteness: quality?.pairCompleteness ?? linked.estimatedCompleteness,
    pairCompletenessIs: quality === undefined ? 'estimated' : 'measured',
    seconds,
    threads: linked.threads,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    spilledBytes: linked.spilledBytes,
    links: linked.pairs.counts.link,
    reviews: linked.pairs.counts.review,
    ...(linked.clusters === undefined
      ? { oneToOne: linked.oneToOne }
      : { clusters: linked.clusters.reduce((most, cluster) => Math.max(most, cluster), -1) + 1 }),
    fields: linked.plan.fields.map(({ name, kind }) => ({ name, kind })),
    dropped: linked.plan.dropped,
    keys: linked.keys,
    ...(quality === undefined
      ? {}
      : { precision: quality.precision, recall: quality.recall, f1: quality.f1 }),
    ...(why === undefined ? {} : { why }),
  };
}

/** The answer for people. */
export function linkText(answer: LinkAnswer): string {
  const lines = [
    `${answer.rows} records in ${answer.seconds.toFixed(1)} s, ${answer.threads} ${answer.threads === 1 ? 'thread' : 'threads'}, at most ${(answer.peakBytes / 1e9).toFixed(2)} GB of memory${answer.spilledBytes === 0 ? '' : `, ${(answer.spilledBytes / 1e6).toFixed(1)} MB of pairs on disk`}`,
    `compared by: ${answer.fields.map(({ name, kind }) => `${name} (${kind})`).join(', ')}`,
    ...answer.dropped.map(({ column, reason }) => `not compared: ${column}: ${reason}`),
    `${answer.candidatePairs} candidate pairs, ${answer.candidatesPerRecord} per record, by ${answer.keys.length === 0 ? 'comparing all' : `${answer.keys.length} keys`}`,
    `pair completeness ${answer.pairCompleteness.toFixed(4)} (${answer.pairCompletenessIs})`,
    `${answer.links} links, ${answer.reviews} pairs to review${answer.clusters === undefined ? (answer.oneToOne ? ', one partner each' : '') : `, ${answer.clusters} entities`}`,
  ];
  if (answer.f1 !== undefined)
    lines.push(
      `precision ${answer.precision!.toFixed(4)}, recall ${answer.recall!.toFixed(4)}, F1 ${answer.f1.toFixed(4)}`,
    );
  if (answer.why !== undefined) lines.push('', explanationText(answer.why));
  return lines.join('\n');
}
