import type { IdentityClaims } from '../../features/identity/claims.ts';
import { givenNames } from '../../simulator/names/givenNames.ts';
import { misheardOnce } from '../../simulator/names/mishearing.ts';
import { surnames } from '../../simulator/names/surnames.ts';
import { between, chance, pick, pickByRank } from '../../simulator/random/distributions.ts';
import { stream, type Uniform } from '../../simulator/random/stream.ts';
import { newEmail } from '../../simulator/world/email.ts';
import { newLandline, newMobile } from '../../simulator/world/phone.ts';

const list = (words: string) => words.trim().split(/\s+/);

const beginnings =
  list(`Acker Alten Arn Asch Bach Bären Berg Bern Birk Blumen Boden Brand Breiten Brück Buchen Burg
  Dahl Dorn Eben Eck Eich Eisen Ell Engel Erl Esch Falken Feld Fels Finken Flei Forst Frei Fried Garten Geis Gold Grab
  Grün Haber Hage Halb Hart Hasel Heid Heim Hell Hohen Holl Holz Hopf Horn Hütt Immen Jung Kalt Kamp Kapp Kirch Kling
  Kneb Kohl Korn Krähen Kreuz Kron Kuhn Land Lauter Lehm Leit Lind Loh Luch Mai Mann Mar Mell Mitter Moos Mühl Nell
  Neu Nieder Nord Ober Oels Ost Pfeil Plack Quell Raben Rad Rau Reh Reich Ried Rohr Rosen Rück Sand Schall Schell
  Schild Schlag Schön Schwarz See Sieben Sonn Spiel Stein Stern Stock Strau Sturm Süd Tannen Teich Thal Trau Unter
  Vogel Wald Wall Warm Wasser Weiden Weiß Wend Wies Wild Wind Wolf Zell Ziegel`);
const middles = list(
  'al an ar ber bin den el en er in ing ken lein len lin mer nen ner rin schen sen ter zen',
);
const endings =
  list(`ack ader ake auer bach baum beck berg berger bichler born brecht brink bruck burger dorf dörfer
  eder egger er feld felder garten haber hagen hammer hauer haus häuser heim hof hofer hoff holz horst huber ich ing
  inger ke kamp knecht korn lage land ler lich ling loh mann mayr meier meister mer moser mühl müller ner nick nitz
  rath reiter rich richter rieder ring sack sberger scheid schmidt schneider stedt stein steiner storfer thaler vogt
  wald wanger weber weiler wig winkler zauner`);
const streetNames =
  list(`Haupt Schul Garten Bahnhof Dorf Berg Birken Linden Kirch Wald Ring Bach Eichen Rosen Mühlen
  Goethe Schiller Mozart Beethoven Bismarck Friedrich Wilhelm Markt Post Feld Wiesen Tannen Ahorn Buchen Kastanien`);
const streetKinds = list('straße straße straße straße weg weg gasse allee ring platz damm ufer');
const placeEndings = list('stadt dorf heim hausen berg burg feld bach au ingen ow itz rode walde kirchen');

/** Postal codes of the invented country, each with its town. */
const places = (() => {
  const random = stream(5, 'places');
  return Array.from({ length: 8000 }, (_, number) => ({
    postalCode: String(1001 + number * 12).padStart(5, '0'),
    city: `${pick(random, beginnings)}${pick(random, placeEndings)}`,
    areaCode: String(between(random, 201, 9999)),
  }));
})();

/** Half of all surnames are from the list of common ones, the others from some hundred thousand composed ones. */
function newSurname(random: Uniform): string {
  if (chance(random, 0.06))
    return pickByRank(random, surnames[pick(random, ['turkish', 'slavic', 'italian'] as const)], 12);
  if (chance(random, 0.5)) return pickByRank(random, surnames.german, 14);
  const middle = chance(random, 0.4) ? pick(random, middles) : '';
  return `${pickByRank(random, beginnings, 40)}${middle}${pickByRank(random, endings, 30)}`;
}

