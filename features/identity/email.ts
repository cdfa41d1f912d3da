import { domainToASCII, domainToUnicode } from 'node:url';
import { defaultLocales } from './defaultLocales.ts';
import { dictatedEmail } from './dictatedEmail.ts';
import type { Locales } from './lexicon.ts';
import { aliasDomains, dotlessDomains, mistypedDomains } from './mailDomains.ts';

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** The mailbox of a written address; null when the text is no address. */
function mailbox(written: string): string | null {
  const at = written.lastIndexOf('@');
  if (at <= 0 || written.length > 254) return null;
  let local = written.slice(0, at).replace(/[äöüß]/g, (letter) => umlauts[letter] as string);
  let domain = written.slice(at + 1).replace(/\.+$/, '');
  domain = mistypedDomains.get(domain) ?? domain;
  if (!/^[^@\s.]+(\.[^@\s.]+)+$/.test(domain) || local.includes('@') || /\p{C}/u.test(written)) return null;
  if (domain.includes('xn--') && domainToASCII(domain) !== '') domain = domainToUnicode(domain);
  const tag = local.indexOf('+');
  if (tag > 0) local = local.slice(0, tag);
  domain = aliasDomains.get(domain) ?? domain;
  if (dotlessDomains.has(domain)) local = local.replaceAll('.', '');
  return local === '' ? null : `${local}@${domain}`;
}

/**
 * An e-mail address in the one form that means the same mailbox: lower case, no `mailto:`, no blanks, no sub-address
 * (`+tag`), umlauts before the @ spelled out, frequent slips in the domains of large providers mended, aliases of a
 * provider made one (googlemail = gmail); for Gmail no dots before the @. Also read as dictated ("anna Punkt Meier ät
 * web Punkt de"). null when it is no address.
 */
export function normalizeEmail(text: string, packs: Locales = defaultLocales): string | null {
  const written = text
    .slice(0, 512)
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/^mailto:/, '')
    .replace(/^.*<([^<>]*)>$/, '$1');
  // Signs that were said stand between blanks; an address written with blanks has none of them.
  const compact = mailbox(written.replace(/\s+/g, ''));
  if (compact !== null && !/\s/.test(written)) return compact;
  const dictated = /\s/.test(written) ? dictatedEmail(text, packs) : null;
  return (dictated === null ? null : mailbox(dictated)) ?? compact;
}
