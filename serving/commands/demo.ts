import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MultiBar, type SingleBar } from 'cli-progress';
import { InvalidArgumentError } from 'commander';
import { callersTable, legend, trainingLines, weekTable } from '../demo/demoTable.ts';
import { type DemoProgress, type DemoRun, type DemoWeek, playDemo } from '../demo/playDemo.ts';
import { readSettings, type Settings } from '../settings.ts';
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
  const settings = { ...readSettings(), logLevel: 'warn' };
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
  const progress = showProgress(line);
  const play = (feedback: boolean): Promise<DemoRun> => {
    const title = feedback ? 'with feedback' : 'without feedback';
    return playDemo({
      settings: feedback
        ? { ...settings, port: options.port ?? (options.once ? 0 : settings.port) }
        : asideSettings(settings),
      seed: options.seed,
      weeks: options.weeks,
      feedback,
      company: `demo-${stamp}`,
      signal: line.signal,
      onProgress: (done) => progress.update(title, done),
      onWeek: (week) => progress.week(title, week),
    });
  };
  line.note(`Playing ${options.weeks} weeks with seed ${options.seed}`);

  // The same world twice, side by side, each with a database of its own: their clocks differ.
  const [silent, told] = await bothOrNone([play(false), ...(options.feedback ? [play(true)] : [])]);
  progress.stop();
  try {
    await close(silent!);
    await rm(asideSettings(settings).dataDirectory, { recursive: true, force: true });
    line.note(`\nTrainings\n${trainingLines((told ?? silent!).weeks)}`);
    line.answer(
      {
        baseline: silent!.baseline,
        seed: options.seed,
        weeks: (told?.weeks ?? []).map(published),
        noFeedback: silent!.weeks.map(published),
      },
      report(silent!, told),
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

/** Where the run without feedback lives: nobody goes on with it afterwards. */
function asideSettings(settings: Settings): Settings {
  return {
    ...settings,
    databaseUrl: undefined,
    redisUrl: undefined,
    dataDirectory: join(settings.dataDirectory, 'without-feedback'),
    port: 0,
  };
}

/** Waits for all; when one fails, closes the others. */
async function bothOrNone(runs: readonly Promise<DemoRun>[]): Promise<DemoRun[]> {
  const settled = await Promise.allSettled(runs);
  const failure = settled.find((run) => run.status === 'rejected');
  if (failure === undefined) return settled.map((run) => (run as PromiseFulfilledResult<DemoRun>).value);
  for (const run of settled) if (run.status === 'fulfilled') await close(run.value);
  throw failure.reason;
}

function report(silent: DemoRun, told: DemoRun | undefined): string {
  return [
    ...(told === undefined
      ? []
      : [
          '\nWith feedback',
          weekTable(told.baseline, told.weeks),
          '\nThe same by what callers leave',
          callersTable(told.weeks),
        ]),
    '\nWithout feedback (nobody reviews, corrects or reports an outcome)',
    weekTable(silent.baseline, silent.weeks),
    `\n${legend}`,
  ].join('\n');
}

async function close(run: DemoRun): Promise<void> {
  await run.service.close();
  await run.application.close();
}

/** The week as --json tells it. */
function published({ score, trainings, experiments }: DemoWeek) {
  return { ...score, trainings, experiments };
}

/** Bars on a terminal; elsewhere a line per week. */
function showProgress(line: CommandLine) {
  if (!line.interactive) {
    return {
      update() {},
      week: (title: string, { score }: DemoWeek) =>
        line.note(
          `  ${title}, week ${score.week}: ${((score.linkingQuality ?? 0) * 100).toFixed(1)} % linked right`,
        ),
      stop() {},
    };
  }
  const bars = new MultiBar({
    format: '{bar} {percentage} % | {title}: {stage}',
    stream: process.stderr,
    clearOnComplete: true,
  });
  const started = new Map<string, SingleBar>();
  return {
    update(title: string, { stage, share }: DemoProgress) {
      const bar = started.get(title) ?? bars.create(100, 0);
      started.set(title, bar);
      bar.update(Math.round(100 * share), { title, stage });
    },
    week() {},
    stop: () => bars.stop(),
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