/** A person of the invented country; common names are common, one household in six shares phone, name and address. */
function newPerson(random: Uniform, relative: IdentityClaims | undefined): IdentityClaims {
  const birthYear = between(random, 1935, 2006);
  const sex = chance(random, 0.5) ? 'female' : 'male';
  const origin = chance(random, 0.93)
    ? 'german'
    : pick(random, ['turkish', 'slavic', 'italian', 'arabic'] as const);
  const givenName = pickByRank(random, givenNames(origin, sex, birthYear), 8);
  const place = pickByRank(random, places, 800);
  const household = relative !== undefined && chance(random, 0.16);
  const familyName = household ? relative.familyName! : newSurname(random);
  const phone = chance(random, 0.6) ? newMobile(random) : newLandline(random, place.areaCode);
  const street = chance(random, 0.5)
    ? `${pickByRank(random, streetNames, 6)}${pick(random, streetKinds)}`
    : `${pick(random, beginnings)}${pick(random, middles)}${pick(random, streetKinds)}`;
  const day = `${String(between(random, 1, 12)).padStart(2, '0')}-${String(between(random, 1, 28)).padStart(2, '0')}`;
  return {
    givenName,
    familyName,
    phone: household && chance(random, 0.6) ? relative.phone : phone,
    email: chance(random, 0.6) ? newEmail(random, givenName, familyName, birthYear) : null,
    dateOfBirth: chance(random, 0.7) ? `${birthYear}-${day}` : null,
    ...(household
      ? {
          street: relative.street,
          houseNumber: relative.houseNumber,
          postalCode: relative.postalCode,
          city: relative.city,
        }
      : {
          street,
          houseNumber: String(between(random, 1, 120)),
          postalCode: place.postalCode,
          city: place.city,
        }),
  };
}

/** People one after the other; the same number and seed give the same people. */
export function* people(count: number, seed: number): Generator<IdentityClaims> {
  const random = stream(seed, 'people');
  let last: IdentityClaims | undefined;
  for (let number = 0; number < count; number++) {
    last = newPerson(random, last);
    yield last;
  }
}

const heard = (random: Uniform, word: string, wrong: number) =>
  chance(random, wrong) ? misheardOnce(random, word).word : word;

/** What somebody leaves on the telephone: mostly a number or a name, more of it now and then, a fifth of it misheard. */
export function leftOnTheTelephone(random: Uniform, person: IdentityClaims): IdentityClaims {
  const withheld = chance(random, 0.4);
  const named = withheld ? chance(random, 0.95) : chance(random, 0.6);
  return {
    phone: withheld ? null : chance(random, 0.85) ? person.phone : newMobile(random),
    givenName: named && chance(random, 0.75) ? heard(random, person.givenName!, 0.15) : null,
    familyName: named ? heard(random, person.familyName!, 0.25) : null,
    dateOfBirth: chance(random, 0.2) ? person.dateOfBirth : null,
    email: chance(random, 0.08) ? person.email : null,
    ...(chance(random, 0.15)
      ? {
          street: person.street,
          houseNumber: person.houseNumber,
          postalCode: person.postalCode,
          city: person.city,
        }
      : {}),
  };
}

/** A second record of a person, as another source wrote it: fields missing, misheard, moved or changed. */
export function recordedAgain(random: Uniform, person: IdentityClaims): IdentityClaims {
  const kept = <Value>(value: Value, share: number) => (chance(random, share) ? value : null);
  const moved = chance(random, 0.08);
  const place = pick(random, places);
  return {
    givenName: heard(random, person.givenName!, 0.1),
    familyName: heard(random, person.familyName!, 0.15),
    phone: chance(random, 0.7) ? person.phone : newMobile(random),
    email: kept(person.email, 0.8),
    dateOfBirth: kept(person.dateOfBirth, 0.85),
    street: moved ? `${pick(random, beginnings)}weg` : heard(random, person.street!, 0.05),
    houseNumber: moved ? '7' : person.houseNumber,
    postalCode: moved ? place.postalCode : person.postalCode,
    city: moved ? place.city : person.city,
  };
}
