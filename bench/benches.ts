import type { Bench } from './bench.ts';
import { featuresBench } from './features/features.ts';
import { linkBench } from './link/link.ts';
import { predictBench } from './predict/predict.ts';
import { trainBench } from './train/train.ts';

/** All benchmarks, by their permanent ids. */
export const benches: readonly Bench[] = [trainBench, predictBench, featuresBench, linkBench];
