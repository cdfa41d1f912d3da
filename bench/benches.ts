import type { Bench } from './bench.ts';
import { predictBench } from './predict/predict.ts';

/** All benchmarks, by their permanent ids. */
export const benches: readonly Bench[] = [predictBench];
