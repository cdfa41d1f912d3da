// What a node's work needs, as models/kernels/nodeJob.ts lays it out. Offsets in bytes; pointers and counts are u32.

/** Job: fixed for all trees. */
export const jobRows: usize = 0;
export const jobPairs: usize = 4;
/** Groups of four features one after the other, `jobWordsBytes` each: a word (u32, a byte per feature) per row. */
export const jobWords: usize = 8;
export const jobWordsBytes: usize = 12;
/** The bins of a row, `jobStride` bytes (a multiple of 16) from one row to the next. */
export const jobRowMajor: usize = 16;
export const jobStride: usize = 20;
export const jobDescriptors: usize = 24;
export const jobScratch: usize = 28;
export const jobScratchBytes: usize = 32;
export const jobBlockRows: usize = 36;
export const jobRules: usize = 40;
/** Job: fixed for a tree. The features (u32) it may ask for; where they are gathered from, 0: from all in their order. */
export const jobFeatures: usize = 80;
export const jobFeatureCount: usize = 84;
export const jobPlan: usize = 88;
/** Job: of one node. */
export const jobStart: usize = 92;
export const jobCount: usize = 96;
/** 1 when the node is all rows in the table's order. */
export const jobWhole: usize = 100;
export const jobSmall: usize = 104;
export const jobLarge: usize = 216;

/** Rules (f64): what a search obeys. */
export const ruleL2: usize = 0;
export const ruleMinGain: usize = 8;
export const ruleCategorySmoothing: usize = 16;
export const ruleCategoryL2: usize = 24;

/** Searched node: `open` 0 when it is not to be searched, 1 when without bounds, 2 with bounds. */
export const nodeOpen: usize = 0;
export const nodeHistogram: usize = 4;
/** One record of `foundBytes` per thread. */
export const nodeFound: usize = 8;
/** A byte per feature of the request, 0 when the node may not ask for it; 0: it may ask for all. */
export const nodeConsidered: usize = 12;
export const nodeGradient: usize = 16;
export const nodeHessian: usize = 24;
export const nodeMinWeight: usize = 32;
export const nodeToBeat: usize = 40;
export const nodeParent: usize = 48;
export const nodeLow: usize = 56;
export const nodeHigh: usize = 64;
export const nodeWhole: usize = 72;
export const nodeSlope: usize = 80;
export const nodeLightest: usize = 88;
export const nodeFloor: usize = 96;
export const nodeOffset: usize = 104;

/** Descriptor of a feature. */
export const descriptorBytes: usize = 16;
export const featureBinCount: usize = 0;
export const featureCategorical: usize = 4;
export const featureDirection: usize = 8;

/** A histogram has room for 256 bins of 16 bytes for each feature of the request, in its order. */
export const histogramBytes: usize = 4096;

/** The best that a thread found: its place in the request, `bin` 0 when nothing (subsets: length of the prefix). */
export const foundBytes: usize = 320;
export const foundGain: usize = 0;
export const foundBin: usize = 8;
export const foundSide: usize = 12;
export const foundGradient: usize = 16;
export const foundHessian: usize = 24;
export const foundSomeMissing: usize = 32;
export const foundIndex: usize = 36;
/** Subsets: a byte per bin, 1 when it goes left. */
export const foundMask: usize = 64;
