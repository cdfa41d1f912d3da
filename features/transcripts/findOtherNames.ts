import { candidate } from './candidateWeight.ts';
import type { NameCandidate } from './nameCandidate.ts';
import type { NameWords } from './nameWords.ts';
import { answerTo, type Reading, sentenceStart } from './reading.ts';
import type { Token } from './transcript.ts';

/** Names of customers for whom somebody else calls: "für meine Mutter, Frau Helga Schulz", "Betreuer von ...". */
export function findConcernedNames(reading: Reading, names: NameWords): NameCandidate[] {
  const { language, tokens, turns } = reading;
  const { names: words } = language.pack;
  const relations = language.words(words.relations);
  const deputies = language.words(words.deputies);
  const possessives = language.words(words.possessives);
  const concerns = language.words(words.concerns);
  const of = language.words(words.of);
  const subjects = language.phrases(words.subjects);
  const apposition = language.words(words.apposition);
  const found: NameCandidate[] = [];
  for (const { role, first, last } of turns) {
    if (role === 'agent') continue;
    for (let at = first; at < last; at++) {
      const { folded } = tokens[at] as Token;
      const subject = subjects.at(tokens, at);
      if (subject > 0) {
        const name = names.read(at + subject, 'loose');
        if (name !== null && (name.saluted || name.givenNames > 0))
          found.push(candidate(name, 'concern', 'customer'));
      }
      if (deputies.has(folded) && of.has(tokens[at + 1]?.folded ?? '')) {
        const name = names.read(at + 2, 'loose');
        if (name !== null) found.push(candidate(name, 'deputy', 'customer'));
      }
      if (!relations.has(folded)) continue;
      const before = tokens.slice(Math.max(first, at - 4), at).map((token) => token.folded);
      const possessed = before.slice(-2).some((word) => possessives.has(word));
      if (!possessed || !before.some((word) => concerns.has(word))) continue;
      let start = at + 1;
      if (apposition.has(tokens[start]?.folded ?? '')) start++;
      start = names.afterLeads(start);
      let name = start < last ? names.read(start, 'loose') : null;
      if (name !== null && !name.saluted && name.givenNames === 0 && (tokens[start] as Token).before === 0)
        name = null;
      for (let later = start; name === null && later < Math.min(last, start + 20); later++) {
        if ((tokens[later] as Token).before >= 2) break;
        if (names.isSalutation(later) && (tokens[later] as Token).before > 0)
          name = names.read(later, 'loose');
      }
      if (name !== null) found.push(candidate(name, 'concern', 'customer'));
    }
  }
  return found;
}

/** What the call centre's turns say about the caller's name, and about its own. */
interface AgentNames {
  readonly candidates: NameCandidate[];
  /** Folded words of the names that agents have themselves. */
  readonly own: ReadonlySet<string>;
  /** Folded family names that the caller has denied. */
  readonly denied: ReadonlySet<string>;
}

export function findAgentNames(reading: Reading, names: NameWords): AgentNames {
  const { language, tokens, turns } = reading;
  const { names: words } = language.pack;
  const introductions = language.phrases(words.introductions);
  const presentations = language.phrases(words.presentations);
  const closings = language.phrases(words.closings);
  const weakClosings = language.phrases(words.weakClosings);
  const identityQuestions = language.phrases(words.identityQuestions);
  const others = language.words(words.othersPrepositions);
  const mentions = language.words(words.mentions);
  const negations = language.words(language.pack.talk.negations);
  const candidates: NameCandidate[] = [];
  const own = new Set<string>();
  const denied = new Set<string>();
  turns.forEach((turn, index) => {
    if (turn.role !== 'agent') return;
    const mine = (name: ReturnType<NameWords['read']>) => {
      for (const at of name?.words ?? [])
        if ((tokens[at] as Token).turn === index) own.add((tokens[at] as Token).folded);
    };
    for (let at = turn.first; at < turn.last; at++) {
      const lead = Math.max(introductions.at(tokens, at), presentations.at(tokens, at));
      if (lead > 0) mine(names.read(names.afterLeads(at + lead), 'firm'));
      if (at > turn.first && (closings.at(tokens, at) > 0 || weakClosings.at(tokens, at) > 0))
        mine(names.readBefore(at, 'loose'));
    }
    const answer = answerTo(reading, index);
    for (let at = turn.first; at < turn.last; at++) {
      const asks = identityQuestions.at(tokens, at);
      const start = asks > 0 ? at + asks : at;
      if (asks === 0 && !names.isSalutation(at)) continue;
      const name = names.read(names.afterLeads(start), 'firm');
      if (name === null || name.end > turn.last || (asks === 0 && !name.saluted)) continue;
      const before = tokens[at - 1];
      const behind = before !== undefined && before.turn === index && (tokens[at] as Token).before === 0;
      if (asks === 0 && behind && (others.has(before.folded) || mentions.has(before.folded))) continue;
      if (name.words.every((word) => own.has((tokens[word] as Token).folded))) continue;
      const family = (tokens[name.words.at(-1) as number] as Token).folded;
      const questioned = /^\s*[^.!\n]{0,24}\?/.test(reading.text(name.end));
      if (answer === 'no' && (questioned || asks > 0)) denied.add(family);
      else if (answer === 'yes' && (questioned || asks > 0)) candidates.push(candidate(name, 'confirmed'));
      else if (asks === 0) candidates.push(candidate(name, 'addressed'));
      at = Math.max(at, name.end - 1);
    }
  });
  // "Nicht Krämer, Kremer" denies without having been asked.
  for (const turn of turns) {
    if (turn.role === 'agent') continue;
    for (let at = turn.first; at < turn.last; at++) {
      if (!negations.has((tokens[at] as Token).folded)) continue;
      const name = names.read(at + 1, 'firm');
      const ends = name !== null && (name.words.length === 1 || (tokens[name.end]?.before ?? 3) > 0);
      if (name !== null && ends && at - sentenceStart(reading, at) < 12)
        denied.add((tokens[name.words.at(-1) as number] as Token).folded);
    }
  }
  return { candidates, own, denied };
}
