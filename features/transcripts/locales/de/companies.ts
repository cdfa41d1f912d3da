import type { CompanyWords } from '../../transcriptPack.ts';

/** How companies are told apart from people. */
export const companies: CompanyWords = {
  openings:
    'firma fa unternehmen kanzlei praxis gemeinschaftspraxis notariat büro steuerbüro steuerberatung architekturbüro',
  trades: `autohaus apotheke bäckerei metzgerei fleischerei hotel gasthaus gasthof restaurant pizzeria café reisebüro
    hausverwaltung sanitär elektro malerbetrieb schreinerei tischlerei dachdeckerei spedition gärtnerei friseur friseursalon
    salon fahrschule kindergarten kita grundschule gymnasium pflegeheim seniorenheim pflegedienst zahnarztpraxis stadtwerke
    sparkasse volksbank versicherungsbüro werkstatt autowerkstatt optik blumenhaus verlag druckerei bauunternehmen
    gesundheitszentrum arztpraxis physiotherapie physiopraxis krankenhaus klinikum pension immobilien`,
  legalForms: 'gmbh ag kg ohg ug gbr mbh ek ev kgaa se partg stiftung genossenschaft eg',
  joints: 'und & am an der im von zum zur söhne partner co sohn',
  employers: ['von der', 'vom', 'von', 'bei der', 'bei'],
};
