import type { SpellingWords } from '../../locale.ts';

/** German spelling on the telephone. */
export const spelling: SpellingWords = {
  alphabets: [
    // DIN 5009 of 1983 and 1996, with what preceded it and what people say in its place.
    `Anton Ärger=ae Ärgernis=ae Berta Bertha Cäsar Caesar Charlotte=ch Dora Emil Friedrich Gustav Heinrich Ida Julius
     Kaufmann Konrad Ludwig Martha Marta Nordpol Otto Ökonom=oe Österreich=oe Paula Quelle Richard Samuel Siegfried
     Schule=sch Eszett=ss Theodor Ulrich Übermut=ue Übel=ue Überfluss=ue Viktor Victor Wilhelm Xanthippe Ypsilon
     Zacharias Zeppelin`,
    // The table of the Weimar republic: Jewish names that were struck out in 1934.
    'Albert Bernhard David Jacob Jakob Karl Nathan Sami Zürich Citrone Isidor Katharina Marie Rosa',
    // DIN 5009 of 2022.
    `Aachen Berlin Cottbus Chemnitz=ch Düsseldorf Essen Frankfurt Goslar Hamburg Ingelheim Jena Köln Leipzig München
     Nürnberg Offenbach Potsdam Quickborn Rostock Salzwedel Tübingen Unna Völklingen Wuppertal Xanten Zwickau`,
    // Austria (ÖNORM A 1081) and Switzerland, where they differ.
    `Norbert Konrad Salzburg Daniel Rosa Xaver Zürich Anna Yverdon Quasi Niklaus Peter Marie Kaiser Jakob
     Basel Genf Leopold`,
    // NATO, as it is said in German, too.
    `Alfa Alpha Bravo Charlie Delta Echo Foxtrott Foxtrot Golf Hotel India Juliett Juliet Kilo Lima Mike November
     Oscar Oskar Papa Quebec Romeo Sierra Tango Uniform Whiskey Whisky X-Ray Xray Yankee Zulu`,
  ],
  alsoNames: `anton berta bertha caesar charlotte dora emil friedrich gustav heinrich ida julius kaufmann konrad ludwig
     martha marta otto paula richard samuel siegfried theodor ulrich viktor victor wilhelm zacharias albert bernhard
     david jacob jakob karl nathan sami isidor katharina marie rosa norbert daniel xaver anna niklaus peter kaiser
     leopold oscar oskar romeo mike juliett juliet charlie india`,
  connectors: ['wie', 'wie in', 'fuer', 'wie bei'],
  letterNames: `ah=a be=b bee=b ce=c zeh=c zee=c tse=c de=d deh=d eh=e ef=f eff=f ge=g geh=g ha=h hah=h ih=i jot=j
     jott=j ka=k kah=k el=l ell=l em=m emm=m en=n enn=n oh=o pe=p peh=p ku=q kuh=q er=r err=r es=s ess=s te=t tee=t
     uh=u vau=v fau=v we=w weh=w ix=x ypsilon=y üpsilon=y zett=z zet=z tsett=z`,
  phrases: [
    'scharfes s=ss',
    'scharfem s=ss',
    'scharf s=ss',
    'scharfes es=ss',
    'eszett=ss',
    'es zett=ss',
    'sz=ss',
    'doppel s=ss',
    'buckel s=ss',
    'a umlaut=ae',
    'o umlaut=oe',
    'u umlaut=ue',
    'umlaut a=ae',
    'umlaut o=oe',
    'umlaut u=ue',
    'umlaut aachen=ae',
    'umlaut offenbach=oe',
    'umlaut unna=ue',
    'a mit punkten=ae',
    'o mit punkten=oe',
    'u mit punkten=ue',
    'bindestrich=-',
    'minus=-',
    'trennstrich=-',
  ],
  betweenLetters: 'und dann danach noch nochmal',
  doublers: ['doppel', 'doppelt', 'doppeltes', 'zweimal', 'zwei mal', 'zwei'],
  announcements: [
    'ich buchstabiere',
    'buchstabiere',
    'buchstabiert',
    'das buchstabiert sich',
    'man buchstabiert',
    'geschrieben',
    'das schreibt sich',
    'schreibt sich',
    'das schreibt man',
    'man schreibt',
    'also',
  ],
  withWords: 'mit',
  withoutWords: 'ohne',
  hintFillers: 'am ende hinten vorne anfang in der mitte einem einer ein und nur',
  interchangeable: [
    'ei ai ey ay',
    'eu oi äu oy',
    'dt tt th t d',
    'ph f v ff',
    'ck kk k ch c q',
    'sch sh',
    'ss s z',
    'tz zz z ts c',
    'ie ih y i',
    'ä e ae',
    'ö oe o',
    'ü ue u y',
    'll l',
    'mm m',
    'nn n',
    'rr r',
    'pp p b bb',
    'gg g k',
    'chs x ks',
    'w v',
    'ah aa a',
    'oh oo o',
    'uh u',
    'eh ee e',
  ],
};
