import type { NameCandidate, NamePattern } from './nameCandidate.ts';
import type { NameWords, SpokenName } from './nameWords.ts';
import type { Reading } from './reading.ts';
import { askedIn, sentenceEnd } from './reading.ts';
import type { SpelledWords } from './spelledWords.ts';
import { spellingHintAt } from './spellingHint.ts';
import type { Token } from './transcript.ts';

/** What each pattern is worth by itself. */
const weights: Readonly<Record<NamePattern, number>> = {
  introduction: 0.9,
  presentation: 0.8,
  'self-description': 0.6,
  closing: 0.88,
  'weak-closing': 0.7,
  greeting: 0.6,
  repeated: 0.8,
  answer: 0.82,
  correction: 0.92,
  confirmed: 0.85,
  addressed: 0.5,
  spelled: 0.7,
  hint: 0.75,
  'given-mark': 0.85,
  'family-mark': 0.85,
  concern: 0.85,
  deputy: 0.8,
};

export const candidate = (
  name: SpokenName,
  pattern: NamePattern,
  whose: NameCandidate['whose'] = 'caller',
): NameCandidate => ({ name, pattern, whose, weight: weights[pattern] });

/** Names that the caller's own turns give to the caller. */
export function findCallerNames(reading: Reading, names: NameWords, spelled: SpelledWords): NameCandidate[] {
  const { language, tokens, turns } = reading;
  const { names: words, talk } = language.pack;
  const introductions = language.phrases(words.introductions);
  const presentations = language.phrases(words.presentations);
  const selfDescriptions = language.phrases(words.selfDescriptions);
  const closings = language.phrases(words.closings);
  const weakClosings = language.phrases(words.weakClosings);
  const familyMarks = language.phrases(words.familyMarks);
  const givenMarks = language.phrases(words.givenMarks);
  const greetings = language.phrases(talk.greetings);
  const agentPhrases = language.phrases(talk.agentPhrases);
  const questions = language.phrases(words.questions);
  const fillers = language.words(talk.fillers);
  const answerLeads = language.words(words.answerLeads);
  const yes = language.phrases(talk.yes);
  const no = language.phrases(talk.no);
  const corrections = language.words(talk.corrections);
  const others = language.words(words.othersPrepositions);
  const found: NameCandidate[] = [];

  const breaks = (at: number) => tokens[at] === undefined || (tokens[at] as Token).before > 0;
  /** The name said instead, behind "nein", "nicht Maier," or an "äh" before a similar one. */
  const corrected = (name: SpokenName): NameCandidate | null => {
    let at = name.end;
    let firm = false;
    let any = false;
    const hint = spellingHintAt(reading, spelled, at);
    if (hint !== null) at = hint.end;
    for (; at < name.end + 10; at++) {
      const token = tokens[at];
      if (token === undefined || token.turn !== (tokens[name.first] as Token).turn) return null;
      if (/^(?:nicht|not)$/.test(token.folded)) {
        const wrong = names.read(at + 1, 'firm');
        if (wrong === null) return null;
        at = wrong.end - 1;
        firm = true;
      } else if (corrections.has(token.folded)) {
        firm ||= !fillers.has(token.folded);
      } else if (!fillers.has(token.folded)) break;
      any = true;
    }
    if (!any) return null;
    const instead = names.read(at, 'firm');
    if (instead === null) return null;
    const similar =
      (tokens[name.words.at(-1) as number] as Token).folded.slice(0, 2) ===
      (tokens[instead.words.at(-1) as number] as Token).folded.slice(0, 2);
    return firm || similar ? candidate(instead, 'correction') : null;
  };
  let current = 0;
  const add = (name: SpokenName | null, pattern: NamePattern): boolean => {
    if (name === null || (tokens[name.first] as Token).turn !== current) return false;
    found.push(candidate(name, pattern));
    const better = corrected(name);
    if (better !== null) found.push(better);
    return true;
  };
  const inverted = (name: SpokenName): SpokenName => {
    const next = tokens[name.end];
    if (next?.before !== 1 || name.words.length !== 1 || names.isGiven(name.words[0] as number)) return name;
    const given = names.read(name.end, 'loose');
    if (given === null || given.words.length > 2 || given.givenNames < 1 || !breaks(given.end)) return name;
    return { ...name, end: given.end, words: [...given.words, ...name.words], givenNames: 0.5 };
  };

  turns.forEach((turn, index) => {
    if (turn.role === 'agent') return;
    current = index;
    const asked = askedIn(reading, index);
    const question = asked >= 0 ? turns[asked] : undefined;
    const askedName = question !== undefined && questions.within(tokens, question.first, question.last);
    const addressed =
      question !== undefined &&
      tokens
        .slice(question.first, question.last)
        .some((_, offset) => names.isSalutation(question.first + offset));
    let greeted = false;
    for (let at = turn.first; at < turn.last; at++) {
      const token = tokens[at] as Token;
      const introduction = introductions.at(tokens, at);
      const presentation = presentations.at(tokens, at);
      const closing = closings.at(tokens, at);
      const self = selfDescriptions.at(tokens, at);
      const family = familyMarks.at(tokens, at);
      const given = givenMarks.at(tokens, at);
      const speaksForUs =
        turn.role === 'unknown' &&
        introduction + presentation > 0 &&
        agentPhrases.within(tokens, at, Math.min(turn.last, sentenceEnd(reading, at) + 8));
      if (family > 0 || given > 0) {
        const start = names.afterLeads(at + Math.max(family, given));
        add(names.read(start, 'firm'), family > 0 ? 'family-mark' : 'given-mark');
        if (family > 0) {
          const behind = names.readBefore(at - 1, 'firm');
          if (
            behind !== null &&
            (tokens[at - 1] as Token).before === 0 &&
            !/^(?:mein|und)$/.test(tokens[at - 1]?.folded ?? '')
          )
            found.push({ ...candidate(behind, 'family-mark'), weight: 0.3 });
        }
      }
      if (introduction > 0 && !speaksForUs) {
        const start = names.afterLeads(at + introduction, answerLeads);
        const name = names.read(start, 'firm');
        if (
          name !== null &&
          !(
            introduction === 1 &&
            question === undefined &&
            breaks(at) &&
            (tokens[start]?.before ?? 0) === 0 &&
            token.folded !== 'name'
          )
        )
          add(inverted(name), 'introduction');
      } else if (presentation > 0 && (!agentPhrases.at(tokens, at) || turn.role === 'caller')) {
        const start = names.afterLeads(at + presentation);
        const name = names.read(start, 'firm');
        const bare = token.folded === 'hier' && presentation === 1;
        const before = tokens[start]?.before ?? 0;
        const sure =
          name !== null &&
          (!names.isRare(name.words[0] as number) || name.saluted || turn.cased || name.words.length > 1);
        if (sure && !speaksForUs && before < 2 && !(bare && before > 0)) add(name, 'presentation');
      }
      const repeated = tokens[at + 1]?.before === 1 ? names.read(at + 1, 'firm') : null;
      if (
        repeated !== null &&
        repeated.givenNames > 0 &&
        repeated.words.length > 1 &&
        (tokens[repeated.words.at(-1) as number] as Token).folded === token.folded
      )
        add(repeated, 'repeated');
      if (self > 0) {
        const start = names.afterLeads(at + self);
        const name = names.read(start, 'loose');
        const articled = start > at + self;
        if (
          name !== null &&
          (tokens[start]?.before ?? 0) < 2 &&
          (name.saluted ||
            name.givenNames > 0 ||
            (articled && name.words.length > 1) ||
            (articled && turn.cased && breaks(name.end)))
        )
          add(name, 'self-description');
      }
      if (closing > 0 && introduction <= closing && at > turn.first) {
        const name = names.readBefore(at, 'firm');
        if (name !== null && name.first >= turn.first && (tokens[at] as Token).before < 2) {
          const lead = tokens[name.first - 1];
          const comma =
            (tokens[name.first] as Token).before === 1 && name.givenNames === 1 && lead !== undefined;
          const surname = comma ? names.readBefore(name.first, 'loose') : null;
          if (
            surname !== null &&
            surname.words.length === 1 &&
            name.words.length === 1 &&
            surname.first >= turn.first
          )
            add({ ...name, first: surname.first, words: [...name.words, ...surname.words] }, 'closing');
          else add(name, 'closing');
        }
      } else if (
        weakClosings.at(tokens, at) > 0 &&
        at > turn.first &&
        presentation <= 1 &&
        token.before < 2
      ) {
        const name = names.readBefore(at, 'loose');
        const starts = name === null ? undefined : tokens[name.first];
        const lead = name === null ? undefined : tokens[name.first - 1];
        const opens =
          starts !== undefined &&
          (starts.before > 0 ||
            fillers.has(lead?.folded ?? '') ||
            corrections.has(lead?.folded ?? '') ||
            greetings.at(tokens, (name as SpokenName).first - 1) > 0 ||
            greetings.at(tokens, (name as SpokenName).first - 2) === 2 ||
            /^(?:der|die)$/.test(lead?.folded ?? ''));
        if (name !== null && opens && name.first >= turn.first) add(name, 'weak-closing');
      }
      // The start of a sentence: greetings and fillers, then perhaps a name.
      const opening = at === turn.first || token.before >= 2;
      if (!opening && !greeted) continue;
      const greeting = greetings.at(tokens, at);
      if (greeting > 0) {
        greeted = true;
        at += greeting - 1;
        continue;
      }
      if (fillers.has(token.folded) || yes.at(tokens, at) === 1) {
        greeted = true;
        continue;
      }
      if (no.at(tokens, at) === 1 && (askedName || addressed)) {
        const skip = /^(?:nicht|not)$/.test(token.folded)
          ? (names.read(at + 1, 'firm')?.end ?? at + 1)
          : at + 1;
        const start = names.afterLeads(skip, answerLeads);
        if (!/^(?:nicht|not)$/.test(tokens[start]?.folded ?? '')) add(answerAt(start), 'answer');
        else add(answerAt(names.read(start + 1, 'firm')?.end ?? start + 1), 'answer');
        greeted = true;
        continue;
      }
      const afterGreeting = greeted;
      greeted = false;
      const start = askedName ? names.afterLeads(at, answerLeads) : names.afterLeads(at);
      if (askedName && add(answerAt(start), 'answer')) continue;
      const name = names.read(start, 'loose');
      if (name === null || name.first < turn.first) continue;
      const whole = inverted(name);
      const hint = spellingHintAt(reading, spelled, whole.end);
      const dictates = reading.taken.subarray(whole.end, whole.end + 6).includes(1);
      if (!dictates && (hint !== null || spelled.at(whole.end, 3)?.certain)) {
        add(whole, 'hint');
        continue;
      }
      const lead = tokens[name.first - 1];
      if (lead !== undefined && lead.turn === token.turn && others.has(lead.folded)) continue;
      const ended =
        tokens[whole.end] === undefined || tokens[whole.end]?.turn !== token.turn || breaks(whole.end);
      const vocative =
        afterGreeting &&
        (whole.saluted || (whole.words.length === 1 && whole.givenNames === 1 && token.before === 0));
      if (vocative || (whole.saluted && question === undefined)) continue;
      const onlyGreeting = greetings.at(tokens, whole.end) > 0;
      const listed = afterGreeting || onlyGreeting || (whole.words.length > 1 && whole.givenNames > 0);
      if (ended && listed && !names.isRare(whole.words[0] as number)) add(whole, 'greeting');
      else if (ended && listed && hint === null && whole.words.length > 1) add(whole, 'greeting');
    }

    function answerAt(start: number): SpokenName | null {
      const name = names.read(start, 'firm');
      if (name === null) return null;
      const next = tokens[name.end];
      const free =
        next === undefined ||
        next.turn !== index ||
        next.before > 0 ||
        (!names.isRare(name.words[0] as number) &&
          (!turn.cased || /^(?:mit|und|ist|mein|ich|am|hier|with|and)$/.test(next.folded)));
      return free ? inverted(name) : null;
    }
  });
  return found;
}
