/** The words inside texts, with the information each carries. */
export interface TokenLists {
  /** Distinct words. */
  readonly words: readonly string[];
  /** Words of text t are `tokens[starts[t]]` to before `starts[t + 1]`. */
  readonly tokens: Int32Array;
  readonly starts: Int32Array;
  /** -log of the share of records that hold each word, natural logarithm. */
  readonly information: Float64Array;
  /** Records with a text. */
  readonly rows: number;
}

/** @param counts records per text */
export function tokenLists(texts: readonly string[], counts: Int32Array): TokenLists {
  const words: string[] = [];
  const codes = new Map<string, number>();
  const held: number[] = [];
  const tokens: number[] = [];
  const starts = new Int32Array(texts.length + 1);
  let rows = 0;
  texts.forEach((text, at) => {
    rows += counts[at]!;
    for (const word of new Set(text.split(/[\s-]+/))) {
      if (word === '') continue;
      let code = codes.get(word);
      if (code === undefined) {
        code = words.push(word) - 1;
        codes.set(word, code);
        held.push(0);
      }
      held[code]! += counts[at]!;
      tokens.push(code);
    }
    starts[at + 1] = tokens.length;
  });
  return {
    words,
    tokens: Int32Array.from(tokens),
    starts,
    information: Float64Array.from(held, (count) => Math.log(Math.max(1, rows) / Math.max(1, count))),
    rows,
  };
}
