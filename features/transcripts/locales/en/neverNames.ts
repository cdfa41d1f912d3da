/** Words of everyday speech that no caller is called. */
export const neverNames = `
  i you he she it we they me him her us them my your his its our their mine yours this that these those who what which when
  where why how a an the and or but if because as until while of at by for with about against between into through during
  before after above below to from up down in out on off over under again further then once here there all any both each few
  more most other some such no nor not only own same so than too very can will just should now am is are was were be been
  being have has had having do does did doing would could may might must shall need want like call called calling speak
  speaking talk talking say said tell told ask asked help wait waiting hold please thanks thank sorry yes yeah yep nope okay
  ok right sure well hello hi hey good morning afternoon evening night day bye goodbye um uh er erm oh ah hmm mister mrs miss
  ms mr sir madam doctor dr professor name names last first surname family number phone telephone mobile cell email mail
  address street road avenue lane zip code postcode city town account invoice order contract policy bill payment appointment
  booking slot time date today tomorrow yesterday week month year minute moment second hour oclock noon customer client
  patient mother father mom mum dad husband wife son daughter brother sister friend neighbour neighbor colleague boss partner
  carer nurse assistant service support department team office company firm clinic reception problem question issue complaint
  information delivery package parcel broken working not-working sick ill fine great perfect correct wrong exactly actually
  really maybe perhaps never always still also back later soon early late new old big small happy unhappy interested looking
  trying having getting going coming come go get got make made take took give gave see saw know knew think thought the there
  zero one two three four five six seven eight nine ten double triple dot dash underscore hyphen point nobody someone anybody
  somebody none nothing something everything speaking private anonymous spell spelled letter letters line noise loud
`;
