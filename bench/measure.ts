/** Time of one run, in seconds. `cpu` is what the process used on all threads: calmer than `wall` on a busy machine. */
export interface Sample {
  readonly wall: number;
  readonly cpu: number;
}

/** One that takes part in a comparison. A run tells its own time, so that handing work to another process costs it nothing. */
export interface Contender {
  readonly name: string;
  run(): Promise<Sample> | Sample;
}

export interface Measurement {
  readonly name: string;
  /** One per round. */
  readonly samples: readonly Sample[];
}

export interface Turns {
  /** Measured runs of each contender. */
  readonly rounds: number;
  /** Runs of each contender beforehand that are not counted. */
  readonly warmUps: number;
  readonly signal: AbortSignal;
  onRound?(round: number): void;
}

/**
 * Lets the contenders run in turns, every second round in reverse, so that what else the machine does meets all alike.
 * Returns the measurements in the order of the contenders.
 */
export async function measureInTurns(
  contenders: readonly Contender[],
  { rounds, warmUps, signal, onRound }: Turns,
): Promise<Measurement[]> {
  const samples: Sample[][] = contenders.map(() => []);
  for (let round = -warmUps; round < rounds; round++) {
    const order = [...contenders.keys()];
    if (round % 2 !== 0) order.reverse();
    for (const index of order) {
      signal.throwIfAborted();
      const sample = await contenders[index]!.run();
      if (round >= 0) samples[index]!.push(sample);
    }
    if (round >= 0) onRound?.(round);
  }
  return contenders.map(({ name }, index) => ({ name, samples: samples[index]! }));
}

/** The time that `work` takes in this process, its worker threads included. */
export async function timed(work: () => unknown): Promise<Sample> {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  await work();
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1e6 };
}

/** The time per unit of work that does `count` of them. */
export async function timedEach(count: number, work: () => unknown): Promise<Sample> {
  const { wall, cpu } = await timed(work);
  return { wall: wall / count, cpu: cpu / count };
}

/** Middle value; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median, smallest and largest of one clock's times, in seconds. */
export function spread({ samples }: Measurement, clock: keyof Sample = 'wall') {
  const times = samples.map((sample) => sample[clock]);
  return { median: median(times), low: Math.min(...times), high: Math.max(...times) };
}

/** Our time over theirs: the median over the rounds, each of which pairs runs that were neighbours in time. */
export function ratio(ours: Measurement, theirs: Measurement, clock: keyof Sample = 'wall'): number {
  return median(ours.samples.map((sample, round) => sample[clock] / theirs.samples[round]![clock]));
}
