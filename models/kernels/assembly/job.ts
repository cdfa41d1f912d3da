// What a node's work needs, as models/kernels/nodeJob.ts lays it out. Offsets in bytes; pointers and counts are u32.

/** Job: fixed for a tree. */
export const jobFeatures: usize = 0;
export const jobFeatureCount: usize = 4;
export const jobDescriptors: usize = 8;
export const jobRows: usize = 12;
export const jobPairs: usize = 16;
export const jobScratch: usize = 20;
export const jobScratchBytes: usize = 24;
export const jobStride: usize = 28;
export const jobBlockRows: usize = 32;
export const jobRules: usize = 40;
/** Job: of one node. */
export const jobStart: usize = 80;
export const jobCount: usize = 84;
/** 1 when the node's rows follow one another in the columns. */
export const jobInRow: usize = 88;
export const jobSmall: usize = 96;
export const jobLarge: usize = 176;

/** Rules (f64): what a search obeys. */
export const ruleL2: usize = 0;
export const ruleMinGain: usize = 8;
export const ruleCategorySmoothing: usize = 16;
export const ruleCategoryL2: usize = 24;

/** Searched node: `open` 0 when it is not to be searched, 1 when without bounds, 2 with bounds. */
export const nodeOpen: usize = 0;
export const nodeHistogram: usize = 4;
export const nodeFound: usize = 8;
export const nodeGradient: usize = 16;
export const nodeHessian: usize = 24;
export const nodeMinWeight: usize = 32;
export const nodeToBeat: usize = 40;
export const nodeParent: usize = 48;
export const nodeLow: usize = 56;
export const nodeHigh: usize = 64;

/** Descriptor of a feature. */
export const descriptorBytes: usize = 32;
export const featureHistogram: usize = 0;
export const featureBinCount: usize = 4;
export const featureCategorical: usize = 8;
export const featureDirection: usize = 12;
/** Where the bin of row 0 is; the next row's is `stride` bytes on. */
export const featureBins: usize = 16;
export const featureColumn: usize = 20;

/** What was found for a feature: `bin` 0 when nothing (subsets: length of the prefix), then a byte per bin. */
export const foundBytes: usize = 320;
export const foundGain: usize = 0;
export const foundBin: usize = 8;
export const foundSide: usize = 12;
export const foundGradient: usize = 16;
export const foundHessian: usize = 24;
export const foundSomeMissing: usize = 32;
export const foundMask: usize = 64;
