import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Problem } from '../../base/problem.ts';

/** What one pass over the bytes of a file tells. */
export interface FileContent {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  /** SHA-256, hex. */
  readonly hash: string;
  /** The first 64 KiB. */
  readonly head: Uint8Array;
  /** WHATWG label: utf-8, utf-16le, utf-16be, or windows-1252 when the bytes are not (mostly) UTF-8. */
  readonly encoding: string;
}

const chunkSize = 1 << 18;

/** @throws Problem `not_found` or `invalid_input` for what cannot be read as a file, or is empty. */
export async function inspectFile(path: string, signal?: AbortSignal): Promise<FileContent> {
  const { size, mtimeMs } = await regularFile(path);
  const hash = createHash('sha256');
  const utf8 = new Utf8Evidence();
  let head: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: chunkSize })) {
    signal?.throwIfAborted();
    const bytes = piece as Buffer;
    hash.update(bytes);
    utf8.add(bytes);
    if (head.length < 65_536) head = Buffer.concat([head, bytes.subarray(0, 65_536 - head.length)]);
  }
  refuseForeign(path, head);
  const encoding = byteOrderMark(head) ?? (utf8.plausible ? 'utf-8' : 'windows-1252');
  return { path, size, modified: mtimeMs, hash: hash.digest('hex'), head, encoding };
}

/** @throws Problem `conflict` when the file is not the one that was inspected any more. */
export async function refuseChanged(content: FileContent): Promise<void> {
  const now = await stat(content.path);
  if (now.size !== content.size || now.mtimeMs !== content.modified) {
    throw new Problem('conflict', `${content.path} was changed while it was being imported.`, {
      remedy: 'Run the import again when the file is complete; what is already imported is not doubled.',
    });
  }
}

async function regularFile(path: string): Promise<{ size: number; mtimeMs: number }> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      throw new Problem('invalid_input', `${path} is a directory.`, { remedy: 'Name one file.' });
    }
    if (!found.isFile()) {
      throw new Problem('invalid_input', `${path} is not a regular file.`, {
        remedy: 'An import reads its file more than once: save the stream to a file first.',
      });
    }
    if (found.size === 0)
      throw new Problem('invalid_input', `${path} is empty.`, { remedy: 'Check the export.' });
    await (await open(path, 'r')).close();
    return found;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new Problem('not_found', `There is no file ${path}.`, {
        remedy: 'Check the path.',
        cause: error,
      });
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new Problem('invalid_input', `${path} cannot be read.`, {
        remedy: 'Allow the user who runs this command to read it.',
        cause: error,
      });
    }
    throw error;
  }
}

function refuseForeign(path: string, head: Uint8Array): void {
  const starts = (...bytes: number[]) => bytes.every((byte, index) => head[index] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) {
    throw new Problem('invalid_input', `${path} is a ZIP archive or an Excel workbook.`, {
      remedy: 'Unpack it, or save the sheet as CSV.',
    });
  }
  if (starts(0x1f, 0x8b)) {
    throw new Problem('invalid_input', `${path} is compressed with gzip.`, {
      remedy: `Run gunzip ${path} first.`,
    });
  }
}

function byteOrderMark(head: Uint8Array): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  return undefined;
}

/**
 * Is it UTF-8? A file with a few broken bytes among good umlauts still is (its bad rows are rejected); one whose
 * bytes above 127 mostly form no UTF-8 is an old Western encoding.
 */
class Utf8Evidence {
  #carry: Buffer = Buffer.alloc(0);
  #valid = 0;
  #invalid = 0;

  add(piece: Buffer): void {
    const bytes = this.#carry.length === 0 ? piece : Buffer.concat([this.#carry, piece]);
    const end = completeCharacters(bytes);
    this.#carry = Buffer.from(bytes.subarray(end));
    this.#count(bytes.subarray(0, end));
  }

  #count(bytes: Buffer): void {
    if (isUtf8(bytes)) {
      // Exact numbers do not matter: one well-formed piece with any umlaut is evidence enough.
      if (this.#valid === 0 && bytes.some((byte) => byte > 127)) this.#valid++;
      return;
    }
    for (const character of bytes.toString('utf8')) {
      if (character === '\ufffd') this.#invalid++;
      else if (character > '\x7f') this.#valid++;
    }
  }

  get plausible(): boolean {
    if (this.#carry.length > 0) this.#invalid++;
    this.#carry = Buffer.alloc(0);
    return this.#invalid <= this.#valid;
  }
}

/** Where the last, possibly unfinished character of the bytes begins. */
function completeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
