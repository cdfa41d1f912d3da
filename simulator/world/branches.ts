/** The five branches, with the area their customers live in. */
export interface Branch {
  readonly name: string;
  readonly city: string;
  readonly postalCodes: readonly string[];
  readonly areaCode: string;
  /** Share of customers. */
  readonly share: number;
}

export const branches: readonly Branch[] = [
  {
    name: 'Mannheim',
    city: 'Mannheim',
    postalCodes: ['68159', '68161', '68163', '68165', '68167', '68199', '68305'],
    areaCode: '621',
    share: 0.32,
  },
  {
    name: 'Heidelberg',
    city: 'Heidelberg',
    postalCodes: ['69115', '69117', '69120', '69121', '69123', '69126'],
    areaCode: '6221',
    share: 0.26,
  },
  {
    name: 'Ludwigshafen',
    city: 'Ludwigshafen am Rhein',
    postalCodes: ['67059', '67061', '67063', '67065', '67067'],
    areaCode: '621',
    share: 0.2,
  },
  { name: 'Weinheim', city: 'Weinheim', postalCodes: ['69469'], areaCode: '6201', share: 0.12 },
  { name: 'Schwetzingen', city: 'Schwetzingen', postalCodes: ['68723'], areaCode: '6202', share: 0.1 },
];

export const streets: readonly string[] = [
  'Hauptstraße',
  'Bahnhofstraße',
  'Schulstraße',
  'Gartenstraße',
  'Dorfstraße',
  'Bergstraße',
  'Lindenstraße',
  'Kirchstraße',
  'Waldstraße',
  'Ringstraße',
  'Schillerstraße',
  'Goethestraße',
  'Friedrichstraße',
  'Mozartstraße',
  'Rosenweg',
  'Birkenweg',
  'Amselweg',
  'Wiesenweg',
  'Mühlweg',
  'Am Sportplatz',
  'Jahnstraße',
  'Beethovenstraße',
  'Feldstraße',
  'Blumenstraße',
  'Römerstraße',
  'Kaiserring',
  'Luisenring',
  'Neckarauer Straße',
  'Rheinstraße',
  'Uhlandstraße',
  'Lessingstraße',
  'Bismarckstraße',
  'Tannenweg',
  'Eichendorffstraße',
  'Am Bach',
  'Kastanienallee',
  'Seckenheimer Straße',
  'Handschuhsheimer Landstraße',
  'Mönchweg',
  'Odenwaldstraße',
  'Karlstraße',
  'Brückenstraße',
  'Talstraße',
  'Marktplatz',
  'Schloßstraße',
  'Grabenstraße',
  'Burgstraße',
  'Sandweg',
  'Ahornstraße',
  'Königsberger Straße',
];
