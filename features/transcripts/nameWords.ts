import type { Reading } from './reading.ts';
import type { Token } from './transcript.ts';
import { wordSet } from './wordMap.ts';

/** A name as it stands in the transcript. */
export interface SpokenName {
  /** First token, salutation and titles included. */
  readonly first: number;
  /** One past the last token. */
  readonly end: number;
  /** Tokens that make the name, in the order given names, family name. */
  readonly words: readonly number[];
  readonly saluted: boolean;
  /** Share of the words that are usual given names, or the only word a rarely used one. */
  readonly givenNames: number;
}

/** How sure the surroundings are that a name comes: a firm introduction lets everyday words pass as surnames. */
type Firmness = 'firm' | 'loose';

const ranks = wordSet('freiherr freifrau baron baronin graf gräfin fürst prinz prinzessin');

/** Reads names at given places of a transcript. */
export class NameWords {
  readonly #reading: Reading;
  readonly #given: ReadonlySet<string>;
  readonly #never: ReadonlySet<string>;
  readonly #rarely: ReadonlySet<string>;
  readonly #alsoFamily: ReadonlySet<string>;
  readonly #pronouns: ReadonlySet<string>;
  readonly #salutations: ReadonlySet<string>;
  readonly #titles: ReadonlySet<string>;
  readonly #particles: ReadonlySet<string>;
  readonly #fillers: ReadonlySet<string>;
  readonly #articles: ReadonlySet<string>;
  readonly #endings: readonly string[];

  constructor(reading: Reading) {
    const { language } = reading;
    const { names, talk, identity } = language.pack;
    this.#reading = reading;
    this.#given = language.words(names.given);
    this.#never = language.words(names.never);
    this.#rarely = language.words(names.rarely);
    this.#alsoFamily = language.words(names.alsoFamily);
    this.#pronouns = language.words(names.pronouns);
    this.#salutations = language.words(identity.names.salutations);
    this.#titles = language.words(identity.names.titles);
    this.#particles = language.words(identity.names.particles);
    this.#fillers = language.words(talk.fillers);
    this.#articles = language.words(talk.articles);
    this.#endings = names.thingEndings;
  }

  isSalutation(at: number): boolean {
    const token = this.#reading.tokens[at];
    return token !== undefined && this.#salutations.has(token.folded) && token.folded !== 'familie';
  }

  isGiven(at: number): boolean {
    const token = this.#reading.tokens[at];
    if (token === undefined) return false;
    return this.#given.has(token.folded.split('-')[0] as string);
  }

  isRare(at: number): boolean {
    return this.#rarely.has(this.#reading.tokens[at]?.folded ?? '');
  }

