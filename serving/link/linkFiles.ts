import { writeFile } from 'node:fs/promises';
import { Problem } from '../../base/problem.ts';
import type { PairExplanation } from '../../models/linking/bulk/explainPair.ts';
import { type LinkedRecords, linkRecords } from '../../models/linking/bulk/linkRecords.ts';
import { pairsToLabel } from '../../models/linking/bulk/pairsToLabel.ts';
import { joinTables } from '../../models/linking/bulk/recordTable.ts';
import type { ReadOptions } from '../evaluate/readTextTable.ts';
import { type LinkAnswer, linkAnswer, linkText } from './linkAnswer.ts';
import { linkReport } from './linkReport.ts';
import { siblingPath, writeClusters, writeLinks, writePairsToLabel } from './linksFile.ts';
import { type RowsOfIds, readPairs } from './pairsFile.ts';
import { type LinkQuality, linkQuality } from './quality.ts';
import { readKinds } from './readKinds.ts';
import { readRecords } from './readRecords.ts';

export interface LinkRequest extends ReadOptions {
  readonly map?: string | undefined;
  readonly labels?: string | undefined;
  readonly truth?: string | undefined;
  /** How many pairs to write for labelling. */
  readonly ask?: number | undefined;
  /** Where to write them; default: beside `out`. */
  readonly outLabels?: string | undefined;
  readonly id?: string | undefined;
  readonly out?: string | undefined;
  readonly report?: string | undefined;
  readonly why?: string | undefined;
  readonly region?: string | undefined;
  readonly oneToOne?: boolean | undefined;
  readonly threads?: number | undefined;
  /** In bytes. */
  readonly memory?: number | undefined;
  readonly work?: string | undefined;
  readonly onProgress?: (share: number, doing: string, pairs?: number) => void;
}

/** Links the files and writes what was asked for. */
export async function linkFiles(
  leftPath: string,
  rightPath: string | undefined,
  request: LinkRequest,
): Promise<{ answer: LinkAnswer; text: string; notes: readonly string[] }> {
  const started = performance.now();
  request.onProgress?.(0, 'reading files');
  const left = await readRecords(leftPath, request.id, request);
  const right = rightPath === undefined ? undefined : await readRecords(rightPath, request.id, request);
  const table = right === undefined ? left.table : joinTables(left.table, right.table);
  const ids = right === undefined ? left.ids : [...left.ids, ...right.ids];
  const rows = rowsOfIds(left.ids, right?.ids);
  const notes = [...left.notes, ...(right?.notes ?? [])];
  const { region, oneToOne, threads, memory, work, signal, onProgress } = request;
  const linked = await linkRecords(table, {
    labels: request.labels === undefined ? [] : await knownPairs(request.labels, rows, request, notes),
    kinds: request.map === undefined ? undefined : await readKinds(request.map),
    region,
    oneToOne,
    threads,
    memory,
    work,
    signal,
    onProgress,
  });
  try {
    if (request.ask !== undefined) {
      const path = request.outLabels ?? siblingPath(request.out ?? 'links.csv', 'ask');
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
    const seconds = (performance.now() - started) / 1000;
    const answer = linkAnswer(linked, table.rowCount, seconds, quality, why);
    if (request.report !== undefined) {
      const source = [leftPath, rightPath].filter((path) => path !== undefined).join(', ');
      await writeFile(request.report, linkReport({ source, answer, linked, ids, notes }));
      notes.push(`Report: ${request.report}`);
    }
    return { answer, text: linkText(answer), notes };
  } finally {
    linked.dispose();
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
  return linkQuality(linked.pairs, truth, linked.isCandidate);
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
