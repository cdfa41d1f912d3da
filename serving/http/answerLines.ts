import type { Request, Response } from 'express';
import { Problem } from '../../base/problem.ts';
import { checkedText } from './checkedText.ts';
import { inOrder } from './inOrder.ts';
import { linesOf } from './lines.ts';
import { problemDetails, problemOf } from './problemDetails.ts';

/** Media types under which one JSON object per line is sent. */
export const lineMediaTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'] as const;

/**
 * Answers each line of a request with one line, in the same order and while further lines come in. What is wrong with
 * one line is said in its answer and leaves the others alone.
 * @param atOnce lines that are worked on at the same time
 * @param longest most characters of a line
 * @throws Problem `unsupported_media_type` before anything is read
 */
export async function answerLines(
  request: Request,
  response: Response,
  options: {
    readonly atOnce: number;
    readonly longest: number;
    readonly requestId: string;
    readonly answer: (line: unknown) => Promise<object>;
    /** Told of failures that are ours. */
    readonly onFailure: (error: unknown) => void;
  },
): Promise<void> {
  refuseOtherTypes(request);
  const problemLine = (line: number, error: unknown) => {
    const problem =
      problemOf(error) ?? new Problem('internal', 'Something went wrong here; it is in the log.');
    if (problem.code === 'internal') options.onFailure(error);
    return { line, problem: problemDetails(problem, options.requestId) };
  };
  let count = 0;
  const answers = inOrder(linesOf(request, options.longest), options.atOnce, async (text) => {
    const line = ++count;
    if (text.trim() === '') return undefined;
    try {
      return { line, ...(await options.answer(checkedText(parsed(text)))) };
    } catch (error) {
      return problemLine(line, error);
    }
  });
  response.status(200).type('application/x-ndjson');
  try {
    for await (const answer of answers) {
      if (response.destroyed) return;
      if (answer !== undefined) await write(response, answer);
    }
  } catch (error) {
    if (response.destroyed) return;
    // The stream itself cannot be read on: say so on a line of its own.
    await write(response, problemLine(count + 1, error));
  }
  response.end();
}

function refuseOtherTypes(request: Request): void {
  const encoding = request.get('content-encoding') ?? 'identity';
  if (request.is([...lineMediaTypes]) !== false && encoding === 'identity') return;
  const allowed = lineMediaTypes.join(', ');
  const received = `${request.get('content-type') ?? 'no type'}, encoding ${encoding}`;
  throw new Problem('unsupported_media_type', 'A batch is one JSON object per line, not compressed.', {
    findings: [{ path: 'Content-Type', message: 'not accepted', received, allowed }],
    remedy: `Send one of: ${allowed}.`,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('invalid_input', 'The line is not JSON.', {
      findings: [{ path: '', message: 'not JSON', received: text }],
    });
  }
}

/** Waits until the reader has room for more. */
async function write(response: Response, answer: object): Promise<void> {
  if (response.write(`${JSON.stringify(answer)}\n`) || response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
