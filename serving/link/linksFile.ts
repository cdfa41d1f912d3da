import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DecidedPair } from '../../models/linking/bulk/decidePairs.ts';
import { sigmoid } from '../../models/numeric/sigmoid.ts';
// Ids as they were given, formulas or not: these files are joined, and read again as --labels.
import { csvField } from '../csvCell.ts';

const probabilityText = (logOdds: number): string => {
  const probability = sigmoid(logOdds);
  return probability > 0.9999 ? probability.toFixed(8) : String(Number(probability.toPrecision(5)));
};

/** Writes `id_left,id_right,probability,decision`, one line per pair. */
export async function writeLinks(
  path: string,
  pairs: Iterable<DecidedPair>,
  ids: readonly string[],
): Promise<void> {
  await writeLines(
    path,
    'id_left,id_right,probability,decision',
    pairs,
    ({ left, right, logOdds, decision }) =>
      [csvField(ids[left]!), csvField(ids[right]!), probabilityText(logOdds), decision].join(','),
  );
}

/** Writes pairs for somebody to judge, `id_left,id_right,label,probability`, the label empty. */
export async function writePairsToLabel(
  path: string,
  pairs: Iterable<DecidedPair>,
  ids: readonly string[],
): Promise<void> {
  await writeLines(path, 'id_left,id_right,label,probability', pairs, ({ left, right, logOdds }) =>
    [csvField(ids[left]!), csvField(ids[right]!), '', probabilityText(logOdds)].join(','),
  );
}

/** Writes `id,cluster`, one line per record. */
export async function writeClusters(
  path: string,
  clusters: Int32Array,
  ids: readonly string[],
): Promise<void> {
  await writeLines(path, 'id,cluster', ids, (id, row) => `${csvField(id)},${clusters[row]}`);
}

/** links.csv, clusters -> links.clusters.csv */
export const siblingPath = (path: string, word: string): string =>
  /\.[^./\\]+$/.test(path) ? path.replace(/(\.[^./\\]+)$/, `.${word}$1`) : `${path}.${word}`;

async function writeLines<T>(
  path: string,
  header: string,
  items: Iterable<T>,
  line: (item: T, at: number) => string,
): Promise<void> {
  function* chunks(): Generator<string> {
    let text = `${header}\n`;
    let at = 0;
    for (const item of items) {
      text += `${line(item, at++)}\n`;
      if (text.length < 65_536) continue;
      yield text;
      text = '';
    }
    yield text;
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path));
}
