import { expect, test } from '@jest/globals';
import { inOrder } from '../../../serving/http/inOrder.ts';

async function* numbers(count: number, taken: number[] = []) {
  for (let n = 0; n < count; n++) {
    taken.push(n);
    yield n;
  }
}

/** Work that ends when its turn is called, so that later items can end before earlier ones. */
function turns() {
  const open = new Map<number, (value: string) => void>();
  return {
    work: (n: number) => new Promise<string>((resolve) => open.set(n, resolve)),
    end: (n: number) => open.get(n)?.(`done ${n}`),
    underWay: () => [...open.keys()],
  };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('results come in the order of the items, whichever ends first', async () => {
  const { work, end } = turns();
  const results = inOrder(numbers(3), 3, work);
  const first = results.next();
  await soon();
  end(2);
  end(1);
  end(0);
  expect((await first).value).toBe('done 0');
  const rest: string[] = [];
  for await (const result of results) rest.push(result);
  expect(rest).toEqual(['done 1', 'done 2']);
});

test('no more items are taken than are worked on at once', async () => {
  const { work, end, underWay } = turns();
  const taken: number[] = [];
  const results = inOrder(numbers(10, taken), 2, work);
  const first = results.next();
  await soon();
  expect(underWay()).toEqual([0, 1]);
  expect(taken).toEqual([0, 1]);
  end(0);
  await first;
  await soon();
  expect(taken).toEqual([0, 1]);
  end(1);
  await results.return(undefined);
});

test('a failure ends it after the results before', async () => {
  const results = inOrder(numbers(4), 2, async (n) => {
    if (n === 1) throw new Error('one');
    return n;
  });
  expect((await results.next()).value).toBe(0);
  await expect(results.next()).rejects.toThrow('one');
});

test('when the items fail, what was begun is answered first', async () => {
  async function* broken() {
    yield 0;
    yield 1;
    throw new Error('broken');
  }
  const results = inOrder(broken(), 4, async (n) => n);
  expect((await results.next()).value).toBe(0);
  expect((await results.next()).value).toBe(1);
  await expect(results.next()).rejects.toThrow('broken');
});
