/** Given names as common in Germany by sex and generation, from common to rare; typed from general knowledge. */

export type Sex = 'female' | 'male';
export type Origin = 'german' | 'turkish' | 'slavic' | 'italian' | 'arabic';

const list = (names: string): readonly string[] => names.trim().split(/\s+/);

interface Generation {
  readonly bornFrom: number;
  readonly female: readonly string[];
  readonly male: readonly string[];
}

const germanGenerations: readonly Generation[] = [
  {
    bornFrom: 0,
    female:
      list(`Ursula Renate Helga Karin Ingrid Monika Christa Gisela Brigitte Elisabeth Erika Maria Gerda Hannelore
      Ilse Inge Anneliese Waltraud Edith Irmgard Hildegard Margarete Christel Rosemarie Gertrud Elfriede Hedwig Marianne
      Käthe Lieselotte Ruth Elke Bärbel Sigrid Ingeborg Anna Roswitha Hertha Johanna Magdalena Eva Irene Doris Martha
      Margot Charlotte Theresia Dorothea Adelheid Wilhelmine`),
    male: list(`Hans Günter Peter Klaus Horst Werner Karl Heinz Manfred Dieter Helmut Gerhard Wolfgang Jürgen Heinrich
      Walter Kurt Rolf Siegfried Josef Herbert Rudolf Franz Erich Ernst Otto Wilhelm Karl-Heinz Hans-Jürgen Egon Alfred
      Fritz Willi Hermann Paul Bruno Friedrich Gerd Lothar Harald Johann Erwin Georg Ludwig Reinhold Arnold Adolf
      Theodor Winfried Eberhard`),
  },
  {
    bornFrom: 1956,
    female:
      list(`Sabine Susanne Petra Birgit Gabriele Andrea Martina Ute Heike Claudia Angelika Barbara Cornelia Silvia
      Anja Kerstin Katrin Ulrike Marion Manuela Anke Bettina Beate Regina Christine Simone Silke Elke Dagmar Jutta
      Christiane Iris Astrid Gudrun Annette Carola Ines Evelyn Veronika Rita Bianca Tanja Sonja Steffi Antje Frauke
      Gaby Michaela Heidi Margit`),
    male: list(`Thomas Michael Andreas Stefan Frank Uwe Jörg Ralf Bernd Martin Jürgen Matthias Torsten Dirk Olaf Holger
      Jens Rainer Joachim Volker Detlef Norbert Axel Ulrich Christian Markus Carsten Heiko Ingo Reinhard Udo Hartmut
      Armin Guido Achim Lutz Roland Robert Burkhard Götz Knut Wolfram Eckhard Hubert Bernhard Steffen Mario Hans-Peter
      Gunnar Björn`),
  },
  {
    bornFrom: 1976,
    female:
      list(`Stefanie Christina Nicole Julia Katharina Sandra Anna Melanie Sarah Nadine Jennifer Daniela Lisa
      Laura Jessica Anne Sabrina Franziska Yvonne Katrin Maria Janina Vanessa Nina Kathrin Carolin Jana Miriam Verena
      Judith Lena Theresa Johanna Eva Svenja Isabell Corinna Rebecca Maren Linda Bianca Mandy Nadja Tina Britta
      Anna-Lena Ann-Kathrin Wiebke Mareike Friederike`),
    male: list(`Christian Daniel Sebastian Stefan Alexander Michael Tobias Jan Florian Markus Patrick Benjamin Philipp
      Matthias Dennis Thomas Marcel Andreas Martin Tim Kevin Sven Simon Marco Christoph Felix Johannes Oliver David
      Nils Björn Timo Fabian Maximilian René Robert Jonas Dominik Lars Thorsten Steffen Kai Julian Hendrik Sören
      Mirko Ronny Manuel Arne Jörn`),
  },
  {
    bornFrom: 1996,
    female:
      list(`Anna Laura Lena Lea Julia Sophie Marie Hannah Emma Mia Lisa Sarah Leonie Johanna Emily Lara Luisa
      Clara Charlotte Maja Nele Amelie Paula Jana Pia Antonia Michelle Celina Mathilda Frieda Greta Ida Ella Lotta
      Franziska Helena Elisa Merle Finja Carlotta Jule Marlene Romy Annika Melina Stella Zoe Lilly Lia Rieke`),
    male: list(`Lukas Leon Finn Jan Jonas Tim Niklas Felix Paul Max Maximilian Philipp Ben Elias Noah Julian Luca Tom
      Moritz Jannik Fabian David Anton Emil Jakob Henry Oskar Theo Linus Matteo Lennard Jonathan Simon Erik Nico Marlon
      Simeon Till Hannes Johann Jasper Mats Joshua Fynn Ole Konstantin Vincent Piet Justus Aaron`),
  },
];

const otherOrigins: Readonly<Record<Exclude<Origin, 'german'>, Readonly<Record<Sex, readonly string[]>>>> = {
  turkish: {
    female:
      list(`Fatma Ayşe Emine Hatice Zeynep Elif Meryem Özlem Gülay Sevgi Yasemin Esra Büşra Songül Nurcan Derya
      Ebru Melek Sibel Tuğba`),
    male: list(`Mehmet Mustafa Ahmet Ali Hüseyin Hasan Murat Emre Ömer Yusuf İbrahim Kemal Özgür Serkan Cem Burak
      Volkan Tolga Ufuk Şükrü`),
  },
  slavic: {
    female:
      list(`Anna Agnieszka Katarzyna Olga Natalia Irina Svetlana Ewa Małgorzata Magdalena Joanna Elena Tatjana
      Ivana Jelena Monika Ludmila Oksana Beata Dragana`),
    male: list(`Piotr Andrzej Krzysztof Alexander Sergej Dimitri Marek Tomasz Pawel Viktor Eugen Waldemar Zoran Goran
      Ivan Igor Grzegorz Miroslav Dariusz Oleg`),
  },
  italian: {
    female: list(`Maria Giulia Francesca Chiara Rosa Carmela Lucia Antonella Concetta Giovanna Sara Elena`),
    male: list(
      `Giuseppe Antonio Marco Salvatore Luigi Francesco Angelo Domenico Vincenzo Alessandro Calogero Fabio`,
    ),
  },
  arabic: {
    female: list(`Fatima Aisha Mariam Layla Noor Amina Khadija Rania Samira Hanan Zahra Yasmin Salma Dalia`),
    male: list(
      `Mohammed Ahmad Ali Omar Hassan Khaled Ibrahim Mahmoud Youssef Abdullah Samir Karim Mustafa Bilal`,
    ),
  },
};

/** The names in use for somebody of this origin, sex and year of birth, from common to rare. */
export function givenNames(origin: Origin, sex: Sex, birthYear: number): readonly string[] {
  if (origin !== 'german') return otherOrigins[origin][sex];
  const generation = germanGenerations.findLast((one) => birthYear >= one.bornFrom);
  return (generation as Generation)[sex];
}
