/** What the group of health centres offers, and how often customers of each service come. */
export interface Service {
  readonly name: string;
  /** Share of customers whose main service it is. */
  readonly share: number;
  /** Mean visits per year: check-ups twice, therapies in weekly series with breaks. */
  readonly visitsPerYear: number;
  /** Mean euro per visit: private share and insurance fees. */
  readonly spend: number;
  readonly spokenReasons: readonly string[];
}

export const services: readonly Service[] = [
  {
    name: 'Zahnmedizin',
    share: 0.44,
    visitsPerYear: 4,
    spend: 140,
    spokenReasons: ['eine Prophylaxe', 'die Kontrolle', 'eine Füllung', 'Zahnschmerzen'],
  },
  {
    name: 'Physiotherapie',
    share: 0.34,
    visitsPerYear: 18,
    spend: 38,
    spokenReasons: ['Krankengymnastik', 'eine Massage', 'mein Rezept für Physio', 'die Lymphdrainage'],
  },
  {
    name: 'Podologie',
    share: 0.14,
    visitsPerYear: 9,
    spend: 46,
    spokenReasons: ['die Fußpflege', 'einen Podologietermin', 'einen eingewachsenen Nagel'],
  },
  {
    name: 'Logopädie',
    share: 0.08,
    visitsPerYear: 24,
    spend: 52,
    spokenReasons: ['die Sprachtherapie', 'die Stimmübungen', 'Logopädie'],
  },
];

export function serviceNamed(name: string): Service {
  const service = services.find((one) => one.name === name);
  if (service === undefined) throw new RangeError(`no service named ${name}`);
  return service;
}
