import { normalizeEmail } from '../identity/email.ts';
import { fold } from '../identity/fold.ts';
import { digitsOf } from './digits.ts';
import type { Found } from './findPhones.ts';
import { answerTo, type Reading, take } from './reading.ts';
import type { Token } from './transcript.ts';

const localPart = /[\p{L}\d._%+-]{1,64}$/u;
const domainPart = /^[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,5}/u;

/** Spelling of umlauts in addresses: most mail boxes know no others. */
const ascii = (text: string) => fold(text).replaceAll(' ', '');

/** E-mail addresses, written or dictated, of callers, or read out by the call centre and confirmed; best first. */
export function findEmails(reading: Reading): Found[] {
  return [...writtenEmails(reading), ...dictatedEmails(reading)].sort((a, b) => b.score - a.score);
}

function heeded(reading: Reading, turn: number): boolean {
  return reading.turns[turn]?.role !== 'agent' || answerTo(reading, turn) === 'yes';
}

function writtenEmails(reading: Reading): Found[] {
  const { text } = reading.transcript;
  const { tokens } = reading;
  const found: Found[] = [];
  let token = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const local = localPart.exec(text.slice(Math.max(0, at - 64), at));
    const domain = domainPart.exec(text.slice(at + 1, at + 256));
    if (local === null || domain === null) continue;
    const start = at - local[0].length;
    const value = `${local[0]}@${domain[0].replace(/-+$/, '')}`;
    while (token < tokens.length && (tokens[token] as Token).start < start) token++;
    let end = token;
    while (end < tokens.length && (tokens[end] as Token).end <= start + value.length) end++;
    const normalized = normalizeEmail(value);
    const first = tokens[token];
    if (normalized === null || first === undefined || end === token) continue;
    take(reading, token, end);
    if (!heeded(reading, first.turn)) continue;
    found.push({ value, normalized, first: token, end, evidence: ['written'], score: 0.95 });
  }
  return found;
}

function dictatedEmails(reading: Reading): Found[] {
  const { language, tokens, turns, transcript } = reading;
  const { contact, identity } = language.pack;
  const at = language.phrases(identity.email.at);
  const signs = [
    [language.phrases(identity.email.dot), '.'],
    [language.phrases(identity.email.hyphen), '-'],
    [language.phrases(identity.email.underscore), '_'],
    [language.phrases(identity.email.plus), '+'],
  ] as const;
  const stops = language.words(contact.emailStops);
  const never = language.words(language.pack.names.never);
  const topLevels = language.words(contact.topLevels);
  const signAt = (position: number): readonly [string, number] | null => {
    for (const [phrases, sign] of signs) {
      const length = phrases.at(tokens, position);
      if (length > 0) return [sign, length];
    }
    return null;
  };
  /** The sign that stands between two tokens in writing: petra.hoffmann. */
  const joint = (position: number): string => {
    const before = tokens[position - 1];
    const token = tokens[position];
    if (before === undefined || token === undefined || before.turn !== token.turn) return '';
    const gap = transcript.text.slice(before.end, token.start);
    return /^[._+-]$/.test(gap) ? gap : '';
  };
  const piece = (position: number): string => {
    const token = tokens[position] as Token;
    const digits = digitsOf(reading, position);
    return (
      digits ??
      (token.text.includes('-') && /^\p{L}(-\p{L})+$/u.test(token.text)
        ? token.text.replaceAll('-', '').toLowerCase()
        : ascii(token.text))
    );
  };
  const found: Found[] = [];
  turns.forEach((turn, index) => {
    for (let sign = turn.first + 1; sign < turn.last; sign++) {
      const length = at.at(tokens, sign);
      if (length === 0 || reading.taken[sign] === 1) continue;
      const domain = domainAt(sign + length, turn.last);
      if (domain === null) continue;
      const local = localBefore(sign, turn.first);
      if (local === null) continue;
      const value = `${local.text}@${domain.text}`;
      const normalized = normalizeEmail(value);
      if (normalized === null) continue;
      take(reading, local.first, domain.end);
      if (heeded(reading, index))
        found.push({
          value,
          normalized,
          first: local.first,
          end: domain.end,
          evidence: ['dictated'],
          score: local.sure ? 0.8 : 0.65,
        });
      sign = domain.end - 1;
    }
  });
  return found;

  function domainAt(start: number, last: number): { text: string; end: number } | null {
    let text = '';
    let position = start;
    let complete = 0;
    let completeText = '';
    while (position < last && position < start + 14) {
      const token = tokens[position] as Token;
      if (position > start && token.before >= 2 && joint(position) === '') break;
      const sign = signAt(position);
      if (sign !== null && text !== '') {
        if (/[.-]$/.test(text)) break;
        text += sign[0];
        position += sign[1];
        continue;
      }
      const glue = joint(position);
      if (glue !== '' && position > start) text += glue;
      const whole = /^\p{L}{2}$/u.test(token.text) ? token.folded : piece(position);
      if (text.endsWith('.')) {
        const letters = /^\p{L}$/u.test(token.text) && /^\p{L}$/u.test(tokens[position + 1]?.text ?? '');
        const level = letters ? token.folded + (tokens[position + 1] as Token).folded : whole;
        text += level;
        position += letters ? 2 : 1;
        if (topLevels.has(level)) {
          complete = position;
          completeText = text;
          if (signAt(position)?.[0] !== '.' && joint(position) !== '.') break;
        }
        continue;
      }
      if (text !== '' && !/[.-]$/.test(text) && (stops.has(token.folded) || token.before > 0)) break;
      text += whole;
      position++;
    }
    return complete === 0 ? null : { text: completeText, end: complete };
  }

  function localBefore(sign: number, first: number): { text: string; first: number; sure: boolean } | null {
    let text = '';
    let position = sign - 1;
    let start = sign;
    let sure = true;
    let expectWord = true;
    while (position >= first && sign - position < 24) {
      const token = tokens[position] as Token;
      if (/^(?:zusammengeschrieben|zusammen|kleingeschrieben)$/.test(token.folded) && text === '') {
        position--;
        continue;
      }
      if (position < sign - 1 && (tokens[position + 1] as Token).before > 0 && joint(position + 1) === '')
        break;
      const said = position < sign ? signAt(position) : null;
      if (said !== null && !expectWord) {
        text = said[0] + text;
        expectWord = true;
        start = position;
        position--;
        continue;
      }
      if (
        stops.has(token.folded) ||
        (token.text.length > 1 &&
          never.has(token.folded) &&
          digitsOf(reading, position) === undefined &&
          !expectWord)
      )
        break;
      if (token.folded.length > 40) break;
      const glue = position + 1 < sign ? joint(position + 1) : '';
      if (!expectWord && glue === '') {
        const single = token.text.length === 1 || digitsOf(reading, position) !== undefined;
        const next = (tokens[position + 1] as Token).text;
        if (!single && !/^\d+$/.test(next) && digitsOf(reading, position + 1) === undefined) sure = false;
      }
      text = piece(position) + glue + text;
      start = position;
      expectWord = false;
      position--;
    }
    if (expectWord) {
      // "punkt" alone at the start is no part of the address.
      const cut = text.replace(/^[._+-]+/, '');
      if (cut === '') return null;
      text = cut;
    }
    return text === '' ? null : { text, first: start, sure };
  }
}
