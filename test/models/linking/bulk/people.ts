import { type Random, seededRandom } from '../../../../base/random.ts';
import type { RecordColumn, RecordTable } from '../../../../models/linking/bulk/recordTable.ts';

const givens =
  'anna maria peter paul hans julia lena lukas jonas emma mia felix klara moritz greta oskar ida karl frieda anton'.split(
    ' ',
  );
const families =
  'mueller schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer richter klein wolf neumann schwarz zimmermann krueger hartmann schickedanz krzywonos abendroth lindenau ostermann'.split(
    ' ',
  );
const towns = 'berlin hamburg koeln bremen leipzig dresden essen mainz jena ulm'.split(' ');

/** Rows of text as a table. */
export function tableOf(names: readonly string[], rows: readonly (readonly string[])[]): RecordTable {
  const columns = names.map((name, at): RecordColumn => {
    const words: string[] = [];
    const codes = Int32Array.from(rows, (row) => {
      const word = row[at]!;
      if (word === '') return -1;
      const known = words.indexOf(word);
      return known >= 0 ? known : words.push(word) - 1;
    });
    return { name, codes, words };
  });
  return { rowCount: rows.length, columns };
}

const person = (random: Random): string[] => {
  const pick = (list: readonly string[]) => list[random.integer(list.length)]!;
  const two = (number: number) => String(number).padStart(2, '0');
  const postalCode = 10_000 + random.integer(40) * 733;
  return [
    pick(givens),
    pick(families),
    `${1940 + random.integer(60)}-${two(1 + random.integer(12))}-${two(1 + random.integer(28))}`,
    String(postalCode),
    towns[postalCode % towns.length]!,
    `0171${1_000_000 + random.integer(9_000_000)}`,
  ];
};

/** A copy with slips of the pen, missing values and sometimes another address. */
function copyOf(original: readonly string[], random: Random): string[] {
  const copy = original.map((text) => {
    const chance = random.uniform();
    if (chance < 0.06) return '';
    if (chance > 0.12) return text;
    const at = random.integer(text.length - 1);
    return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
  });
  return random.uniform() < 0.1 ? [...copy.slice(0, 3), ...person(random).slice(3, 5), copy[5]!] : copy;
}

export const peopleColumns = ['vorname', 'nachname', 'geburtsdatum', 'plz', 'ort', 'telefon'] as const;

/** Records of people, every third of them twice, and who each is. */
export function people(count: number, seed: number): { rows: string[][]; who: number[] } {
  const random = seededRandom(seed);
  const records: { row: string[]; who: number }[] = [];
  for (let who = 0; records.length < count; who++) {
    const row = person(random);
    records.push({ row, who });
    if (who % 3 === 0) records.push({ row: copyOf(row, random), who });
  }
  random.shuffle(records);
  return { rows: records.map(({ row }) => row), who: records.map((record) => record.who) };
}
