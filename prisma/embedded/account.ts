import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../../base/problem.ts';

/** An operating-system account, by its numbers. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Of these the first that exists. initdb insists on an account the system can name. */
const unprivileged = ['postgres', 'nobody', 'daemon'];

/**
 * Who the server runs as; undefined: as ourselves. PostgreSQL refuses to run as root, so root lends it the
 * owner of the data folder, or an unprivileged account when there is no data yet.
 *
 * @throws Problem 'unavailable' when we are root and the machine has no such account.
 */
export function serverAccount(dataFolder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const data = statSync(dataFolder, { throwIfNoEntry: false });
  if (data !== undefined && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of unprivileged) {
    const entry = accounts.find((fields) => fields[0] === name);
    if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Problem('unavailable', 'PostgreSQL cannot run as root, and there is no account to run it as.', {
    remedy: 'Create a user named postgres, run as another user than root, or set DATABASE_URL.',
  });
}

/** Whether the account can pass through every folder on the way to `path`, itself included. */
export function canReach(account: Account, path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      const bit = stat.uid === account.uid ? 0o100 : stat.gid === account.gid ? 0o010 : 0o001;
      if ((stat.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
