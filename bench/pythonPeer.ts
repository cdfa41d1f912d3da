import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Problem } from '../base/problem.ts';
import type { Sample } from './measure.ts';
import type { PeerPython } from './peers.ts';

/** A Python process that stays: it answers one request at a time, so that ours and theirs can run in turns. */
export interface PythonPeer {
  /**
   * Calls the function `name` of the script with keyword arguments and returns its answer.
   * @throws Problem internal with Python's error when it fails
   */
  call<Answer = unknown>(name: string, parameters?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Calls a function that answers with {wall, cpu}, as `clocked` of bench/peers/peer.py makes it. */
  time(name: string, parameters?: Readonly<Record<string, unknown>>): Promise<Sample>;
  close(): void;
}

/**
 * Starts bench/peers/<script>.
 * @param threads of OpenMP and BLAS; libraries that take a number of threads are given theirs by the script
 */
export function openPythonPeer(python: PeerPython, script: string, threads: number): PythonPeer {
  const count = String(threads);
  const child = spawn(python.executable, ['-u', join(peerFolder(), script)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      OMP_NUM_THREADS: count,
      OPENBLAS_NUM_THREADS: count,
      MKL_NUM_THREADS: count,
      PYTHONWARNINGS: 'ignore',
    },
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4000);
  });
  const waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  createInterface(child.stdout).on('line', (text) => {
    const answer = JSON.parse(text) as { result: unknown } | { error: string };
    const asked = waiting.shift();
    if ('error' in answer) asked?.reject(failure(script, answer.error));
    else asked?.resolve(answer.result);
  });
  const ended = () => {
    for (const asked of waiting.splice(0)) asked.reject(failure(script, complaints));
  };
  let over = false;
  child.on('error', ended).on('close', () => {
    over = true;
    ended();
  });
  // Writing to a process that has died: its end, which follows, tells more.
  child.stdin.on('error', () => {});

  const call = <Answer>(name: string, parameters: Readonly<Record<string, unknown>> = {}) =>
    new Promise<Answer>((resolve, reject) => {
      if (over) return reject(failure(script, complaints));
      waiting.push({ resolve: (answer) => resolve(answer as Answer), reject });
      child.stdin.write(`${JSON.stringify({ call: name, parameters })}\n`);
    });
  return { call, time: (name, parameters) => call<Sample>(name, parameters), close: () => child.kill() };
}

function failure(script: string, complaint: string): Problem {
  return new Problem('internal', `The peer ${script} failed: ${complaint.trim()}`);
}

/** The scripts are not compiled: seen from the compiled program they are in the source folder. */
function peerFolder(): string {
  const beside = fileURLToPath(new URL('./peers', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../bench/peers', import.meta.url));
}
