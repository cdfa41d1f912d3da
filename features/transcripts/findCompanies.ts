import type { Reading } from './reading.ts';
import { take } from './reading.ts';
import type { Token } from './transcript.ts';

/** A company named in a transcript: tokens [first, end). */
interface SpokenCompany {
  readonly first: number;
  readonly end: number;
}

const longest = 7;

/**
 * Companies that callers name (Firma Brenner, Sanitär Schäfer GmbH, Autohaus König): their tokens are taken, so that no
 * part of them is read as somebody's name.
 */
export function findCompanies(reading: Reading): SpokenCompany[] {
  const { language, tokens, turns } = reading;
  const { companies, names } = language.pack;
  const openings = language.words(companies.openings);
  const trades = language.words(companies.trades);
  const forms = language.words(companies.legalForms);
  const joints = language.words(companies.joints);
  const never = language.words(names.never);
  const titles = language.words(language.pack.identity.names.titles);
  const employers = language.phrases(companies.employers);
  const found: SpokenCompany[] = [];
  const belongs = (token: Token, cased: boolean) =>
    joints.has(token.folded) ||
    titles.has(token.folded) ||
    trades.has(token.folded) ||
    (cased ? /^\p{Lu}/u.test(token.text) && !never.has(token.folded) : !never.has(token.folded));
  const follow = (from: number, cased: boolean, limit: number): number => {
    let end = from;
    let words = 0;
    while (end < tokens.length && end - from < longest) {
      const token = tokens[end] as Token;
      if (token.before > 0) break;
      if (forms.has(token.folded)) return end + 1;
      if (!belongs(token, cased) || (words >= limit && !joints.has(token.folded))) break;
      if (!joints.has(token.folded)) words++;
      end++;
    }
    while (
      end > from &&
      joints.has((tokens[end - 1] as Token).folded) &&
      (tokens[end - 1] as Token).folded.length < 5
    )
      end--;
    return end;
  };
  for (const { role, first, last, cased } of turns) {
    for (let at = first; at < last; at++) {
      const token = tokens[at] as Token;
      let start = at;
      let end = at;
      if (openings.has(token.folded) || trades.has(token.folded)) {
        end = follow(at + 1, cased, cased ? 4 : 1);
      } else if (forms.has(token.folded) && (!cased || /^\p{Lu}|^e/u.test(token.text))) {
        end = at + 1;
        while (start > first && at - start < 4) {
          const before = tokens[start - 1] as Token;
          if ((tokens[start] as Token).before > 0 || !belongs(before, cased)) break;
          start--;
        }
        while (joints.has((tokens[start] as Token).folded)) start++;
        if (start === at) end = at;
      } else {
        const lead = employers.at(tokens, at);
        const employer = tokens[at + lead];
        if (
          lead > 0 &&
          employer !== undefined &&
          /^\p{Lu}{2,6}$/u.test(employer.text) &&
          employer.before === 0
        ) {
          start = at + lead;
          end = start + 1;
        }
      }
      if (end <= at + (start === at ? 1 : 0) || end > last) continue;
      take(reading, start, end);
      if (role !== 'agent') found.push({ first: start, end });
      at = end - 1;
    }
  }
  return found;
}
