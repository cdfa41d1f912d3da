// What growing a forest needs, as models/kernels/forestMemory.ts lays it out. Offsets in bytes; pointers and counts are u32.

export const forestRowCount: usize = 0;
export const forestFeatureCount: usize = 4;
export const forestColumns: usize = 8;
export const forestColumnBytes: usize = 12;
export const forestDescriptors: usize = 16;
export const forestTarget: usize = 20;
/** 0: all 1. */
export const forestWeights: usize = 24;
export const forestFeaturesPerNode: usize = 28;
export const forestRandomThresholds: usize = 32;
export const forestBootstrap: usize = 36;
export const forestMaxDepth: usize = 40;
export const forestAreas: usize = 44;
export const forestAreaBytes: usize = 48;
export const forestMinSplitWeight: usize = 56;
export const forestMinChildWeight: usize = 64;
export const forestGradientConstant: usize = 72;
export const forestHessianConstant: usize = 80;
export const forestHessianUnit: usize = 88;
/** As jobRules. */
export const forestRules: usize = 96;

/** Area of a thread: whether it has a tree to grow, its seed, how many nodes it got, the state of the random numbers. */
export const areaActive: usize = 0;
export const areaSeed: usize = 4;
export const areaNodeCount: usize = 8;
export const areaRandom: usize = 12;
export const areaOrder: usize = 16;
export const areaStack: usize = 20;
export const areaRows: usize = 24;
export const areaMoved: usize = 28;
export const areaCounts: usize = 32;
export const areaPairs: usize = 36;
export const areaGathered: usize = 40;
export const areaNodes: usize = 44;
/** 32 bytes per node: a bit per bin that goes left. */
export const areaMasks: usize = 48;
/** Address of the best record. */
export const areaBest: usize = 52;
/** Node to search (as in job.ts), records of what was found, flags, histogram, and scratch of 257 pairs. */
export const areaNode: usize = 64;
export const areaFirstFound: usize = 192;
export const areaSecondFound: usize = 512;
export const areaFlags: usize = 832;
export const areaHistogram: usize = 1088;
export const areaScratch: usize = 5200;
/** The present bins (u32). */
export const areaList: usize = 9344;

/** A grown node. */
export const grownBytes: usize = 64;
export const grownFeature: usize = 0;
export const grownBin: usize = 4;
export const grownMissingLeft: usize = 8;
export const grownLeft: usize = 12;
export const grownStart: usize = 16;
export const grownEnd: usize = 20;
export const grownDepth: usize = 24;
export const grownGain: usize = 32;
export const grownGradient: usize = 40;
export const grownHessian: usize = 48;
