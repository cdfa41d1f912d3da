/** Longest piece of text (in UTF-16 units) that normalisation looks at; what follows is ignored. */
const longestText = 256;

const spelledOut: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/**
 * Lower-case text in which equal spellings are equal strings: umlauts and sharp s spelled out the German way
 * (ä = ae, ß = ss), other diacritics dropped, full-width forms made plain, apostrophes removed, every other
 * character that is neither letter, digit nor hyphen turned into one space. Letters of other scripts stay.
 * Never throws; looks at the first {@link longestText} units only.
 */
export function fold(text: string): string {
  return text
    .slice(0, longestText)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüßæœøłđðþı]/g, (letter) => spelledOut[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\p{M}'’‘`´]/gu, '')
    .replace(/[\p{Pd}]/gu, '-')
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .replace(/(?:^|\s)-+|-+(?=\s|$)/g, ' ')
    .replace(/-{2,}/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestText);
}

/**
 * A folded text without the difference between an umlaut spelled out and one whose dots were lost:
 * mueller, müller and muller all become muller. Coarser than {@link fold}: bauer and baur fall together.
 */
export function withoutUmlauts(folded: string): string {
  return folded.replace(/ae|oe|ue/g, (pair) => pair.charAt(0));
}
