import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** What decides how a played past comes out: the program and its migrations, not what is generated of them. */
const rooms = ['base', 'prisma', 'features', 'models', 'feedback', 'training', 'serving', 'simulator'];
const relevant = /\.(?:ts|js|sql|prisma)$/;

/**
 * SHA-256 of the sources below `root` that a played past depends on, and of what was asked for. A database that was
 * played with other sources may lack columns, or show numbers that today's program would not give.
 */
export async function pastFingerprint(root: string, asked: unknown): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(asked));
  for (const room of rooms) {
    const entries = await readdir(join(root, room), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && relevant.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => !file.startsWith(join(root, 'prisma', 'generated')))
      .sort();
    for (const file of files) hash.update(`\n${relative(root, file)}\n`).update(await readFile(file));
  }
  return hash.digest('hex');
}
