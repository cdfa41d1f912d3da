import { Problem } from '../../base/problem.ts';
import type { ColumnMap } from './columnMap.ts';
import type { ImportEntity } from './entity.ts';
import type { Column } from './source.ts';

const times = {
  occurredAt: [
    'occurred at',
    'date',
    'datum',
    'datetime',
    'timestamp',
    'zeit',
    'zeitpunkt',
    'uhrzeit',
    'created at',
    'created',
    'erstellt am',
    'angelegt am',
  ],
  recordedAt: ['recorded at', 'erfasst am', 'known at'],
} as const;

const claims = {
  name: ['full name', 'vollstaendiger name', 'caller name', 'anrufer'],
  givenName: ['first name', 'forename', 'vorname', 'rufname', 'fname'],
  familyName: ['last name', 'surname', 'nachname', 'familienname', 'zuname', 'lname'],
  phone: [
    'phone number',
    'telephone',
    'telefon',
    'telefonnummer',
    'tel',
    'mobile',
    'mobil',
    'handy',
    'handynummer',
    'rufnummer',
    'mobilnummer',
    'caller number',
    'anrufernummer',
  ],
  email: ['e mail', 'mail', 'email address', 'e mail adresse', 'mailadresse', 'emailadresse'],
  dateOfBirth: ['birth date', 'birthday', 'dob', 'geburtsdatum', 'geburtstag', 'geb datum', 'geboren am'],
  street: ['strasse', 'str', 'street name', 'address', 'adresse', 'anschrift'],
  houseNumber: ['house no', 'hausnummer', 'hausnr', 'hnr', 'street number'],
  postalCode: ['zip', 'zip code', 'postcode', 'plz', 'postleitzahl'],
  city: ['ort', 'stadt', 'wohnort', 'town', 'suburb'],
} as const;

const customer = [
  'customer id',
  'customer',
  'customer number',
  'customer no',
  'kundennummer',
  'kunden nr',
  'kundennr',
  'kunden id',
  'kunde',
  'client id',
];
const lead = ['lead id', 'lead', 'lead number', 'leadnummer', 'prospect id'];
const call = ['call id', 'call', 'anruf', 'anruf id', 'anrufnummer', 'gespraech', 'gespraechs id'];
const amount = ['value', 'wert', 'betrag', 'umsatz', 'revenue', 'price', 'preis', 'total'];
const service = ['leistung', 'anliegen', 'dienst', 'dienstleistung', 'topic', 'thema'];

