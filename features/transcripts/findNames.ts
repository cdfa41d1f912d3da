import { fold } from '../identity/fold.ts';
import { applySpelling } from './applySpelling.ts';
import { findCallerNames } from './callerNames/findCallerNames.ts';
import { findAgentNames, findConcernedNames } from './findOtherNames.ts';
import type { NameCandidate } from './nameCandidate.ts';
import { NameWords, type SpokenName } from './nameWords.ts';
import type { Reading } from './reading.ts';
import { SpelledWords } from './spelledWords.ts';
import { spellingHintAt } from './spellingHint.ts';
import type { Token } from './transcript.ts';

/** A person named in a transcript. */
export interface FoundName {
  readonly value: string;
  /** Stretches of tokens [first, end) that hold the name. */
  readonly stretches: readonly (readonly [first: number, end: number])[];
  /** Patterns that speak for it, strongest first. */
  readonly evidence: readonly string[];
  /** 1 - the product of the doubts that its patterns leave. */
  readonly score: number;
  readonly givenNames: number;
  readonly words: number;
  readonly rare: boolean;
  /** Whether another name was said in its place as well. */
  readonly contested: boolean;
}

interface FoundNames {
  /** Who speaks. */
  readonly caller: FoundName | null;
  /** For whom they speak, when it is somebody else. */
  readonly customer: FoundName | null;
}

const weak = new Set(['greeting', 'weak-closing', 'hint', 'addressed', 'answer']);

/** The names of who calls and of the customer concerned. */
export function findNames(reading: Reading): FoundNames {
  const names = new NameWords(reading);
  const spelled = new SpelledWords(reading);
  const concerned = findConcernedNames(reading, names);
  const agents = findAgentNames(reading, names);
  const others = new Set(concerned.flatMap(({ name }) => name.words));
  const word = (at: number) => (reading.tokens[at] as Token).folded;
  const family = (name: SpokenName) => word(name.words.at(-1) as number);
  const own = findCallerNames(reading, names, spelled).filter(
    ({ name, pattern }) =>
      !name.words.some((at) => others.has(at)) &&
      !(weak.has(pattern) && name.words.every((at) => agents.own.has(word(at)))),
  );
  const candidates = applySpelling(reading, spelled, [...own, ...agents.candidates]).filter(
    (candidate) => candidate.spelled !== undefined || !agents.denied.has(family(candidate.name)),
  );
  const caller = choose(reading, names, spelled, candidates, others);
  const customer = choose(reading, names, spelled, concerned, new Set());
  return { caller, customer };
}

function choose(
  reading: Reading,
  names: NameWords,
  spelled: SpelledWords,
  candidates: readonly NameCandidate[],
  others: ReadonlySet<number>,
): FoundName | null {
  const { tokens } = reading;
  const key = ({ name, spelled: letters }: NameCandidate) =>
    letters === undefined ? (tokens[name.words.at(-1) as number] as Token).folded : fold(letters);
  const marked = (pattern: string) => candidates.find((candidate) => candidate.pattern === pattern);
  const groups = new Map<string, NameCandidate[]>();
  for (const candidate of candidates) {
    if (candidate.pattern === 'given-mark') continue;
    const group = groups.get(key(candidate)) ?? [];
    group.push(candidate);
    groups.set(key(candidate), group);
  }
  const scoreOf = (group: readonly NameCandidate[]) => {
    const best = new Map<string, number>();
    for (const { pattern, weight, name } of group) {
      const place = `${pattern === 'addressed' || pattern === 'confirmed' ? 'agent' : name.words.at(-1)}`;
      best.set(place, Math.max(best.get(place) ?? 0, weight));
    }
    let doubt = 1;
    for (const weight of best.values()) doubt *= 1 - weight;
    return 1 - doubt;
  };
  let chosen: NameCandidate[] | null = null;
  let score = 0;
  for (const group of groups.values()) {
    const own = scoreOf(group);
    if (own > score + 1e-9) {
      score = own;
      chosen = group;
    }
  }
  const given = marked('given-mark');
  if (chosen === null) {
    if (given === undefined) return null;
    chosen = [given];
    score = given.weight;
  }
  const fullest = chosen.reduce((best, candidate) =>
    candidate.name.words.length > best.name.words.length ||
    (candidate.name.words.length === best.name.words.length &&
      candidate.spelled !== undefined &&
      best.spelled === undefined)
      ? candidate
      : best,
  );
  let { name } = fullest;
  const stretches: [number, number][] = [];
  const bySpelling = chosen.find((candidate) => candidate.spelled !== undefined);
  const own = fullest.pattern !== 'spelled';
  if (own && name.words.length < 3) name = fuller(reading, names, name, others) ?? name;
  let texts = name.words.map((at) => (tokens[at] as Token).text);
  if (bySpelling?.spelled !== undefined) texts[texts.length - 1] = bySpelling.spelled;
  for (const { name: said } of chosen) {
    const hint = spellingHintAt(reading, spelled, said.end);
    if (hint === null) continue;
    if (hint.hyphen && texts.length > 1) texts = [...texts.slice(0, -2), texts.slice(-2).join('-')];
    else texts[texts.length - 1] = hint.apply(texts.at(-1) as string);
  }
  if (own) stretches.push([Math.min(...name.words), Math.max(...name.words) + 1]);
  else if (fullest.spelledAt !== undefined) stretches.push([...fullest.spelledAt]);
  if (given !== undefined && given !== fullest && name.words.length === 1) {
    const text = given.name.words.map((at) => (tokens[at] as Token).text).join(' ');
    if (fold(text) !== fold(texts[0] as string)) {
      texts = [text, ...texts];
      stretches.push([given.name.first, given.name.end]);
    }
  }
  return {
    value: texts.join(' '),
    stretches,
    evidence: [
      ...new Set([...chosen].sort((a, b) => b.weight - a.weight).map((candidate) => candidate.pattern)),
    ],
    score,
    givenNames: name.givenNames,
    words: texts.length,
    rare: name.words.length === 1 && names.isRare(name.words[0] as number),
    contested: groups.size > 1,
  };
}

/** The same family name with given names before it, said elsewhere by the caller: "Mai, Karin Mai". */
function fuller(
  reading: Reading,
  names: NameWords,
  name: SpokenName,
  others: ReadonlySet<number>,
): SpokenName | null {
  const { tokens, turns } = reading;
  const folded = (at: number | undefined) => tokens[at as number]?.folded;
  const last = name.words.at(-1) as number;
  for (const turn of turns) {
    if (turn.role === 'agent') continue;
    for (let at = turn.first + 1; at < turn.last; at++) {
      if (at === last || others.has(at) || folded(at) !== folded(last) || (tokens[at] as Token).before > 0)
        continue;
      const whole = names.readBefore(at + 1, 'firm');
      if (whole === null || whole.end !== at + 1 || whole.words.length <= name.words.length) continue;
      const same = name.words.every(
        (word, place) => folded(word) === folded(whole.words.at(place - name.words.length)),
      );
      if (same && (whole.givenNames > 0 || turn.cased)) return whole;
    }
  }
  return null;
}
