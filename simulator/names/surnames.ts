import type { Origin } from './givenNames.ts';

/** Surnames as found in Germany by origin, from common to rare; typed from general knowledge. */

const list = (names: string): readonly string[] => names.trim().split(/\s+/);

export const surnames: Readonly<Record<Origin, readonly string[]>> = {
  german:
    list(`Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter
    Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause
    Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller
    Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht
    Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich
    Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer
    Arnold Wolff Pfeiffer Ernst Hübner Kramer Beyer Lindner Hansen Paul Kunz Nagel Bauer-Wolf Barth Götz Lutz Hermann
    Jansen Stark Böttcher Kaufmann Hess Ott Riedel Haase Maurer Berg Seifert Wenzel Schilling Förster Thiel Kern Bender
    Blum Mohr Kraft Ulrich Fritz Bach Ebert Lenz Schütz Petersen Gruber Nowak Dietz Ritter Jahn Reuter Herzog Metzger
    Kurz Rose Steiner Eckert Schramm Vetter Heinz Zander Gerlach Sander Hein Kirchner Hauser Adam Naumann Wirth Rieger
    Bock Brenner Breuer Ahrens Bischoff Brinkmann Buchholz Christ Conrad Decker Diehl Döring Dreyer Ehlers Eichhorn
    Eder Esser Feldmann Fiedler Frey Freitag Gebhardt Geiger Geißler Giese Glaser Göbel Gottschalk Grimm Großmann
    Hagen Hammer Heine Heller Henkel Henning Herbst Hermes Hesse Heuer Hildebrandt Hiller Hinz Höfer Holz Hoppe Hornung
    Jacob Janssen Jost Jürgens Kahl Karl Kasper Kessler Kiefer Kirsch Klaus Klose Kluge Knoll Köster Kolb Konrad Körner
    Kranz Krebs Kretschmer Kröger Krug Kruse Kuhlmann Kühne Lemke Linke Löffler Lohmann Lück Marx Mai Martens Marquardt
    Merkel Mertens Michel Miller Moser Münch Mühlbauer Neubauer Neuhaus Niemann Noack Nolte Oswald Pape Petri Philipp
    Pieper Popp Probst Preuß Rau Rausch Reich Reichert Reimann Reimer Reinhardt Renner Rohde Römer Rost Roth Rothe
    Rudolph Runge Sachs Schade Schaller Scharf Scheffler Schenk Scherer Schick Schiller Schindler Schlegel Schlüter
    Schmidtke Schön Schöne Schott Schreiner Schröter Schüler Schultz Schultze Schumann Schwab Schweizer Seidl Siebert
    Siegel Singer Springer Stadler Stahl Staudinger Steffen Steinbach Stephan Stock Stoll Straub Strauß Strobel Thiele
    Thoma Thomsen Tietz Trautmann Uhlig Unger Urban Vogelsang Völker Voss Wacker Wahl Walther Weidner Weigel Weinert
    Weise Wendt Wegner Westphal Wiedemann Wiegand Wieland Wiese Wild Wilhelm Wilke Will Witt Witte Wittmann Wunderlich
    Wulf Zeller Zimmer Zink Zöllner Aigner Altmann Amann Anders Appel Bachmann Backhaus Bader Balzer Bartels Bartsch
    Baum Baumgartner Behrendt Behrens Benz Berndt Bernhardt Betz Bieber Binder Blank Block Bode Böhme Börner Bohn Borchert
    Brand Brückner Bruns Büttner Burger Burkhardt Cordes Dahmen Daum Deichmann Dittrich Döhring Dörr Drescher Eberhardt
    Eggers Egger Eisele Endres Erdmann Evers Faber Falk Fink Fleischmann Forster Frick Fröhlich Funk Gabriel Gärtner
    Geyer Gross Haag Häfner Hackl Hanke Harms Hauck Heck Heil Heise Held Helm Hennig Hentschel Heß Hirsch Höhne Hölzl
    Hummel Irmer Jakob Janzen Kästner Kamp Kaul Kellner Kemper Kirchhoff Kistner Klemm Klinger Knappe Kohl Kopp Krah Krieger
    Kunze Küster Lauer Laux Lechner Leitner Löwe Lüdtke Lühr Maaß Mann Matthes Maul May Meister Menzel Meurer Mack Mayr
    Menke Meißner Nickel Oberländer Oehler Ohl Opitz Pauli Pfaff Pfister Plank Raab Rapp Rehm Reiter Riedl Rieck Ruf
    Sattler Schaper Schiefer Schönfeld Schwarzer Spieß Stolz Sturm Teichmann Thelen Trapp Ullrich Veit Wächter Weis Wirtz
    Zell Zorn`),
  turkish:
    list(`Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara
    Koç Kurt Özkan Şimşek Polat Korkmaz Çakır Erdoğan Güneş Aktaş Bulut Türk Acar Yavuz Güler Tekin Taş Keskin Ünal
    Avcı Turan Işık Bozkurt Coşkun`),
  slavic:
    list(`Kowalski Nowak Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Kozłowski Jankowski
    Mazur Krawczyk Petrov Ivanov Popović Jovanović Nikolić Kovačević Horvat Babić Marković Petrović Schewtschenko
    Kusnezow Smirnow Wolkow Novak Dvořák Sokolow Pawlak Sikora Baran Duda Szewczyk Bondarenko Kovalenko Wasiljew
    Ilić Savić`),
  italian:
    list(`Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De-Luca Costa Giordano
    Mancini Rizzo Lombardi Moretti Barbieri`),
  arabic:
    list(`Al-Ahmad Hassan Ali Ibrahim Mohamad Khalil Haddad Mansour Saleh Al-Hussein Nasser Hamdan Othman El-Sayed
    Bakri Darwish Khoury Rahman Suleiman Yousef Aziz Hamad Al-Masri Said Abbas Kassem Osman Ramadan Jaber Salim`),
};

/** Estates behind von and zu; the rest of the name is an ordinary place. */
export const nobleEstates: readonly string[] =
  list(`Stein Berg Waldeck Hohenfels Arnsberg Bülow Lindenau Rautenberg
  Steinbach Thalheim Wartenberg Falkenstein Rabenau Seefeld`);
