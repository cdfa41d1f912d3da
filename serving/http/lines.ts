import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { Problem } from '../../base/problem.ts';

/**
 * The lines of a stream as they arrive, without their ends; a last line needs none. Holds one line at a time.
 * @param longest most characters a line may have
 * @throws Problem `payload_too_large` for a longer one
 */
export async function* linesOf(stream: Readable, longest: number): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let begun = '';
  for await (const chunk of stream) {
    const parts = (begun + decoder.write(chunk as Buffer)).split('\n');
    begun = parts.pop() as string;
    for (const line of parts) yield checked(line, longest);
    if (begun.length > longest) checked(begun, longest);
  }
  begun += decoder.end();
  if (begun !== '') yield checked(begun, longest);
}

function checked(line: string, longest: number): string {
  if (line.length <= longest) return line.endsWith('\r') ? line.slice(0, -1) : line;
  throw new Problem('payload_too_large', `A line is longer than ${longest} characters.`, {
    findings: [{ path: '', message: 'too long', allowed: `<= ${longest}` }],
    remedy: 'End each JSON object with a line feed; what stood before this line has been answered.',
  });
}
