#!/usr/bin/env node
import { registerBench } from './commands/bench.ts';
import { registerClv } from './commands/clv.ts';
import { registerCompany } from './commands/company.ts';
import { registerConsistency } from './commands/consistency.ts';
import { registerDatasets } from './commands/datasets.ts';
import { registerDemo } from './commands/demo.ts';
import { registerErase } from './commands/erase.ts';
import { registerEvaluate } from './commands/evaluate.ts';
import { registerImport } from './commands/import.ts';
import { registerKeys } from './commands/keys.ts';
import { registerLink } from './commands/link.ts';
import { registerModels } from './commands/models.ts';
import { registerPolicy } from './commands/policy.ts';
import { registerPromote } from './commands/promote.ts';
import { registerReview } from './commands/review.ts';
import { registerRollback } from './commands/rollback.ts';
import { runProgram } from './commands/runProgram.ts';
import { registerScore } from './commands/score.ts';
import { registerServe } from './commands/serve.ts';
import { registerStatus } from './commands/status.ts';
import { registerTrain } from './commands/train.ts';
import { registerUplift } from './commands/uplift.ts';
import { registerWorker } from './commands/worker.ts';

const commands = [
  registerDemo,
  registerServe,
  registerWorker,
  registerImport,
  registerEvaluate,
  registerClv,
  registerLink,
  registerPolicy,
  registerUplift,
  registerTrain,
  registerScore,
  registerDatasets,
  registerErase,
  registerConsistency,
  registerModels,
  registerPromote,
  registerRollback,
  registerReview,
  registerStatus,
  registerKeys,
  registerCompany,
  registerBench,
];

// A reader that has seen enough (`linkloop ... | head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The first asks politely; the second gets the runtime's own answer.
  process.once(signal, () => interruption.abort());
}

process.exitCode = await runProgram(process.argv.slice(2), commands, {
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
});
