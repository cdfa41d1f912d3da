import type { Pipelines } from './pipeline.ts';
export const pipelines = {} as Pipelines;
