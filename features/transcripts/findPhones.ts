import { normalizePhone } from '../identity/phone.ts';
import { digitRunAt } from './digits.ts';
import { answerTo, type Reading, sentenceStart, take } from './reading.ts';
import type { Token } from './transcript.ts';

/** A value found in a transcript, before its confidence is known. */
export interface Found {
  readonly value: string;
  readonly normalized: string;
  readonly first: number;
  /** One past the last token. */
  readonly end: number;
  readonly evidence: readonly string[];
  readonly score: number;
}

/** Phone numbers that callers say, or that the call centre reads out and the caller confirms; best first. */
export function findPhones(reading: Reading, region: string): Found[] {
  const { language, tokens, turns } = reading;
  const { contact, talk } = language.pack;
  const cues = language.phrases(contact.phoneCues);
  const others = language.phrases(contact.otherNumbers);
  const fillers = language.words(contact.digitFillers);
  const yes = language.phrases(talk.yes);
  const corrections = language.words(talk.corrections);
  const found: Found[] = [];
  turns.forEach((turn, index) => {
    const answer = turn.role === 'agent' ? answerTo(reading, index) : 'open';
    if (turn.role === 'agent' && answer !== 'yes') return;
    const question = turn.role === 'agent' ? undefined : turns[index - 1];
    const asked = question?.role === 'agent' && cues.within(tokens, question.first, question.last);
    const askedOther = question?.role === 'agent' && others.within(tokens, question.first, question.last);
    for (let at = turn.first; at < turn.last; at++) {
      if (reading.taken[at] === 1) continue;
      const run = digitRunAt(reading, at, fillers);
      if (run === null) continue;
      let { digits, end } = run;
      // Number groups dictated in turns, each acknowledged by the other side.
      if (turn.role === 'caller' && end === turn.last) {
        let next = index + 1;
        while (digits.length < 14 && turns[next]?.role === 'agent' && turns[next + 1]?.role === 'caller') {
          const acknowledged = turns[next] as (typeof turns)[number];
          const more = turns[next + 1] as (typeof turns)[number];
          const short =
            acknowledged.last - acknowledged.first <= 2 ||
            digitRunAt(reading, acknowledged.first, fillers) !== null;
          if (
            !short ||
            !(
              acknowledged.first === acknowledged.last ||
              yes.at(tokens, acknowledged.first) > 0 ||
              digits.endsWith(digitRunAt(reading, acknowledged.first, fillers)?.digits ?? '-')
            )
          )
            break;
          const rest = digitRunAt(reading, more.first, fillers);
          if (rest === null) break;
          digits += rest.digits;
          end = rest.end;
          if (rest.end !== more.last) break;
          next += 2;
        }
      }
      const opening = tokens[at] as Token;
      const lettered = opening.glued && /\p{L}$/u.test((tokens[at - 1] as Token).text);
      const from = Math.max(turn.first, at - 7);
      const cued = cues.within(tokens, from, at) || cues.within(tokens, end, Math.min(turn.last, end + 5));
      const otherCued = others.within(tokens, Math.max(from, sentenceStart(reading, at)), at);
      const international = run.plus || digits.startsWith('00');
      const plausible = international || digits.startsWith('0');
      at = Math.max(at, run.end - 1);
      if (lettered || otherCued || (askedOther && !cued) || digits.length < 6 || digits.length > 16) continue;
      if (!plausible && !(cued || asked)) continue;
      const normalized = normalizePhone(run.plus ? `+${digits}` : digits, region);
      if (normalized === null) continue;
      const later =
        found.length > 0 &&
        tokens.slice(turn.first, run.first).some((token) => corrections.has(token.folded));
      take(reading, run.first, end);
      const evidence = [
        run.spoken > 0 ? 'spoken digits' : 'digits',
        ...(asked ? ['asked for'] : []),
        ...(cued ? ['announced'] : []),
        ...(turn.role === 'agent' ? ['confirmed'] : []),
        ...(later ? ['correction'] : []),
      ];
      const score =
        (plausible ? 0.6 : 0.35) +
        (cued || asked ? 0.25 : 0) +
        (digits.length >= 9 && digits.length <= 13 ? 0.1 : 0) +
        (later ? 0.05 : 0);
      found.push({
        value: (run.plus ? '+' : '') + digits,
        normalized,
        first: run.first,
        end,
        evidence,
        score,
      });
    }
  });
  return found.sort((a, b) => b.score - a.score);
}
