import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import { explanationText, type PairExplanation } from '../../models/linking/bulk/explainPair.ts';
import { fieldKinds } from '../../models/linking/bulk/fieldKind.ts';
import { type LinkedRecords, linkRecords } from '../../models/linking/bulk/linkRecords.ts';
import { pairsToLabel } from '../../models/linking/bulk/pairsToLabel.ts';
import { joinTables } from '../../models/linking/bulk/recordTable.ts';
import type { ReadOptions } from '../evaluate/readTextTable.ts';
import { siblingPath, writeClusters, writeLinks, writePairsToLabel } from './linksFile.ts';
import { type RowsOfIds, readPairs } from './pairsFile.ts';
import { type LinkQuality, linkQuality } from './quality.ts';
import { readRecords } from './readRecords.ts';

export interface LinkRequest extends ReadOptions {
  readonly map?: string | undefined;
  readonly labels?: string | undefined;
  readonly truth?: string | undefined;
  /** How many pairs to write for labelling. */
  readonly ask?: number | undefined;
  readonly id?: string | undefined;
  readonly out?: string | undefined;
  readonly why?: string | undefined;
  readonly region?: string | undefined;
  readonly oneToOne?: boolean | undefined;
  readonly onProgress?: (share: number, doing: string) => void;
}

export interface LinkAnswer {
  readonly rows: number;
  readonly candidatePairs: number;
  readonly candidatesPerRecord: number;
  /** With truth the share of its pairs that were compared, else an estimate. */
  readonly pairCompleteness: number;
  readonly pairCompletenessIs: 'measured' | 'estimated';
  readonly seconds: number;
  readonly links: number;
  readonly reviews: number;
  readonly clusters?: number;
  readonly oneToOne?: boolean;
  readonly fields: readonly { readonly name: string; readonly kind: string }[];
  readonly dropped: readonly { readonly column: string; readonly reason: string }[];
  readonly keys: readonly { readonly name: string; readonly largestBlock: number }[];
  readonly precision?: number;
  readonly recall?: number;
  readonly f1?: number;
  readonly why?: PairExplanation;
}

const kindMap = z.record(z.string(), z.enum([...fieldKinds, 'drop']));

/** Links the files and writes what was asked for. */
export async function linkFiles(
  leftPath: string,
  rightPath: string | undefined,
  request: LinkRequest,
): Promise<{ answer: LinkAnswer; text: string; notes: readonly string[] }> {
  const started = performance.now();
  const left = await readRecords(leftPath, request.id, request);
  const right = rightPath === undefined ? undefined : await readRecords(rightPath, request.id, request);
  const table = right === undefined ? left.table : joinTables(left.table, right.table);
  const ids = right === undefined ? left.ids : [...left.ids, ...right.ids];
  const rows = rowsOfIds(left.ids, right?.ids);
  const notes = [...left.notes, ...(right?.notes ?? [])];
  const labels = request.labels === undefined ? [] : await knownPairs(request.labels, rows, request, notes);
  const linked = await linkRecords(table, {
    labels,
    ...(request.map === undefined ? {} : { kinds: await readMap(request.map) }),
    ...(request.region === undefined ? {} : { region: request.region }),
    ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
    oneToOne: request.oneToOne,
    signal: request.signal,
  });
  if (request.ask !== undefined) {
    const path = siblingPath(request.out ?? 'links.csv', 'ask');
    await writePairsToLabel(path, pairsToLabel(linked.pairs, request.ask), ids);
    notes.push(`Pairs to label (fill the column label with 1 or 0, then pass --labels): ${path}`);
  }
  if (request.out !== undefined) {
    await writeLinks(request.out, linked.pairs, ids);
    notes.push(`Pairs: ${request.out}`);
    if (linked.clusters !== undefined) {
      await writeClusters(siblingPath(request.out, 'clusters'), linked.clusters, ids);
      notes.push(`Clusters: ${siblingPath(request.out, 'clusters')}`);
    }
  }
  const quality =
    request.truth === undefined ? undefined : await measure(request.truth, linked, rows, request, notes);
  const why = request.why === undefined ? undefined : explain(request.why, linked, rows);
  const answer = answerOf(linked, table.rowCount, (performance.now() - started) / 1000, quality, why);
  return { answer, text: textOf(answer), notes };
}

async function readMap(path: string) {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Problem('not_found', `${path} cannot be read (--map): ${error.code ?? error.message}.`, {
      remedy: 'Check the path.',
      cause: error,
    });
  });
  const parsed = kindMap.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Problem('invalid_input', `${path} does not say what columns hold.`, {
    findings: parsed.error.issues.map(({ path: at, message }) => ({ path: at.join('.'), message })),
    remedy: `Write {"column": "kind"} with the kinds ${fieldKinds.join(', ')}, drop.`,
  });
}

/** The value of a JSON text; undefined when it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function rowsOfIds(left: readonly string[], right: readonly string[] | undefined): RowsOfIds {
  const leftRows = new Map(left.map((id, row) => [id, row]));
  return {
    left: leftRows,
    right: right === undefined ? leftRows : new Map(right.map((id, row) => [id, left.length + row])),
  };
}

async function knownPairs(path: string, rows: RowsOfIds, options: ReadOptions, notes: string[]) {
  const { pairs, unknown } = await readPairs(path, rows, options);
  if (unknown > 0) notes.push(`${path}: ${unknown} pairs name an id that is in no file.`);
  return pairs;
}

async function measure(
  path: string,
  linked: LinkedRecords,
  rows: RowsOfIds,
  options: ReadOptions,
  notes: string[],
): Promise<LinkQuality> {
  const truth = await knownPairs(path, rows, options, notes);
  const links = linked.pairs.filter(({ decision }) => decision === 'link');
  return linkQuality(links, truth, linked.isCandidate);
}

function explain(pair: string, linked: LinkedRecords, rows: RowsOfIds): PairExplanation {
  const [one = '', other = ''] = pair.split(',').map((id) => id.trim());
  const a = rows.left.get(one);
  const b = rows.right.get(other);
  if (a !== undefined && b !== undefined && a !== b) return linked.explain(a, b);
  throw new Problem('not_found', `There are no two records ${pair} (--why).`, {
    findings: [{ path: '--why', message: 'names no two records', received: pair }],
    remedy: 'Give two ids, divided by a comma; of two files the left one first.',
  });
}

function answerOf(
  linked: LinkedRecords,
  rows: number,
  seconds: number,
  quality: LinkQuality | undefined,
  why: PairExplanation | undefined,
): LinkAnswer {
  const count = (decision: string) => linked.pairs.filter((pair) => pair.decision === decision).length;
  return {
    rows,
    candidatePairs: linked.candidateCount,
    candidatesPerRecord: Number((linked.candidateCount / rows).toPrecision(4)),
    pairCompleteness: quality?.pairCompleteness ?? linked.estimatedCompleteness,
    pairCompletenessIs: quality === undefined ? 'estimated' : 'measured',
    seconds,
    links: count('link'),
    reviews: count('review'),
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

function textOf(answer: LinkAnswer): string {
  const lines = [
    `${answer.rows} records in ${answer.seconds.toFixed(1)} s`,
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
