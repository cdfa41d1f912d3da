import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { Problem } from '../../base/problem.ts';

/** The characters of a file, decoded piece by piece; bytes that are no characters become U+FFFD. */
export async function* textPieces(path: string, encoding: string): AsyncGenerator<string, void, undefined> {
  const decoder = decoderFor(encoding);
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 })) {
    yield decoder.decode(piece as Uint8Array, { stream: true });
  }
  yield decoder.decode();
}

/** The first characters of a file, to recognise its dialect by. */
export function headText(head: Uint8Array, encoding: string): string {
  return decoderFor(encoding).decode(head, { stream: true });
}

/** @throws Problem `invalid_input` for an encoding the runtime does not know. */
function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    throw new Problem('invalid_input', `There is no encoding ${encoding}.`, {
      remedy: 'Usual ones are utf-8, latin1 (windows-1252), iso-8859-15 and utf-16le.',
      cause: error,
    });
  }
}
