/**
 * An e-mail address in the one form that means the same mailbox: lower case, no `mailto:`, no blanks,
 * no sub-address (`+tag`); for Gmail no dots before the @. null when it is no address.
 */
export function normalizeEmail(text: string): string | null {
  const written = text
    .slice(0, 512)
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/^mailto:/, '')
    .replace(/^.*<([^<>]*)>$/, '$1')
    .replace(/\s+/g, '');
  const at = written.lastIndexOf('@');
  if (at <= 0 || written.length > 254) return null;
  let local = written.slice(0, at);
  let domain = written.slice(at + 1).replace(/\.+$/, '');
  if (!/^[^@\s.]+(\.[^@\s.]+)+$/.test(domain) || local.includes('@')) return null;
  const tag = local.indexOf('+');
  if (tag > 0) local = local.slice(0, tag);
  if (domain === 'googlemail.com') domain = 'gmail.com';
  if (domain === 'gmail.com') local = local.replaceAll('.', '');
  return local === '' ? null : `${local}@${domain}`;
}
