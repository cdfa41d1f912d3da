import type { DecidedPair } from '../../models/linking/bulk/decidePairs.ts';
import type { LinkedRecords, UsedKey } from '../../models/linking/bulk/linkRecords.ts';
import type { Chart } from '../report/chart.ts';
import { type PageSection, page } from '../report/page.ts';
import { fieldWeightSection } from './fieldWeights.ts';
import { type LinkAnswer, linkText } from './linkAnswer.ts';
import { type ExplainedPair, waterfallSection } from './pairWaterfalls.ts';
import { WeightDistribution } from './weightDistribution.ts';

export interface LinkReportRequest {
  /** Paths of the files. */
  readonly source: string;
  readonly answer: LinkAnswer;
  readonly linked: LinkedRecords;
  readonly ids: readonly string[];
  readonly notes: readonly string[];
}

/** Pairs that are explained on each side of the threshold. */
const explainedOnEachSide = 3;

/** The run as one HTML page. */
export function linkReport({ source, answer, linked, ids, notes }: LinkReportRequest): string {
  const distribution = new WeightDistribution();
  const sample = new SampledPairs();
  for (const pair of linked.pairs) {
    distribution.add(pair);
    sample.add(pair);
  }
  const explained = sample.pairs().map(
    ({ left, right, decision }): ExplainedPair => ({
      title: `${ids[left]} and ${ids[right]}: ${decision}.`,
      explanation: linked.explain(left, right),
    }),
  );
  const { clusters } = linked;
  const { why: _, ...rest } = answer;
  const sections: PageSection[] = [
    { title: 'Result', text: linkText(rest).split('\n') },
    {
      title: 'Decisions',
      text: [
        clusters === undefined
          ? 'Pairs are linked when a match is likelier than not; where records have one partner each, only to the most probable one.'
          : 'Records of one cluster are linked with each other. Clusters are joined while their records belong together on the whole, so a pair above 0 may stay apart and one below be linked.',
      ],
      charts: [distribution.histogram(), distribution.thresholds()],
    },
    ...(clusters === undefined ? [] : [clusterSection(clusters)]),
    fieldWeightSection(linked.scorer),
    ...(explained.length === 0 ? [] : [waterfallSection(explained)]),
    keySection(linked.keys, answer),
    {
      title: 'Columns',
      table: {
        columns: ['column', 'compared as', 'not compared, because'],
        rows: [
          ...answer.fields.map(({ name, kind }) => [name, kind, null]),
          ...answer.dropped.map(({ column, reason }) => [column, null, reason]),
        ],
      },
    },
    ...(notes.length === 0 ? [] : [{ title: 'Notes', text: notes }]),
  ];
  return page('Which records are one', sections, `${source}: ${answer.rows} records`);
}

/** The pairs nearest to the threshold on both sides, and the surest link. */
class SampledPairs {
  #above: DecidedPair[] = [];
  #below: DecidedPair[] = [];
  #surest: DecidedPair | undefined;

  add(pair: DecidedPair): void {
    if (pair.logOdds > (this.#surest?.logOdds ?? 0)) this.#surest = pair;
    if (pair.logOdds > 0) this.#above = nearest(this.#above, pair);
    else this.#below = nearest(this.#below, pair);
  }

  pairs(): DecidedPair[] {
    const surest = this.#surest === undefined || this.#above.includes(this.#surest) ? [] : [this.#surest];
    return [...surest, ...this.#above.reverse(), ...this.#below];
  }
}

function nearest(pairs: DecidedPair[], pair: DecidedPair): DecidedPair[] {
  const farthest = pairs.at(-1);
  const full = pairs.length === explainedOnEachSide;
  if (full && farthest !== undefined && Math.abs(pair.logOdds) >= Math.abs(farthest.logOdds)) return pairs;
  return [...pairs, pair]
    .sort((a, b) => Math.abs(a.logOdds) - Math.abs(b.logOdds))
    .slice(0, explainedOnEachSide);
}

function clusterSection(clusters: Int32Array): PageSection {
  const sizes = new Map<number, number>();
  for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const counts = new Map<number, number>();
  for (const size of sizes.values()) counts.set(size, (counts.get(size) ?? 0) + 1);
  const data = [...counts].map(([size, entities]) => ({ size, entities })).sort((a, b) => a.size - b.size);
  const chart: Chart = {
    title: 'Records per entity.',
    caption: 'How many entities have so many records; mind the logarithmic scale.',
    options: {
      x: { label: 'records' },
      y: { label: 'entities', type: 'log', grid: true, domain: [0.8, Math.max(...counts.values()) * 1.2] },
    },
    marks: [
      {
        mark: 'ruleX',
        data,
        options: { x: 'size', y1: 0.8, y2: 'entities', stroke: '#4269d0', strokeWidth: 4 },
      },
      { mark: 'dot', data, options: { x: 'size', y: 'entities', fill: '#4269d0', tip: true } },
    ],
  };
  return { title: 'Entities', charts: [chart] };
}

function keySection(keys: readonly UsedKey[], answer: LinkAnswer): PageSection {
  if (keys.length === 0) return { title: 'Blocking keys', text: ['None: all pairs were compared.'] };
  return {
    title: 'Blocking keys',
    text: [
      `Records that share a key are compared, unless its block is larger than given. Recall: share of the probable matches (of a sample, by the model) that the key brings by itself. Together ${answer.candidatePairs} pairs; pair completeness ${answer.pairCompleteness.toFixed(4)} (${answer.pairCompletenessIs}).`,
    ],
    table: {
      columns: ['key', 'largest block', 'recall', 'pairs it brings first'],
      rows: keys.map(({ name, largestBlock, recall, candidates }) => [
        name,
        largestBlock,
        Number(recall.toFixed(4)),
        candidates,
      ]),
    },
  };
}
