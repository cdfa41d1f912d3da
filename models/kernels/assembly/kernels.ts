/** Everything the WebAssembly module offers. No kernel keeps state: all it works on is memory that the caller laid out. */
export * from './binning';
export * from './derivatives';
export * from './forest';
export * from './layout';
export * from './node';
export * from './partition';
export * from './scores';
