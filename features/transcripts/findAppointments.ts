import type { Found } from './findPhones.ts';
import { answerTo, type Reading, sentenceEnd, sentenceStart } from './reading.ts';
import { dayAt, type SpokenDay } from './spokenDay.ts';
import { type SpokenTime, timeAt } from './spokenTime.ts';
import type { Token } from './transcript.ts';
import type { WallClock } from './wallClock.ts';

const day = 86_400_000;
const minute = 60_000;

/** A wish for an appointment that starts between two moments; both the same: at an exact time. */
interface FoundAppointment extends Found {
  /** Wall times. */
  readonly from: number;
  readonly to: number;
  readonly precision: 'time' | 'part of day' | 'day' | 'days';
}

interface Mention {
  readonly day: SpokenDay | null;
  readonly time: SpokenTime | null;
  readonly first: number;
  readonly end: number;
  readonly turn: number;
}

const local = (wall: number): string => new Date(wall).toISOString().slice(0, 16);

/** Wished appointments, seen from the moment of the call; best first. */
export function findAppointments(reading: Reading, callAt: Date, clock: WallClock): FoundAppointment[] {
  const { language, tokens, turns } = reading;
  const words = language.pack.appointments;
  const wishes = language.phrases(words.wishes);
  const refusals = language.phrases(words.refusals);
  const questions = language.phrases(words.questions);
  const notWished = language.words(words.notWished);
  const past = language.words(words.past);
  const corrections = language.words(language.pack.talk.corrections);
  const greetings = language.phrases(language.pack.talk.greetings);
  const today = Math.floor(clock.wall(callAt.getTime()) / day) * day;
  const found: FoundAppointment[] = [];
  let lastDay: SpokenDay | null = null;

  turns.forEach((turn, index) => {
    const mentions = mentionsIn(index);
    const answer = turn.role === 'agent' ? answerTo(reading, index) : 'open';
    const previous = turns[index - 1];
    const asked = previous?.role === 'agent' && questions.within(tokens, previous.first, previous.last);
    for (const mention of mentions) {
      const known: SpokenDay | null = mention.day ?? lastDay;
      if (mention.day !== null) lastDay = mention.day;
      if (known === null || (turn.role === 'agent' && answer !== 'yes')) continue;
      const from = sentenceStart(reading, mention.first);
      const to = Math.min(sentenceEnd(reading, mention.end - 1), turn.last);
      const before = tokens[mention.first - 1];
      if (before !== undefined && before.turn === index) {
        if (past.has(before.folded)) continue;
        if (notWished.has(before.folded) && mention.time?.kind !== 'time') continue;
        if (before.folded === 'am' && notWished.has(tokens[mention.first - 2]?.folded ?? '')) continue;
      }
      const near = [Math.max(from, mention.first - 14), Math.min(to, mention.end + 10)] as const;
      if (refusals.within(tokens, ...near)) continue;
      const wished =
        wishes.within(tokens, ...near) || wishes.within(tokens, Math.max(turn.first, from - 12), from);
      if (!wished && !asked && turn.role !== 'agent') continue;
      const corrected =
        found.length > 0 &&
        tokens
          .slice(Math.max(turn.first, mention.first - 6), mention.first)
          .some(({ folded }) => corrections.has(folded) || folded === 'lieber' || folded === 'auf');
      const time = mention.time ?? known.time;
      const single = known.to - known.from <= day;
      const window =
        time === null || !single
          ? ([known.from, known.to] as const)
          : ([known.from + time.from * minute, known.from + time.to * minute] as const);
      const precision = !single ? 'days' : time === null ? 'day' : time.kind;
      const evidence = [
        known.kind,
        ...(time === null ? [] : [time.kind]),
        ...(asked ? ['asked for'] : []),
        ...(turn.role === 'agent' ? ['confirmed'] : []),
        ...(corrected ? ['correction'] : []),
      ];
      const score =
        0.55 +
        (time !== null ? 0.15 : 0) +
        (asked || turn.role === 'agent' ? 0.1 : 0) +
        (wished ? 0.1 : 0) +
        (corrected ? 0.1 : 0);
      found.push({
        value: reading.transcript.text.slice(
          (tokens[mention.first] as Token).start,
          (tokens[mention.end - 1] as Token).end,
        ),
        normalized: `${local(window[0])}/${local(window[1])}`,
        from: window[0],
        to: window[1],
        precision,
        first: mention.first,
        end: mention.end,
        evidence,
        score,
      });
    }
  });
  return found.sort((a, b) => b.score - a.score || b.first - a.first);

  /** Days with the times that belong to them, and times alone. */
  function mentionsIn(index: number): Mention[] {
    const turn = turns[index] as (typeof turns)[number];
    const mentions: Mention[] = [];
    for (let at = turn.first; at < turn.last; at++) {
      if (reading.taken[at] === 1) continue;
      const greeting = greetings.at(tokens, at);
      if (greeting > 1) {
        at += greeting - 1;
        continue;
      }
      const said = dayAt(reading, at, today);
      const last = mentions.at(-1);
      const close = last !== undefined && at - last.end <= 5 && sentenceEnd(reading, last.end - 1) > at;
      if (said !== null) {
        if (close && last.day === null && last.time !== null)
          mentions[mentions.length - 1] = { ...last, day: said, end: said.end };
        else if (
          close &&
          last.day !== null &&
          at - last.end <= 3 &&
          (last.day.kind === 'week' || said.kind === 'week')
        ) {
          // "kommende Woche am Dienstagvormittag"
          const [week, inWeek] = last.day.kind === 'week' ? [last.day, said] : [said, last.day];
          const weekday = (new Date(inWeek.from).getUTCDay() + 6) % 7;
          const monday = week.to - 7 * day;
          const merged = { ...inWeek, from: monday + weekday * day, to: monday + (weekday + 1) * day };
          mentions[mentions.length - 1] = { ...last, day: merged, end: said.end };
        } else mentions.push({ day: said, time: null, first: at, end: said.end, turn: index });
        at = said.end - 1;
        continue;
      }
      const time = timeAt(reading, at);
      if (time === null) continue;
      if (
        close &&
        last.day !== null &&
        (last.time === null || (last.time.kind === 'part of day' && time.kind === 'time'))
      )
        mentions[mentions.length - 1] = { ...last, time, end: time.end };
      else if (close && last.time !== null && time.kind === 'part of day')
        mentions[mentions.length - 1] = { ...last, end: time.end };
      else mentions.push({ day: null, time, first: at, end: time.end, turn: index });
      at = time.end - 1;
    }
    return mentions;
  }
}

