import { dateAt, yearAt } from './dateAt.ts';
import type { Found } from './findPhones.ts';
import { answerTo, type Reading, take } from './reading.ts';
import type { Token } from './transcript.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** Dates of birth that callers say, or that are read out to them and confirmed; best first. */
export function findDatesOfBirth(reading: Reading, thisYear: number): Found[] {
  const { language, tokens, turns } = reading;
  const { contact } = language.pack;
  const cues = language.phrases(contact.birthCues);
  const otherDates = language.words(contact.otherDates);
  const isCue = (from: number, to: number) => cues.within(tokens, from, to);
  const found: Found[] = [];
  const pivot = thisYear % 100;
  turns.forEach((turn, index) => {
    const answer = turn.role === 'agent' ? answerTo(reading, index) : 'open';
    const previous = turns[index - 1];
    const before = turns[index - 3];
    const asked =
      turn.role !== 'agent' &&
      ((previous?.role === 'agent' && isCue(previous.first, previous.last)) ||
        (before?.role === 'agent' &&
          previous?.role === 'agent' &&
          previous.last - previous.first < 3 &&
          isCue(before.first, before.last)));
    for (let at = turn.first; at < turn.last; at++) {
      if (reading.taken[at] === 1) continue;
      const date = dateAt(reading, at);
      if (date === null) continue;
      const cued =
        isCue(Math.max(turn.first, at - 7), at) || isCue(date.end, Math.min(turn.last, date.end + 3));
      let { year, end } = date;
      if (year === null && (cued || asked)) {
        // The year may be asked for in the next turn.
        const next = turns[index + 2];
        const later =
          next === undefined || next.role === 'agent' || turns[index + 1]?.role !== 'agent'
            ? null
            : yearAt(reading, next.first);
        if (later !== null) {
          year = later.year;
          end = later.end;
        }
      }
      at = date.end - 1;
      if (year === null) continue;
      const full = year >= 100 ? year : year <= pivot ? 2000 + year : 1900 + year;
      const other = otherDates.has(tokens[date.first - 1]?.folded ?? '');
      if (full < thisYear - 115 || full > thisYear || other) continue;
      if (!cued && !asked && (full > thisYear - 3 || year < 100)) continue;
      if (turn.role === 'agent' && answer !== 'yes') continue;
      const value = `${full}-${two(date.month)}-${two(date.day)}`;
      if (Number.isNaN(Date.parse(value)) || new Date(value).getUTCDate() !== date.day) continue;
      take(reading, date.first, date.end);
      const evidence = [
        /^\d/.test((tokens[date.first] as Token).text) ? 'digits' : 'spoken',
        ...(asked ? ['asked for'] : []),
        ...(cued ? ['announced'] : []),
        ...(turn.role === 'agent' ? ['confirmed'] : []),
      ];
      found.push({
        value,
        normalized: value,
        first: date.first,
        end,
        evidence,
        score: cued || asked ? 0.95 : 0.6,
      });
    }
  });
  return found.sort((a, b) => b.score - a.score);
}
