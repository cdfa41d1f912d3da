import { Command, CommanderError } from 'commander';
import { type Finding, Problem, problemStatus } from '../../base/problem.ts';
import type { CommandLine, RegisterCommand } from './commandLine.ts';

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/**
 * Runs one command line (without node and script). Returns the exit code: 0, 1 when the command failed, 2 when it was
 * not understood. With --json the last line of `stdout` is one JSON object, of a failure too.
 */
export async function runProgram(
  args: readonly string[],
  commands: readonly RegisterCommand[],
  streams: { stdout: Output; stderr: Output; signal: AbortSignal },
): Promise<number> {
  const { stdout, stderr, signal } = streams;
  let json = args.includes('--json');
  const program = new Command('linkloop')
    .description(
      'Links calls to customers, chooses the next best action, values customers and foresees churn.',
    )
    .option('--json', 'print the result as one JSON object on the last line of stdout')
    .showHelpAfterError('(add --help for what is allowed)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  const line: CommandLine = {
    signal,
    interactive: stderr.isTTY === true,
    answer(result, text) {
      stdout.write(json ? `${JSON.stringify(result)}\n` : `${text}\n`);
    },
    note: (text) => void stderr.write(`${text}\n`),
  };
  for (const register of commands) register(program, line);
  program.hook('preAction', () => {
    json = program.opts<{ json?: boolean }>().json === true;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (json && error.code !== 'commander.help') {
        stdout.write(
          `${problemLine('invalid_input', error.message.replace(/^error: /, ''), [], 'Add --help.')}\n`,
        );
      }
      return 2;
    }
    report(signal.aborted ? interrupted(error) : error, json, stdout, stderr);
    return 1;
  }
}

/** Whatever a fit or a request threw when the person at the keyboard stopped it. */
function interrupted(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError'
    ? new Problem('cancelled', 'Interrupted: nothing was finished.')
    : error;
}

function report(error: unknown, json: boolean, stdout: Output, stderr: Output): void {
  if (error instanceof Problem) {
    stderr.write(`${error.message} [${error.code}]\n`);
    for (const { path, message, received, allowed } of error.findings) {
      const shown = received === undefined ? '' : ` (received ${JSON.stringify(received)})`;
      stderr.write(`  ${path} ${message}${shown}${allowed === undefined ? '' : `; allowed: ${allowed}`}\n`);
    }
    if (error.remedy !== undefined) stderr.write(`${error.remedy}\n`);
    if (json) stdout.write(`${problemLine(error.code, error.message, error.findings, error.remedy)}\n`);
    return;
  }
  // A defect of ours: whoever reports it needs the place.
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  stderr.write(`${stack ?? message}\n`);
  if (json) stdout.write(`${problemLine('internal', message, [], undefined)}\n`);
}

function problemLine(
  code: keyof typeof problemStatus,
  detail: string,
  errors: readonly Finding[],
  remedy: string | undefined,
): string {
  return JSON.stringify({ problem: { code, status: problemStatus[code], detail, errors, remedy } });
}