/** What an appointment is wished for: "Termin zur Zahnreinigung"; null when nothing was said. */
export function findService(reading: Reading): { value: string; first: number; end: number } | null {
  const { language, tokens, turns } = reading;
  const { appointments, names } = language.pack;
  const appointment = language.phrases(appointments.appointment);
  const leads = language.words(appointments.serviceLeads);
  const articles = language.words(appointments.serviceArticles);
  const relations = language.words(names.relations);
  const times = language.words(
    `${appointments.next} ${appointments.this} ${appointments.day} ${appointments.week}`,
  );
  for (const turn of turns) {
    if (turn.role === 'agent') continue;
    for (let at = turn.first; at < turn.last; at++) {
      const length = appointment.at(tokens, at);
      if (length === 0) continue;
      for (let lead = at + length; lead < Math.min(turn.last, at + length + 5); lead++) {
        if ((tokens[lead] as Token).before >= 2) break;
        if (!leads.has((tokens[lead] as Token).folded)) continue;
        let first = lead + 1;
        while (first < turn.last && articles.has((tokens[first] as Token).folded)) first++;
        const noun = tokens[first];
        if (noun === undefined || first >= turn.last || noun.before >= 2 || /^\d/.test(noun.text)) break;
        if (relations.has(noun.folded) || times.has(noun.folded) || language.months.has(noun.folded)) break;
        if (language.numbersOf(appointments.weekdays).has(noun.folded)) break;
        if (turn.cased && language.pack.language === 'de' && !/^\p{Lu}/u.test(noun.text)) break;
        return { value: noun.text, first, end: first + 1 };
      }
    }
  }
  return null;
}
