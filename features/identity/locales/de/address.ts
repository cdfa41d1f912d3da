import type { AddressWords } from '../../locale.ts';

/** Streets and places of Germany, Austria and Switzerland. */
export const address: AddressWords = {
  streetTypes: `strasse str=strasse straße=strasse platz pl=platz weg allee gasse ring`,
  abbreviations:
    'st=sankt skt=sankt sankt=sankt doktor=dr professor=prof bgm=bürgermeister buergerm=bürgermeister',
  numberWords: 'nr nummer hausnummer hausnr hnr',
  rangeWords: 'bis und',
  cityEndings: [
    'am main=am main',
    'a main=am main',
    'a m=am main',
    'main=am main',
    'm=am main',
    'a d oder=an der oder',
    'oder=an der oder',
    'a d saale=an der saale',
    'saale=an der saale',
    'a d donau=an der donau',
    'a d isar=an der isar',
    'a d ruhr=an der ruhr',
    'a d weinstrasse=an der weinstrasse',
    'a d ilm=an der ilm',
    'a d aisch=an der aisch',
    'a d lahn=an der lahn',
    'a rhein=am rhein',
    'a rh=am rhein',
    'rhein=am rhein',
    'a neckar=am neckar',
    'a n=am neckar',
    'neckar=am neckar',
    'i br=im breisgau',
    'i breisgau=im breisgau',
    'breisgau=im breisgau',
    'i d opf=in der oberpfalz',
    'i d oberpfalz=in der oberpfalz',
    'opf=in der oberpfalz',
    'i obb=in oberbayern',
    'o d t=ob der tauber',
    'ob d tauber=ob der tauber',
    'i westf=in westfalen',
    'westf=in westfalen',
    'a inn=am inn',
    'a lech=am lech',
    'a see=am see',
    'a harz=am harz',
    'b muenchen=bei münchen',
    'b hamburg=bei hamburg',
  ],
  // The large cities, and those of Austria and Switzerland.
  citiesWithDistricts: [
    ...`Berlin Hamburg München Köln Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Hannover Nürnberg
    Duisburg Bochum Wuppertal Bielefeld Bonn Münster Mannheim Karlsruhe Augsburg Wiesbaden Mönchengladbach Gelsenkirchen
    Aachen Braunschweig Chemnitz Kiel Halle Magdeburg Freiburg Krefeld Mainz Lübeck Erfurt Oberhausen Rostock Kassel
    Hagen Potsdam Saarbrücken Hamm Ludwigshafen Oldenburg Osnabrück Leverkusen Darmstadt Heidelberg Solingen Herne
    Regensburg Neuss Paderborn Ingolstadt Offenbach Fürth Ulm Würzburg Heilbronn Pforzheim Wolfsburg Göttingen Bottrop
    Reutlingen Koblenz Bremerhaven Erlangen Recklinghausen Remscheid Jena Trier Salzgitter Moers Siegen Hildesheim Cottbus
    Kaiserslautern Gütersloh Schwerin Witten Gera Esslingen Ludwigsburg Hanau Zwickau Tübingen Konstanz Flensburg Worms
    Frankfurt Wien Graz Linz Salzburg Innsbruck Klagenfurt Zürich Genf Basel Bern Winterthur Luzern`
      .split(/\s+/)
      .filter(Boolean),
    'Frankfurt am Main',
    'Freiburg im Breisgau',
    'Halle an der Saale',
  ],
  districtMarks: 'ot ortsteil stadtteil bezirk',
  countryPrefixes: 'd de a at ch l fl',
};
