/** One benchmark. Ids are permanent: results of years must stay comparable, so a changed workload gets a new id. */
export interface Bench {
  readonly id: string;
  /** What it measures, in one line. */
  readonly summary: string;
  run(setting: BenchSetting): Promise<BenchResult>;
}

export interface BenchSetting {
  /** Less of everything, to see that it runs: the numbers are not for comparison. */
  readonly quick: boolean;
  /** Removed afterwards. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Progress, on stderr. */
  note(text: string): void;
}

export interface BenchResult {
  /** The measured figures by their permanent keys; null where a peer is missing. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** The same for people. */
  readonly sections: readonly BenchSection[];
}

export interface BenchSection {
  readonly title: string;
  /** Cells by column; every row has the keys of the first. */
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}
