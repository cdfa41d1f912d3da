import { addressText, normalizeAddress } from '../identity/address.ts';
import { digitRunAt, digitsOf } from './digits.ts';
import type { Found } from './findPhones.ts';
import { type Reading, take } from './reading.ts';
import type { Token } from './transcript.ts';

/** Parts of an address as said; null where nothing was said. */
export interface SpokenAddress {
  readonly street: string | null;
  readonly houseNumber: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
}

export interface FoundAddress extends Found {
  readonly parts: SpokenAddress;
}

const none: ReadonlySet<string> = new Set();

/** Addresses and postal codes that callers say; best first. */
export function findAddresses(reading: Reading, region: string): FoundAddress[] {
  const { language, tokens, turns, transcript } = reading;
  const { contact, names } = language.pack;
  const codeCues = language.phrases(contact.postalCodeCues);
  const cues = language.phrases(contact.addressCues);
  const openings = language.phrases(contact.streetOpenings);
  const cityPrepositions = language.words(contact.cityPrepositions);
  const cityEndings = language.phrases(contact.cityEndings);
  const never = language.words(names.never);
  const found: FoundAddress[] = [];
  const codeLength = /^(?:AT|CH|DK|NO|BE|LU)$/.test(region.toUpperCase()) ? 4 : 5;
  const textOf = (from: number, to: number) =>
    to <= from ? '' : transcript.text.slice((tokens[from] as Token).start, (tokens[to - 1] as Token).end);

  turns.forEach((turn, index) => {
    if (turn.role === 'agent') return;
    const question = turns[index - 1];
    const asked =
      question?.role === 'agent' &&
      (cues.within(tokens, question.first, question.last) ||
        codeCues.within(tokens, question.first, question.last));
    const askedCode = question?.role === 'agent' && codeCues.within(tokens, question.first, question.last);
    const inside = (at: number) => at < turn.last && reading.taken[at] !== 1;
    for (let at = turn.first; at < turn.last; at++) {
      if (reading.taken[at] === 1) continue;
      const street = streetAt(at, turn.first, turn.last);
      if (street !== null) {
        const place = placeAt(street.end, turn.last, asked);
        push(
          at,
          place?.end ?? street.end,
          {
            street: street.street,
            houseNumber: street.houseNumber,
            postalCode: place?.postalCode ?? null,
            city: place?.city ?? null,
          },
          0.85,
          [place === null ? 'street' : 'street and place'],
        );
        at = (place?.end ?? street.end) - 1;
        continue;
      }
      const code = codeAt(at);
      if (code === null) continue;
      const cued = codeCues.within(tokens, Math.max(turn.first, at - 4), at);
      const city = cityAt(code.end, turn.last);
      const written = code.end === at + 1;
      if (!(cued || askedCode || (city !== null && written && turn.cased))) continue;
      const end = city?.end ?? code.end;
      push(
        at,
        end,
        { street: null, houseNumber: null, postalCode: code.code, city: city?.city ?? null },
        cued || askedCode ? 0.9 : 0.7,
        ['postal code'],
      );
      at = end - 1;
    }

    function push(first: number, end: number, parts: SpokenAddress, score: number, evidence: string[]) {
      const address = normalizeAddress(parts);
      if (address === null) return;
      take(reading, first, end);
      found.push({
        value: textOf(first, end),
        normalized: addressText(address),
        parts,
        first,
        end,
        evidence: asked ? [...evidence, 'asked for'] : evidence,
        score,
      });
    }

    function codeAt(at: number): { code: string; end: number } | null {
      const run = digitRunAt(reading, at, none);
      if (run === null || run.plus) return null;
      if (run.digits.length === codeLength) return { code: run.digits, end: run.end };
      const token = tokens[at] as Token;
      return /^\d+$/.test(token.text) && token.text.length === codeLength
        ? { code: token.text, end: at + 1 }
        : null;
    }

    function cityAt(at: number, last: number): { city: string; end: number } | null {
      let start = at;
      if (cityPrepositions.has(tokens[start]?.folded ?? '')) start++;
      const first = tokens[start];
      if (first === undefined || start >= last || first.before >= 2 || /\d/.test(first.text)) return null;
      const fits = (token: Token) =>
        (turn.cased ? /^\p{Lu}/u.test(token.text) : token.folded.length > 2) && !never.has(token.folded);
      if (!fits(first) || first.before > 1) return null;
      let end = start + 1;
      if (/^(?:bad|sankt|st|neu|gross|klein)$/.test(first.folded) && end < last && fits(tokens[end] as Token))
        end++;
      const ending = cityEndings.at(tokens, end);
      if (ending > 0 && (tokens[end] as Token).before === 0) end += ending;
      return { city: textOf(start, end), end };
    }

    function placeAt(
      at: number,
      last: number,
      open: boolean | undefined,
    ): { postalCode: string | null; city: string | null; end: number } | null {
      let start = at;
      if (start >= last) return null;
      const before = (tokens[start] as Token).before;
      const preposition = cityPrepositions.has((tokens[start] as Token).folded);
      if (preposition) start++;
      if (before >= 2 && !open) return null;
      const code = inside(start) ? codeAt(start) : null;
      const city = cityAt(code?.end ?? start, last);
      if (code === null && (city === null || !(preposition || (before === 1 && open)))) return null;
      return {
        postalCode: code?.code ?? null,
        city: city?.city ?? null,
        end: city?.end ?? (code as { end: number }).end,
      };
    }

    function streetAt(
      at: number,
      first: number,
      last: number,
    ): { street: string; houseNumber: string; end: number } | null {
      const token = tokens[at] as Token;
      const suffix = contact.streetEndings.find((ending) => token.folded.endsWith(ending));
      let end = -1;
      let sure = true;
      if (suffix !== undefined && token.folded.length > suffix.length + 1) end = at + 1;
      else {
        const next = tokens[at + 1];
        const typed = next !== undefined && next.before === 0 && contact.streetEndings.includes(next.folded);
        if (typed && (turn.cased ? /^\p{Lu}/u.test(token.text) : !never.has(token.folded))) end = at + 2;
        else {
          const opening = openings.at(tokens, at);
          if (opening === 0) return null;
          const behind = tokens[at + opening]?.folded ?? '';
          if (contact.streetEndings.some((ending) => ending !== 'hof' && behind.endsWith(ending)))
            return null;
          sure = asked === true || cues.within(tokens, Math.max(first, at - 5), at);
          if (!sure || (turn.cased && !/^\p{Lu}/u.test(token.text))) return null;
          end = at + opening;
          let words = 0;
          while (
            end < last &&
            words < 3 &&
            (tokens[end] as Token).before === 0 &&
            digitsOf(reading, end) === undefined &&
            /^\p{L}/u.test((tokens[end] as Token).text)
          ) {
            end++;
            words++;
          }
          if (words === 0) return null;
        }
      }
      if (token.folded.length > 60) return null;
      const street = textOf(at, end);
      if (/^(?:nummer|nr|hausnummer|number)$/.test(tokens[end]?.folded ?? '')) end++;
      const number = end < last && (tokens[end] as Token).before < 2 ? digitsOf(reading, end) : undefined;
      if (number === undefined || number.length > 4) return null;
      let houseNumber = number;
      const streetEnd = end + 1;
      end = streetEnd;
      const letter = tokens[end];
      if (letter !== undefined && end < last && /^[a-h]$/i.test(letter.text) && letter.before === 0) {
        houseNumber += letter.text.toLowerCase();
        end++;
      }
      return { street, houseNumber, end };
    }
  });
  return found.sort((a, b) => b.score - a.score);
}
