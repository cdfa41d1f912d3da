/** Words of everyday speech that no caller is called. */
export const neverNames = `
  ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen man sich mein meine meinen meinem meiner meines dein deine
  sein seine seinen seiner seinem unser unsere unseren unserem unserer ihre ihren ihrem ihrer ihres der die das den dem des
  ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses diesen diesem jener jede jeder jedes
  jeden alle alles allem allen beide beiden viele vielen viel wenig etwas nichts niemand jemand wer was wen wem wo wohin woher
  wann warum wieso weshalb wie welche welcher welches welchen welchem und oder aber denn sondern doch weil dass ob wenn als
  falls damit obwohl bevor nachdem waehrend seit bis in im an am auf aus bei beim mit nach von vom vor zu zum zur ueber unter
  neben zwischen durch fuer gegen ohne um wegen trotz statt hinter ab ist sind bin bist war waren waere gewesen wird werde
  werden wurde wuerde wuerden worden habe hab haben hat hatte hatten haette haetten gehabt kann kannst koennen koennte koennten
  muss muessen musste muesste soll sollen sollte will wollen wollte wollt wuensche darf duerfen duerfte mag moechte moechten
  moegen mache mach machen macht gemacht gehe geh gehen geht ging gegangen komme komm kommen kommt kam gekommen brauche brauch
  brauchen braucht braeuchte heisse heiss heissen heisst spreche sprechen spricht gesprochen sage sagen sagt gesagt rufe ruf
  rufen ruft rief angerufen anrufen warte warten wartet melde melden meldet gemeldet suche suchen sucht finde finden frage
  fragen fragt gefragt nachfragen weiss wissen wusste glaube denke dachte meine meinte sehe sehen gesehen hoere hoeren hoert
  gehoert stehe stehen steht stand liegt laeuft lief bekomme bekommen kriege kriegen nehme nehmen gebe geben gibt lasse lassen
  schicke schicken schreibe schreiben schreibt geschrieben buchstabiere buchstabieren buchstabiert erreiche erreichen
  passt passen passte funktioniert bezahlen bezahlt zahlen kuendigen gekuendigt verschieben absagen umbuchen buchen
  bestellen bestellt reden bleiben bleibt wohne wohnen wohnt bitten versuche versucht aendern geaendert erkundigen beschweren
  ja nein nee noe jo jawohl doch okay ok gut genau richtig stimmt korrekt klar sicher natuerlich gern gerne bitte danke
  dankeschoen sorry entschuldigung verzeihung pardon ach achso ah oh aeh aehm oehm hm mhm hmm haha na nun tja also so eben halt mal
  ne nich nech gell gelle wa woll hallo hi hey moin servus gruezi mahlzeit gude tach tag tage morgen abend nacht guten gute guter
  gutes gruess gott tschuess ciao wiederhoeren wiedersehen ade schoen schoene schoenen schoener schoenes wunderschoenen
  nicht nie niemals noch nochmal nochmals schon immer wieder oft manchmal selten jetzt gerade gleich sofort bald spaeter frueher
  heute gestern uebermorgen vorgestern damals dann danach zuerst zuletzt endlich vielleicht eigentlich wirklich sehr ganz total
  voll ziemlich etwa ungefaehr circa fast nur auch sogar bloss leider hoffentlich da dort hier her hin drin drauf dran davon
  dafuer darum dabei daran darauf dazu daher sonst trotzdem deshalb deswegen naemlich ueberhaupt irgendwie irgendwas irgendwann
  neu neue neuer neuen neues alte alter alten altes letzte letzten letzter letztes naechste naechsten naechster naechstes kommende
  kommenden erste ersten zweite zweiten dritte guenstig schlecht schlechte kaputt krank gesund falsch laut leise kalt warm warmes
  moeglich unmoeglich wichtig dringend zufrieden unzufrieden richtiger einfach schnell langsam frei offen geschlossen
  sogenannte anderer andere anderen anderes ganze ganzen eigene eigenen selbst selber allein zusammen
  null eins zwei zwo drei vier fuenf sechs sieben acht neun zehn elf zwoelf hundert tausend paar mehr weniger minus plus punkt
  at doppel doppelt zweimal dreimal einmal
  name namen nachname nachnamen vorname vornamen familienname rufname spitzname geburtsname herr herrn frau fraeulein
  familie dame damen herren geehrte geehrter person leute mensch menschen apparat telefon handy telefonnummer nummer vorwahl
  rueckruf rueckrufnummer mobilnummer handynummer anruf anrufer anruferin leitung verbindung anschluss signalton nachricht
  mutter vater mama papa mann ehemann ehefrau sohn tochter oma opa grossmutter grossvater bruder schwester tante onkel neffe
  nichte enkel enkelin eltern kind kinder nachbar nachbarn nachbarin freund freundin kollege kollegin kollegen chef chefin
  partner partnerin lebensgefaehrte schwiegermutter schwiegervater betreuer betreuerin pfleger pflegerin assistent assistentin
  kunde kundin kunden patient patientin patienten mieter mieterin mitglied versicherter versicherte besitzer eigentuemer
  termin termine terminvergabe rechnung rechnungen rezept vertrag vertrags bestellung bestellnummer lieferung paket ware
  stoerung internet router strom gas heizung wasser zaehler technik techniker monteur handwerker auto wagen werkstatt rezeption
  reparatur wartung inspektion beratung information informationen auskunft problem probleme anliegen sache sachen thema angebot
  preis preise kosten geld konto iban karte kreditkarte mahnung gutschrift erstattung vollmacht versicherung krankenkasse
  ueberweisung befund labor impfung untersuchung behandlung zahnreinigung massage krankengymnastik physiotherapie physio
  schmerzen zahnschmerzen fieber husten ruecken knie zahn zaehne arzt aerztin zahnarzt praxis krankenhaus klinik doktor
  professor kanzlei firma buero abteilung personalabteilung buchhaltung service kundenservice support hotline zentrale
  vertrieb verkauf einkauf empfang assistenz ingenieur lehrer lehrerin rentner rentnerin student studentin schichtdienst
  adresse anschrift strasse hausnummer postleitzahl plz ort stadt wohnung haus mail email e-mail mailadresse internetadresse
  geburtsdatum geburtstag geboren geb jahrgang datum uhr uhrzeit stunde stunden minute minuten moment sekunde augenblick
  woche wochen wochenende monat monate monaten jahr jahre jahren vormittag vormittags nachmittag nachmittags mittag mittags
  abends morgens nachts frueh uhrzeiten zeit zeiten mal programm rolle prinzip fall grund bescheid interesse hilfe antwort
  ding dinge arbeit urlaub freunde ausweis pass brief unterlagen formular antrag auftrag bestaetigung kennwort passwort
  kundennummer rechnungsnummer vertragsnummer versichertennummer personalausweis schreiben sekretariat automat roboter bot
  computer stimme sprache deutsch englisch wie-bitte verwaehlt unverstaendlich unbekannt anonym irgendwer quatsch bindestrich
  eszett buchstabe buchstaben umlaut gmbh ag kg ohg ug mbh gbr ev kgaa co betrifft bezueglich zwecks gemaess laut euch
  i da isch min is bins wunsch gesperrt neukunde stammkunde bestandskunde interessent zufall glueck pech
`;
