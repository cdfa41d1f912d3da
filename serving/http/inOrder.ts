/**
 * Works on up to `atOnce` items at a time and yields the results in the order of the items. Takes no further item
 * while nobody takes results: as slow as its reader. When the items end in a failure, it is thrown after the results
 * of those before it.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  const source = items[Symbol.asyncIterator]();
  let failure: { readonly error: unknown } | undefined;
  try {
    for (;;) {
      const next = await source.next().catch((error: unknown) => {
        failure = { error };
      });
      if (next === undefined || next.done) break;
      underWay.push(work(next.value));
      if (underWay.length >= atOnce) yield await (underWay.shift() as Promise<Result>);
    }
    while (underWay.length > 0) yield await (underWay.shift() as Promise<Result>);
    if (failure !== undefined) throw failure.error;
  } finally {
    await source.return?.();
    // Nobody waits for these any more; a failure among them must not end the process.
    await Promise.allSettled(underWay);
  }
}
