import { SingleBar } from 'cli-progress';
import { InvalidArgumentError } from 'commander';
import { legend, trainingLines, weekTable } from '../demo/demoTable.ts';
import { type DemoProgress, type DemoRun, type DemoWeek, playDemo } from '../demo/playDemo.ts';
import { readSettings } from '../settings.ts';
import type { CommandLine, RegisterCommand } from './commandLine.ts';
import { interrupted, port } from './serve.ts';

interface DemoOptions {
  weeks: number;
  seed: number;
  once?: boolean;
  feedback: boolean;
  port?: number;
}

/** `linkloop demo` */
export const registerDemo: RegisterCommand = (program, line) => {
  program
    .command('demo')
    .description('a simulated call centre lives with the service for some weeks, with and without feedback')
    .option('--weeks <n>', 'weeks to play, 1 to 26', wholeNumber(1, 26), 6)
    .option('--seed <n>', 'seed of the simulated world', wholeNumber(0, 2 ** 31 - 1), 7)
    .option('--once', 'exit after the last week instead of serving on')
    .option('--no-feedback', 'play only the run in which nobody reviews, corrects or reports an outcome')
    .option('--port <port>', 'port of the service (default: PORT, or any free one with --once)', port)
    .addHelpText(
      'after',
      `
The simulator knows the truth and speaks to the service only through its HTTP API and this command line.

Examples:
  linkloop demo
  linkloop demo --once --weeks 6 --json`,
    )
    .action((options: DemoOptions) => runDemo(options, line));
};

async function runDemo(options: DemoOptions, line: CommandLine): Promise<void> {
  const settings = readSettings();
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  const play = async (feedback: boolean): Promise<DemoRun> => {
    const title = feedback ? 'with feedback' : 'without feedback';
    line.note(`\nPlaying ${options.weeks} weeks ${title} (seed ${options.seed})`);
    const progress = showProgress(line);
    try {
      return await playDemo({
        settings: { ...settings, port: options.port ?? (options.once ? 0 : settings.port), logLevel: 'warn' },
        seed: options.seed,
        weeks: options.weeks,
        feedback,
        company: feedback ? `demo-${stamp}` : `demo-${stamp}-no-feedback`,
        signal: line.signal,
        onProgress: progress.update,
        onWeek: progress.week,
      });
    } finally {
      progress.stop();
    }
  };

  const silent = await play(false);
  await close(silent);
  const told = options.feedback ? await play(true) : undefined;
  try {
    const text = [
      ...(told === undefined ? [] : ['\nWith feedback', weekTable(told.baseline, told.weeks)]),
      '\nWithout feedback (nobody reviews, corrects or reports an outcome)',
      weekTable(silent.baseline, silent.weeks),
      `\n${legend}`,
    ].join('\n');
    line.note(`\nTrainings\n${trainingLines((told ?? silent).weeks)}`);
    line.answer(
      {
        baseline: silent.baseline,
        seed: options.seed,
        weeks: (told?.weeks ?? []).map(published),
        noFeedback: silent.weeks.map(published),
      },
      text,
    );
    if (told !== undefined && !options.once) {
      told.clock.run();
      line.note(
        `\nStill serving the company ${told.company} on ${told.service.url} (documentation: ${told.service.url}/docs).` +
          `\nIts admin key: ${told.key}\nCtrl-C ends it.`,
      );
      await interrupted(line.signal);
    }
  } finally {
    if (told !== undefined) await close(told);
  }
}

async function close(run: DemoRun): Promise<void> {
  await run.service.close();
  await run.application.close();
}

/** The week as --json tells it. */
function published({ score, trainings, experiments }: DemoWeek) {
  return { ...score, trainings, experiments };
}

/** A bar on a terminal; elsewhere a line per week. */
function showProgress(line: CommandLine) {
  if (!line.interactive) {
    return {
      update() {},
      week: ({ score }: DemoWeek) =>
        line.note(`  week ${score.week}: linked ${((score.linkingQuality ?? 0) * 100).toFixed(1)} %`),
      stop() {},
    };
  }
  const bar = new SingleBar({
    format: '{bar} {percentage} % | {stage}',
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(100, 0, { stage: '' });
  return {
    update: ({ stage, share }: DemoProgress) => bar.update(Math.round(100 * share), { stage }),
    week() {},
    stop: () => bar.stop(),
  };
}

function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(`It is not a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}