  /** Whether the token may be a word of a name, given how sure it is that a name stands here. */
  #fits(at: number, firmness: Firmness, saluted: boolean, follows = this.#followsGiven(at)): boolean {
    const { tokens, turns, taken } = this.#reading;
    const token = tokens[at];
    if (token === undefined || taken[at] === 1) return false;
    const { text, folded } = token;
    if (folded.length < 2 || /\d/.test(text) || !/\p{L}{2}/u.test(text)) return false;
    if (this.#salutations.has(folded) || this.#fillers.has(folded)) return false;
    const cased = turns[token.turn]?.cased === true;
    if (cased && !/^(?:\p{Lu}|\p{Lo}|[dDlLoO]['’])/u.test(text)) return false;
    if (follows) return !this.#pronouns.has(folded);
    if (this.#rarely.has(folded)) return firmness === 'firm' || saluted;
    if (this.#never.has(folded)) return false;
    return !(
      folded.length > 6 &&
      this.#endings.some((ending) => folded.endsWith(ending)) &&
      !this.#given.has(folded)
    );
  }

  /** Whether the token stands behind a given name in a text in which capital letters mean something. */
  #followsGiven(at: number): boolean {
    const token = this.#reading.tokens[at];
    if (token === undefined || token.before > 0 || !/^\p{Lu}/u.test(token.text)) return false;
    const before = this.#reading.tokens[at - 1];
    return before !== undefined && this.isGiven(at - 1) && /^\p{Lu}/u.test(before.text);
  }

  #particle(at: number): boolean {
    const token = this.#reading.tokens[at];
    return token !== undefined && token.before === 0 && this.#particles.has(token.folded);
  }

  /** Skips fillers, articles and other words that lead to a name. */
  afterLeads(at: number, leads?: ReadonlySet<string>): number {
    const { tokens } = this.#reading;
    let next = at;
    while (next < at + 8) {
      const token = tokens[next];
      if (token === undefined || (next > at && token.before >= 2)) break;
      const { folded } = token;
      const lead = this.#fillers.has(folded) || this.#articles.has(folded) || leads?.has(folded) === true;
      if (!lead) break;
      next++;
    }
    return next;
  }

  /** The name that starts exactly here, behind salutation and titles; null when none does. */
  read(start: number, firmness: Firmness): SpokenName | null {
    const { tokens, turns } = this.#reading;
    const opening = tokens[start];
    if (opening === undefined) return null;
    let at = start;
    let saluted = false;
    for (; at < start + 6; at++) {
      const token = tokens[at];
      if (token === undefined || token.turn !== opening.turn || (at > start && token.before >= 2))
        return null;
      if (this.#salutations.has(token.folded)) saluted = true;
      else if (at > start && saluted && this.#fillers.has(token.folded)) continue;
      else if (ranks.has(token.folded) && this.#particle(at + 1)) continue;
      else if (!(this.#titles.has(token.folded) && at + 1 < tokens.length)) break;
    }
    const first = at;
    const words: number[] = [];
    const cased = turns[opening.turn]?.cased === true;
    let allGiven = true;
    for (let count = 0; at < first + 7; at++) {
      const token = tokens[at];
      if (token === undefined || token.turn !== opening.turn || (at > first && token.before > 0)) break;
      const isParticle =
        this.#particles.has(token.folded) &&
        !(count === 0 && this.isGiven(at)) &&
        this.#startsName(at + 1, firmness);
      if (isParticle && (count > 0 || !cased || token.folded.length > 1)) {
        words.push(at);
        continue;
      }
      if (count >= 4 || !this.#fits(at, firmness, saluted)) break;
      const second = count === 1 && (saluted || firmness === 'firm');
      if (!cased && count >= 1 && !allGiven && !this.#particle(at - 1) && !second) break;
      if (!cased && count >= 3) break;
      allGiven &&= this.isGiven(at);
      words.push(at);
      count++;
    }
    while (
      words.length > 0 &&
      this.#particle(words.at(-1) as number) &&
      !this.isGiven(words.at(-1) as number)
    )
      words.pop();
    if (words.length === 0) return null;
    return this.#name(start, (words.at(-1) as number) + 1, words, saluted);
  }

  #startsName(at: number, firmness: Firmness): boolean {
    const token = this.#reading.tokens[at];
    if (token === undefined || token.before > 0) return false;
    return (
      this.#fits(at, firmness, false) ||
      (this.#particles.has(token.folded) && this.#startsName(at + 1, firmness))
    );
  }

  /** The name that ends just before `end`, behind nothing that could belong to it. */
  readBefore(end: number, firmness: Firmness): SpokenName | null {
    const { tokens, turns } = this.#reading;
    const closing = tokens[end - 1];
    if (closing === undefined || !this.#fits(end - 1, 'firm', true)) return null;
    const cased = turns[closing.turn]?.cased === true;
    let start = end - 1;
    while (start > 0 && end - start < 5) {
      const token = tokens[start] as Token;
      if (token.before > 0 || token.turn !== closing.turn) break;
      const before = tokens[start - 1] as Token;
      const particle = this.#particles.has(before.folded) && !this.#articles.has(before.folded);
      const article = this.#articles.has(before.folded) && start >= 2 && this.#particle(start - 2);
      if (!particle && !article && !this.#fits(start - 1, firmness, false)) break;
      if (!cased && !particle && !article && !this.isGiven(start - 1)) break;
      start--;
    }
    let lead = start;
    while (lead > 0 && (tokens[lead] as Token).before < 2 && end - lead < 9) {
      const before = (tokens[lead - 1] as Token).folded;
      if (!this.#salutations.has(before) && !this.#titles.has(before)) break;
      lead--;
    }
    const name = this.read(lead, firmness);
    if (name !== null && name.end === end) return name;
    return this.read(start, firmness);
  }

  #name(first: number, end: number, words: readonly number[], saluted: boolean): SpokenName {
    let ordered = words;
    const second = this.#reading.tokens[words[1] as number]?.folded ?? '';
    if (
      words.length === 2 &&
      this.isGiven(words[1] as number) &&
      !this.isGiven(words[0] as number) &&
      !this.#alsoFamily.has(second)
    ) {
      const particle = this.#particles.has((this.#reading.tokens[words[0] as number] as Token).folded);
      if (!particle) ordered = [words[1] as number, words[0] as number];
    }
    const known = words.filter((at) => this.isGiven(at)).length;
    return { first, end, words: ordered, saluted, givenNames: known / words.length };
  }
}
