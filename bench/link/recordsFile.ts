import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { IdentityClaims } from '../../features/identity/claims.ts';
import { stream } from '../../simulator/random/stream.ts';
import { people, recordedAgain } from './germanPeople.ts';

const columns = [
  'givenName',
  'familyName',
  'phone',
  'email',
  'dateOfBirth',
  'street',
  'houseNumber',
  'postalCode',
  'city',
] as const;

/** The column that identifies a record, and the one that says whose it is. */
export const generatedColumns = { id: 'id', cluster: 'cluster' };

/** Writes a file of so many records, a fifth of them a second or third record of somebody above. */
export async function writeRecords(path: string, rows: number, seed = 21): Promise<void> {
  const random = stream(seed, 'records');
  const file = createWriteStream(path);
  const write = (row: number, cluster: number, claims: IdentityClaims) =>
    file.write(`${[row, `p${cluster}`, ...columns.map((column) => claims[column] ?? '')].join(',')}\n`);
  file.write(`${['id', 'cluster', ...columns].join(',')}\n`);
  let row = 0;
  let cluster = 0;
  for (const person of people(rows, seed)) {
    let hasRoom = write(row++, cluster, person);
    while (row < rows && random() < 0.17) hasRoom = write(row++, cluster, recordedAgain(random, person));
    if (!hasRoom) await once(file, 'drain');
    cluster++;
    if (row >= rows) break;
  }
  file.end();
  await once(file, 'finish');
}
