/** Domains under which one mailbox answers, by the one that stands for them. */
export const aliasDomains: ReadonlyMap<string, string> = new Map([
  ['googlemail.com', 'gmail.com'],
  ['me.com', 'icloud.com'],
  ['mac.com', 'icloud.com'],
  ['pm.me', 'proton.me'],
  ['protonmail.com', 'proton.me'],
  ['protonmail.ch', 'proton.me'],
  ['ya.ru', 'yandex.ru'],
  ['yandex.com', 'yandex.ru'],
]);

/** Domains whose mailboxes are found with and without dots before the @. */
export const dotlessDomains: ReadonlySet<string> = new Set(['gmail.com']);

const providers: Readonly<Record<string, string>> = {
  'gmail.com': `gmial.com gmai.com gmail.co gmail.cm gmail.con gmail.om gamil.com gnail.com gmil.com gmal.com gmaill.com
    gmail.vom gmaik.com gmailcom gmail.comm gmail.de.com ggmail.com`,
  'googlemail.com':
    'googelmail.com goglemail.com googlemail.de googlemai.com googlemial.com gogglemail.com googlmail.com',
  'gmx.de': 'gmx.d gmx.dee gmx.ed gxm.de gmxde gmxx.de gnx.de gmx.dr gmx.fe',
  'gmx.net': 'gmx.nett gmx.ne gmx.met gxm.net gmxnet gmx.ent',
  'web.de': 'web.d web.dee webde wb.de wbe.de web.ed weeb.de wep.de web.dr web.fe webb.de',
  't-online.de': `t-onlin.de tonline.de t-online.d t-onlinde t-onine.de t-onlne.de t-onliine.de t-onlien.de t-inline.de
    t-online.dee t-onlinede t-oline.de t_online.de`,
  'freenet.de': 'freenett.de frenet.de freent.de freeent.de freenet.d freenetde',
  'yahoo.de': 'yaho.de yahooo.de jahoo.de yhaoo.de yahho.de yahoo.d yahode',
  'yahoo.com': 'yaho.com yahooo.com yhaoo.com yahoo.con yahoo.cm yahoo.co',
  'hotmail.com':
    'hotmial.com hotmai.com hotmal.com hotmail.con hotmil.com hotmail.co homail.com hotmaill.com',
  'hotmail.de': 'hotmial.de hotmai.de hotmal.de hotmaill.de',
  'outlook.de': 'outlok.de outllok.de outloook.de outlook.d otlook.de',
  'outlook.com': 'outlok.com outllok.com outlook.con outlook.co otlook.com',
  'icloud.com': 'iclod.com iclud.com icloud.con icloud.co icoud.com iclould.com',
  'posteo.de': 'postoe.de poste.de posteo.d',
  'arcor.de': 'acor.de arcor.d arkor.de',
  'aol.com': 'aol.con aol.co aoll.com',
};

/** Frequent slips in the domains of large providers, with the domain that was meant. */
export const mistypedDomains: ReadonlyMap<string, string> = new Map(
  Object.entries(providers).flatMap(([domain, slips]) =>
    slips
      .split(/\s+/)
      .filter(Boolean)
      .map((slip) => [slip, domain] as const),
  ),
);

/** Providers named without their ending ("anna at gmail"), with the ending most of their German customers have. */
export const bareProviders: ReadonlyMap<string, string> = new Map([
  ['gmail', 'gmail.com'],
  ['googlemail', 'googlemail.com'],
  ['gmx', 'gmx.de'],
  ['web', 'web.de'],
  ['t-online', 't-online.de'],
  ['freenet', 'freenet.de'],
  ['icloud', 'icloud.com'],
]);