/** Other names people give to a field, most telling first; folded as `fold` does. */
const synonyms: Readonly<Record<ImportEntity, Readonly<Record<string, readonly string[]>>>> = {
  customers: {
    externalId: [...customer, 'id', 'unique id', 'rec id', 'kennung'],
    displayName: ['anzeigename'],
    ...claims,
    occurredAt: ['customer since', 'kunde seit', 'seit', 'start date', ...times.occurredAt],
    recordedAt: times.recordedAt,
  },
  calls: {
    externalId: [...call, 'id', 'rec id'],
    customerExternalId: customer,
    durationSeconds: ['duration', 'dauer', 'dauer sekunden', 'dauer s', 'gespraechsdauer', 'seconds'],
    service,
    ...claims,
    transcript: ['transkript', 'text', 'gespraechstext', 'notes', 'notiz'],
    occurredAt: [
      'call time',
      'call date',
      'anrufzeit',
      'anrufdatum',
      'start',
      'start time',
      'beginn',
      ...times.occurredAt,
    ],
    recordedAt: times.recordedAt,
  },
  leads: {
    externalId: [...lead, 'id'],
    customerExternalId: customer,
    source: ['lead source', 'quelle', 'herkunft', 'lead origin', 'kanal', 'channel'],
    value: amount,
    ...times,
  },
  appointments: {
    externalId: ['appointment id', 'appointment', 'termin', 'termin id', 'terminnummer', 'id'],
    customerExternalId: customer,
    leadExternalId: lead,
    callExternalId: call,
    service,
    status: ['zustand'],
    scheduledAt: [
      'scheduled',
      'scheduled for',
      'termin am',
      'terminzeit',
      'termindatum',
      'appointment date',
      'appointment time',
      'datum',
      'date',
    ],
    occurredAt: ['booked at', 'gebucht am', 'created at', 'erstellt am', 'occurred at'],
    recordedAt: times.recordedAt,
  },
  interactions: {
    externalId: ['interaction id', 'interaction', 'aktivitaet id', 'activity id', 'id'],
    leadExternalId: lead,
    customerExternalId: customer,
    action: ['aktion', 'activity', 'aktivitaet', 'type', 'typ', 'art'],
    direction: ['richtung'],
    propensity: ['probability', 'wahrscheinlichkeit'],
    ...times,
  },
  transactions: {
    externalId: [
      'transaction id',
      'transaction',
      'order id',
      'invoice',
      'invoice no',
      'rechnungsnummer',
      'belegnummer',
      'bestellnummer',
      'auftragsnummer',
      'id',
    ],
    customerExternalId: customer,
    amount,
    product: ['produkt', 'article', 'artikel', 'item', 'description', 'beschreibung'],
    occurredAt: [
      'order date',
      'invoice date',
      'rechnungsdatum',
      'buchungsdatum',
      'kaufdatum',
      ...times.occurredAt,
    ],
    recordedAt: times.recordedAt,
  },
  corrections: {
    externalId: ['correction id', 'korrektur', 'korrektur id', 'id'],
    callExternalId: call,
    customerExternalId: ['correct customer', 'richtiger kunde', ...customer],
    reviewer: ['user', 'benutzer', 'bearbeiter', 'corrected by', 'agent'],
    note: ['comment', 'notiz', 'kommentar', 'bemerkung'],
    occurredAt: ['corrected at', 'korrigiert am', ...times.occurredAt],
    recordedAt: times.recordedAt,
  },
  outcomes: {
    externalId: ['outcome id', 'id'],
    subjectType: ['type', 'typ'],
    subjectExternalId: ['subject id', 'subject'],
    kind: ['outcome', 'ergebnis', 'result'],
    value: amount,
    interactionExternalId: ['interaction id', 'interaction'],
    ...times,
  },
};

const withAttributes: ReadonlySet<ImportEntity> = new Set(['customers', 'calls', 'leads', 'interactions']);

/**
 * The map a file seems to want: each field takes the column of its own name, else the first synonym that is there;
 * letter case, blanks, punctuation and umlauts do not matter. Columns left over become attributes where the
 * entity has them.
 * @throws Problem `invalid_input` when not a single column says what it is.
 */
export function guessMap(
  entity: ImportEntity,
  fields: readonly string[],
  columns: readonly Column[],
): ColumnMap {
  const folded = columns.map(({ name }) => fold(name));
  const free = new Set(columns.keys());
  const map: ColumnMap = {};
  const take = (field: string, names: readonly string[]) => {
    if (field in map || field === 'attributes') return;
    for (const name of names) {
      const index = folded.findIndex((column, at) => free.has(at) && column === fold(name));
      if (index === -1) continue;
      free.delete(index);
      map[field] = columns[index]!.name;
      return;
    }
  };
  // Own names first, so that no synonym of one field takes the column another is named after.
  for (const field of fields) take(field, [field]);
  for (const field of fields) take(field, synonyms[entity][field] ?? []);
  if (Object.keys(map).length === 0) {
    throw new Problem('invalid_input', `No column of the file looks like a field of ${entity}.`, {
      findings: [
        {
          path: 'map',
          message: 'is needed',
          received: columns.map(({ name }) => name).slice(0, 50),
          allowed: fields.join(', '),
        },
      ],
      remedy:
        columns.length === 1
          ? 'The file has a single column: check --delimiter and --encoding.'
          : `Say with --map which column is which field (${fields.join(', ')}).`,
    });
  }
  const own = columns.find(
    ({ name, kind }, at) => free.has(at) && fold(name) === 'attributes' && kind === 'object',
  );
  if (own !== undefined) map.attributes = { column: own.name };
  else if (withAttributes.has(entity) && free.size > 0) map.attributes = '*';
  return map;
}

const fold = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]/g, '');
