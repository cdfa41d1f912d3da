import { withoutUmlauts } from '../../features/identity/fold.ts';
import { koelnerPhonetik } from '../../features/identity/koelnerPhonetik.ts';

/** The forms of one folded name (given or family) that comparisons look at. */
export interface NameForms {
  /** Words of the name: double names have two. */
  readonly words: readonly string[];
  /** In one word and without the difference between ä, ae and a. */
  readonly plain: string;
  /** Kölner Phonetik of the whole name. */
  readonly sound: string;
}

const known = new Map<string, NameForms>();
const capacity = 200_000;

/** Forms of a folded name; computed once per name, since the same names come again and again. */
export function nameForms(name: string): NameForms {
  let forms = known.get(name);
  if (forms === undefined) {
    if (known.size >= capacity) known.clear();
    const words = name.split(/[\s-]+/).filter(Boolean);
    forms = { words, plain: withoutUmlauts(words.join('')), sound: koelnerPhonetik(name) };
    known.set(name, forms);
  }
  return forms;
}
