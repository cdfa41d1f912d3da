import { fold } from './fold.ts';
import { type Locales, perLocales } from './lexicon.ts';
import { bareProviders } from './mailDomains.ts';
import { numberWords, readNumber } from './numberWords.ts';
import { Phrases, phrasesMeaning } from './phrases.ts';
import { spelledRunAt } from './spelledRun.ts';
import { spellingLexicon } from './spellingLexicon.ts';

const lexicon = perLocales((packs) => ({
  signs: new Phrases(
    packs.flatMap(({ email }) => [
      ...email.spokenDomains.map((entry): [string, string] => {
        const [said, meant] = entry.split('=') as [string, string];
        return [fold(said), meant];
      }),
      ...phrasesMeaning(email.at.map(fold), '@'),
      ...phrasesMeaning(email.dot.map(fold), '.'),
      ...phrasesMeaning(email.hyphen.map(fold), '-'),
      ...phrasesMeaning(email.underscore.map(fold), '_'),
      ...phrasesMeaning(email.plus.map(fold), '+'),
      ...phrasesMeaning(email.fillers.map(fold), ''),
    ]),
  ),
}));

/** Words of the dictation: written signs between them become words that mean themselves. */
function dictatedWords(text: string): string[] {
  return text
    .slice(0, 512)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\be[- ]mail/g, 'email')
    .split(/([@._+]|\s+|,)/)
    .flatMap((piece) => (/^[@._+]$/.test(piece) ? [piece] : fold(piece).split(' ')))
    .filter(Boolean);
}

/**
 * The address that was dictated: "anna Punkt Meier ät web Punkt de", "a wie Anton Minus zwölf Klammeraffe gmx". null
 * when it has no @, or no domain after it. Umlauts are spelled out, number words become digits, spelled letters are
 * put together.
 */
export function dictatedEmail(text: string, packs: Locales): string | null {
  const { signs } = lexicon(packs);
  const spelling = spellingLexicon(packs);
  const { cardinals, years } = numberWords(packs);
  const words = dictatedWords(text);
  let address = '';
  for (let at = 0; at < words.length; ) {
    const word = words[at] as string;
    const sign = signs.at(words, at);
    const number = readNumber(words, at, years, 5) ?? readNumber(words, at, cardinals, 3);
    const spelled = spelledRunAt(words, at, spelling, ({ how }) => how === 'example' || how === 'phrase');
    if (sign !== undefined) {
      address += sign.meaning;
      at += sign.length;
    } else if (spelled !== undefined) {
      address += spelled.text;
      at = spelled.end;
    } else if (number !== undefined) {
      address += String(number.value);
      at += number.length;
    } else {
      address += word;
      at++;
    }
  }
  // "Beate at web": the sign that is followed by a domain is the last one.
  const last = address.lastIndexOf('@');
  if (last <= 0) return null;
  const local = address
    .slice(0, last)
    .replaceAll('@', 'at')
    .replace(/^[.\-_]+|[.\-_]+$/g, '');
  const domain = address.slice(last + 1).replace(/^[.\-_]+|[.\-_]+$/g, '');
  return `${local}@${bareProviders.get(domain) ?? domain}`;
}
