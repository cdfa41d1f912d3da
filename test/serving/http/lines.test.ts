import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from '../../../serving/http/lines.ts';

async function linesIn(chunks: readonly Buffer[], longest = 100): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(Readable.from(chunks), longest)) lines.push(line);
  return lines;
}

test('however a text is cut into chunks, its lines are the same', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/g, '-'));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(40)), fc.boolean(), async (lines, cuts, windows) => {
      const bytes = Buffer.from(lines.map((text) => text + (windows ? '\r\n' : '\n')).join(''));
      const chunks: Buffer[] = [];
      let at = 0;
      for (const cut of cuts) {
        chunks.push(bytes.subarray(at, at + cut));
        at += cut;
      }
      chunks.push(bytes.subarray(at));
      expect(await linesIn(chunks)).toEqual(lines);
    }),
    { numRuns: 50 },
  );
});

test('a last line needs no end', async () => {
  expect(await linesIn([Buffer.from('a\nb')])).toEqual(['a', 'b']);
  expect(await linesIn([])).toEqual([]);
});

test('a line that is too long is refused before all of it is there', async () => {
  async function* endless() {
    for (;;) yield Buffer.from('x'.repeat(64));
  }
  const lines = linesOf(Readable.from(endless()), 100);
  await expect(lines.next()).rejects.toMatchObject({ code: 'payload_too_large' });
});
