import type { Command } from 'commander';

/** What a command needs of the world around it. */
export interface CommandLine {
  /** Ends when the user interrupts the command. */
  readonly signal: AbortSignal;
  /** Whether progress may be drawn on stderr. */
  readonly interactive: boolean;
  /** The answer, on stdout: text for people, or with --json the object as one line. */
  answer(result: object, text: string): void;
  /** Anything else, on stderr. */
  note(text: string): void;
}

/** Adds one command to the program. */
export type RegisterCommand = (program: Command, line: CommandLine) => void;
