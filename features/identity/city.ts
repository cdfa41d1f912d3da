import { fold } from './fold.ts';
import { type Locales, perLocales, wordMap, wordSet } from './lexicon.ts';
import { writtenOut } from './street.ts';

const lexicon = perLocales((packs) => ({
  endings: [...wordMap(packs, ({ address }) => address.cityEndings)]
    .map(([written, meant]) => [written, fold(meant)] as const)
    .sort(([a], [b]) => b.length - a.length),
  cities: packs
    .flatMap(({ address }) => address.citiesWithDistricts.map(fold))
    .sort((a, b) => b.length - a.length),
  marks: wordSet(packs, ({ address }) => address.districtMarks),
}));

export interface City {
  readonly city: string;
  /** Part of the city, where one was named. */
  readonly district: string | null;
}

/** Frankfurt/M., Frankfurt a. M., Frankfurt (Main): the river or region written out. */
function withEnding(city: string, endings: readonly (readonly [string, string])[]): string {
  for (const [written, meant] of endings) {
    const before = city.length - written.length - 1;
    if (before < 3 || !city.endsWith(written) || !/[\s-]/.test(city.charAt(before))) continue;
    // Already written out, or the second half of a name: Baden-Oder is no city on the Oder.
    if (city.endsWith(meant) || city.charAt(before) === '-') return city;
    return `${city.slice(0, before)} ${meant}`;
  }
  return city;
}

/**
 * A city folded, with short forms written out (St., a. M.), and its district: that of a large city named before it
 * (Berlin-Kreuzberg, Köln (Ehrenfeld)), or what follows a mark (München OT Pasing).
 */
export function foldCity(text: string, packs: Locales): City {
  const { endings, cities, marks } = lexicon(packs);
  const folded = writtenOut(fold(text), packs);
  const words = folded.split(' ');
  const mark = words.findIndex((word, at) => at > 0 && at < words.length - 1 && marks.has(word));
  if (mark > 0) {
    return {
      city: withEnding(words.slice(0, mark).join(' '), endings),
      district: words.slice(mark + 1).join(' '),
    };
  }
  const whole = withEnding(folded, endings);
  if (whole !== folded) return { city: whole, district: null };
  // Only a sign says that what follows is a part: "Halle Westfalen" is another city.
  if (!/[-(,/–]/.test(text)) return { city: whole, district: null };
  const parted = writtenOut(
    fold(text.slice(0, 256).replace(/(?<=\p{L})\s*[-(,/–]\s*(?=\p{L})/gu, '-')),
    packs,
  );
  const city = cities.find((name) => parted.startsWith(`${name}-`));
  const district = city === undefined ? '' : parted.slice(city.length + 1);
  return city === undefined || district.length < 3 ? { city: whole, district: null } : { city, district };
}
