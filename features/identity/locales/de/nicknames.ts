/**
 * Given names that one person may go by in German: the full name first (several with | between them),
 * then short and pet forms, regional forms and the spellings that no rule reaches. A short form that serves several names stands in each of their lines (Toni is
 * Anton or Antonia), which does not make those names one. From general knowledge of German names, checked against
 * no single source.
 */
export const nicknames = `
Johannes|Johann Hans Hannes Hansi Hansl Hänschen Jo Joh Jannes Johnny Henne Hennes Jan Hanns
Josef|Joseph Sepp Seppl Sepperl Beppo Bepperl Jupp Jo Joschi Pepi Peppi Josip Giuseppe
Josefine|Josefa|Josepha|Josephine Josi Josie Fine Finchen Pepi Sefa Josy Jo Josephina
Georg Schorsch Jörg Schorschi Girgl Görg Jorg Jürg Georgi Jerg
Jürgen Jürg Jörg Jürn Jörn
Georgine Georgina Gina Georgia
Heinrich|Hinrich Heinz Heini Heiner Heino Henrik Henry Harry Hein Henner Hendrik Rik Enrico
Heinz Heinzi Heiner Heini
Henriette Jette Jettchen Henni Henny Jetta Hetty Henrike
Henrike Rike Rieke Henni Hendrikje
Friedrich|Frederik Fritz Fritzi Fred Freddy Frieder Friedel Fiete Frederic
Friederike Rike Rieke Fritzi Frieda Friedel Frederike Ricke Riekchen Frederika Frieke
Frieda Frida Friedel Friedchen
Wilhelm Willi Willy Will Wim Willem Helm Bill William Wilm Guillaume
Wilhelmine Minna Mina Minchen Helma Wilma Willa Mine Wilhelmina
Wilma Wilhelma Helma
Karl|Carl Kalle Karlchen Charly Carlo Karlheinz Charlie Carlos
Karlheinz Karl Heinz Kalle Kalli
Karla Carla Karoline Carola
Karoline|Karolina|Caroline Carolina Karo Caro Line Lina Lini Carolin Karolin Carola Karola
Charlotte Lotte Lotti Charly Lottchen Lotta Charlie Charline Lottie Carlotta Charlott
Liselotte Lieselotte Lilo Lotte Liesel Lotti Liselott Lo
Elisabeth Elsbeth Else Elli Elly Ella Elsa Lisa Lise Liese Liesel Lisl Liesl Sissi Sisi Betti Betty Bettina Lilli Lilly Lies Lisbeth Liesbeth Ilse Elise Lieschen Elizabeth Bette Sissy Lissi Lissy Lisi Babette Elsabe Elisabetha
Elise|Elisa Lise Liese Elli
Elisa Lisa Elli
Elfriede Friedel Elfi Elfie Friedl Frieda Elfy
Ilse Ilsa Ilschen Ilsebill
Bettina Tina Betti Betty Betina
Margarete|Margarethe|Margaretha|Margareta Grete Gretel Gretchen Gretl Greta Gitta Marga Margit Margot Margret Margrit Gritt Grit Rita Meta Gesche Griet Marret Gretli Grethe Margherita Maggie Marghareta Margarita
Margit Margitta Gitta Gitti
Margret Margrit Greta Gretel Grete Margarethe
Katharina|Katharine|Katherina Katarina Catharina Käthe Kathi Kati Katja Kathe Trine Trinchen Kathrin Katrin Katinka Nina Rina Ina Kitty Cathi Kätchen Käthchen Tinka Kathy Caterina Trina Catarina Kathleen Ekaterina
Kathrin|Katrin Kathi Kati Catrin Cathrin Kathrine Kadrin
Katja Katharina Katinka Kati Katjuscha
Anna|Anne Anni Änne Annika Annchen Ännchen Antje Anke Anneke Hanna Nanni Annie Annerl Annele Nannerl Anny Ann Nanette
Annemarie Annemie Anne Annamaria Marie Annemieke Annamarie Annemi Annemaria
Anneliese Annelies Annelise Anne Liese Liesel Anni Anneli Annelie Annaliese
Annegret Anne Gret Annegrete Gretel
Annette|Anette Anne Nette Netti Annett Anett Nettchen Anneth
Antonia|Antonie Toni Tonia Antje Tonja Antoinette Nia Toniette
Anton Toni Tony Tönnes Antonius Antoni Antonio Tonerl Tünn
Johanna Hanna Hanne Hannah Hanni Hannchen Jo Joana Nanni Hannerl Hansi Hannelore Jana Janna
Hannelore Hanne Lore Hanna Hannel Hanni Lorchen Hannelor
Hanna Hannah Hanne Hanni Chana Hana
Eleonore|Eleonora Lore Nora Leonore Ella Norle Elli Leonie Ellinor Lenore Noor Eleanor Elinor Elenor
Leonore Lore Nora Leonora
Leonora Nora Leonore
Lorenz|Laurenz Lenz Lorentz Renz Laurentius Lars Enz
Leonhard Leo Leonard Hartl Lenny Lennart Leon Lienhard Lehnert Hardi
Leopold Leo Poldi Poldl Leopolt
Leopoldine Poldi Dina Leo Poldine
Ludwig|Louis Lutz Lu Ludi Wiggerl Luis Wigg Lude Lui Luggi Ludwik Lewis
Ludovika Vicky Luise Wika
Luise|Luisa|Louisa Louise Lulu Lu Lou Wiesje Isa Lisa Lovis
Alois Loisl Aloys Luis Lois Loisi Aloisius Alwis Lojzl
Aloisia Loisi Luise Aloysia
Maria|Marie Mia Mizzi Mitzi Mariechen Marei Mareike Marlies Moidl Marika Ria Mieze Mimi Maja Miriam Marianne Mariele Mary Mareile Mariella Maike Meike Mirl Marianka Miezi Mariam Maryam
Marianne Nanne Janne Mari Anne Marianna Jannerl
Marlene Marlen Leni Lene Marlena Magdalena Marleen Marle
Marlies Marlis Liesel Marieluise Marliese Lies Marielies
Marieluise Marlis Marlies Isa Marieliese Luise Marie
Magdalena|Magdalene Magda Lena Leni Lene Madlen Lenchen Madeleine Madeline Madel Malena Madlena Leena
Helene|Helena Lena Leni Lene Ella Hella Leli Nele Elena Lenchen Helen Ellen Ilona Jelena Hele Ileana Alena
Helga Helge Helgard
Hedwig Hede Hedi Hedy Heta Hedda Hadwig Wiggi Hedel
Heidemarie Heidi Heide Heidrun Marie Heidemaria
Heidi Heide Adelheid Heidelinde Heidy
Adelheid Heidi Heide Adele Alke Adela Aleid Heidchen Aleida Alheit
Adele Adela Adelheid Della Dele
Gertrud|Gertrude Trude Trudi Gerti Gerda Traudl Traudel Gertraud Truda Drudel Trudel Trudchen Gertraude Traude Gertrudis
Gertraud Traudl Traudel Traudi Gerti Gertrud Traute
Waltraud Waltraut Traudl Traudel Traude Walli Wally Traute Trautchen Waltrud Waltraude
Edeltraud Edeltraut Traudl Edel Traudel Edeltraude
Walburga Burgl Burgi Walli Wally Walpurga Burga Vally
Hiltrud Trude Hilla Trudi Hiltraud Hilde
Hildegard Hilde Hilla Hilda Gard Hildchen Hildegart Hildi Hildegund
Mathilde|Mathilda Matilda Tilda Tilde Thilde Tilli Tilly Tilla Matilde Hilde Mechthild
Mechthild Mechtild Mette Tilla Hilde Mechthilde Mechtilde Hilla
Brunhilde Bruni Hilde Brunhild Brunni
Brigitte Gitte Gitta Gitti Biggi Britta Birgit Brigitta Birgitta Britte Biggy Brigida Birte Berit Brigit
Birgit Gitti Gitte Biggi Brigitte Birgitt Birgitta Birge
Britta Brita Brigitte Britt
Barbara Bärbel Babsi Babs Barbel Bärbl Barbe Bärbli Babette Betty Wawi Barbro Varvara Barbera Waberl
Babette Babsi Betti Barbara
Christine|Christina Tina Christl Christel Chris Chrissi Kerstin Kirsten Stina Stine Kristina Kristine Christin Christiane Christa Krista Tine Chrissy Crissi Nina Kirstin Kristin
Christiane|Christiana Chris Jana Jane Tiane Christl Nane Christianne
Christa Christel Christl Krista Kriste
Christian Chris Christl Kris Krischan Kristian Kersten Carsten Karsten Christjan Hristian
Christoph|Christopher Chris Stoffel Christof Stoffl Kristof Toffel Christoffer Kristoffer Christophe Cristoph
Karsten Carsten Christian Kersten Kasten
Kirsten Kirstin Kerstin Christine Kirsti
Cornelia Nele Conny Conni Nelli Nelly Cora Cornelie Lia Konny Neele Kornelia Corry
Cornelius Niels Nils Conny Cornel Kornelius Nelius Kees Neel
Konrad Conrad Kurt Conny Konny Radi Kuno Koni Connie Cord Kord Kurd Konni
Kurt Curt Konrad Kurti Cord Curd
Konstantin Constantin Kosta Konsti Tino Stani Costa Konstantinos Kostas
Konstanze Constanze Conny Stanzi Konstanza Constanza Stanze Constance Konny Konstantia
Klaus|Claus Nikolaus Klausi Kläuschen Niklas Klas Claas Klaas
Nikolaus|Nikolas|Nicolas|Niklas Klaus Claus Nico Niko Nick Nickel Klas Niclas Claas Nikolai Nils Niels Nicki Nikki Klaas Niklaus Nicolaus
Nicole Nicola Nicki Nikki Niki Nicky Colette Nikol Nikole Nicol Nikola
Nils Niels Nisse Nikolaus
Claudia Claudi Klaudia Claude Claudine Claudette Clodi
Klara Clara Clärchen Kläre Kläri Clarissa Claire Klärchen Klärli Cläre
Klemens Clemens Clemente Mens Klement Clement
Klementine Clementine Mena Clemi Tine Clementina
Alexander Alex Sascha Xander Sandro Lex Axel Ali Aleks Sander Aljoscha Alexej Alessandro Alejandro Alec Iskender Alexandre Sandor Alexandros Sasha
Alexandra Alex Sandra Sascha Xandra Alexa Lexi Sanna Sandy Alessandra Aleksandra Sasha Lexa Xenia Ali
Sandra Sandy Sandi Alexandra
Axel Absalom Alex Aksel
Albert Albrecht Bert Berti Bertl Adalbert Al Albi Alberto Bertel
Adalbert Bert Albert Bertl Adelbert
Albertine Berta Berti Tine Albertina
Alfred Fred Freddy Fredi Alf Fredl Ali Alfi Fredy Alfredo
Alfons Alf Fonsi Fons Alphons Funs Fonse Alfonso Alphonse
Andreas Andi Andy Anders Andre Drees Andrees Dres Anderl Res Ändu Andrä Andries Andrej Andrew Resi
Andrea Andi Andy Andreina Rea Andra Andie Andreia Andreja
Angelika|Angelica Angela Geli Angi Gela Angie Gelika Lika Angelique Gelli Angeli
Angela Angi Angie Gela Angelika Geli Angelina
August Gustl Gustel Augustin Guschtl Gusti Augustus Gust
Augustin Gustl Gustel Stin Austin August Augustine
Auguste Gusti Guste Gustel Augusta Augustine Gustl
Balthasar Balthes Balzer Balz Baltus Balthazar Baldi
Bartholomäus Barthel Bartl Bart Mewes Bartholome Bartek Barthl
Benedikt Bene Ben Dix Benni Benedict Benno Benz Beni Bennet Benedek
Benedikta Dikta Bene Benedicta
Benjamin Ben Benni Benny Benno Bennie Jamin Benji
Bernhard Bernd Berni Bernt Berno Bernie Benno Bernard Harti Bero Barne Bernardo Behrend Beernd
Bernd Berndt Bernt Bernhard Berni Berend
Bernhardine Dina Berni Bernarda Dine Bernhardina Bernardine
Berthold Bertold Bert Berti Bertl Bertolt Bartold
Berta Bertha Berti Bertl Bertchen
Norbert Bert Nobbi Nobby Berti Norbi Nobert
Robert Rob Robbi Robby Bert Bob Bobby Robi Rupert Rupprecht Robin Roberto Robbie Röbi
Rupert Ruprecht Rupp Bert Ruppert Rupi Robert
Roberta Berta Robbi Bobbie
Hubert|Hubertus Bert Hubsi Hubi Hugo Bertl Huby Hupp Hupert
Hubertine Hubertina Tine Berta
Herbert Herb Bert Herbie Heribert Berti Herberth
Heribert Bert Herbert Heri Haribert
Egbert Bert Ekbert Eckbert
Engelbert Bert Engel Engelbrecht Bertl
Gisbert Bert Giselbert Gisebert
Lambert Bert Lampert Lambrecht Lambertus Lamprecht
Siegbert Sigbert Bert Sigi
Björn Bjorn Bjoern Bjarne
Bruno Bruni Brun
Camilla Kamilla Milla Mila Camille
Karin|Karina Carin Kari Carina Kaja Karen Katharina
Cäcilie Cäcilia Cilli Cilly Zilla Silke Cecilia Zäzilie Sheila Celia Zilli Cecilie Sissi
Daniel Dani Dan Danny Daniele Danilo Danniel Danijel
Daniela Dani Ela Danni Danielle Danny Daniella Danijela Nela
David Dave Davy Davi Dawid Davide
Deborah Debora Debbie Debby Debi Debo
Detlef Detlev Dettlef
Diana Diane Dia Dianne Dajana
Dieter Dietrich Didi Dietmar Dita Dieder Diether
Dietrich Dieter Dirk Didi Diederik Diedrich Thierry Till Dierk Diet Tilo Thilo Tido
Dietmar Ditmar Dieter Didi Dittmar Dietmer Thietmar
Dirk Dierk Dietrich Derk
Dominik Dominic Dom Nick Domi Nik Dominikus Domenik Dominique Domenico Domingo
Dominika Domi Nika Dominique
Dorothea|Dorothee Dora Doro Thea Dorle Dörte Dorit Dorli Dorte Theda Dorothe Dorothy Dortje
Theodora Thea Dora Doro Feodora Theda Fedora Teodora
Dörte Dorte Dörthe Dorothea Dörtje
Doris Dori Dorris Dorle
Eberhard Ebbo Hardy Ebi Eber Ebbe Evert Everhard Hard Ebert
Eckhard Eckard Ecki Eckart Hardy Eckehard Ekkehard Eckhart Ekkehart Eggert Ekki Eckardt
Edgar Eddi Eddy Ede Edi Ed
Eduard Edi Edy Ede Eddi Eddy Edward Edo Ed Edvard Edouard Duard
Edith Edit Editha Ditte Edi Edita
Eduardo Edu Edi Eduard
Egon Egino Eginhard Ego
Elfi Elfie Elfriede Elfy
Elke Alke Elsbeth Adelheid Elka Eilke
Ella Elli Elly Elisabeth Eleonore Gabriella Isabella
Ellen Helene Elli Elen Ellena
Else Elsa Elschen Elisabeth Ilse
Emil Emilio Emile Mil Milo Emi
Emilia|Emilie Milli Mila Emmi Emmy Mille Milly Emily Lia Milla Millie
Emma Emmi Emmy Emmchen Ema Imma Irma
Erich Eric Erik Eri Erick Erek Jerik
Erika Erica Riki Eri Rika Ricka Riecke
Ernst Ernesto Erni Ernest Ernie Erno
Ernestine Erna Erni Stine Ernesta Tine Ernestina Tina
Erna Ernestine Erni Ernchen
Erwin Irwin Win Ervin Irvin Erwein
Ester Esther Hester Essi Esta
Eugen Eugenius Gene Eugene Jewgeni Eugenio Eujen
Eugenie Eugenia Jenny Geni Genia Evgenia Jewgenia
Eva Evi Evchen Eve Evelyn Ewa Evita Eveline Evelin Ev
Evelyn Eve Evi Lyn Eveline Evelin Evelyne Ewelyn Eweline
Fabian Fabi Fabio Fabien Fab Fabiano
Fabiola Fabi Viola Fabienne Fabia Fabiana
Felix Felice Feli Lix Feliks Felicio Fee
Felicitas Feli Fee Felizitas Feline Zita Felicia Felicity Licci Felizia
Ferdinand Ferdi Ferdl Nando Fernando Ferry Ferd Nante Ferdinandus Fernand Fred
Ferdinande Nanda Ferdinanda Fernanda
Florian Flo Flori Florin Florens Floriano Flor Flurin
Florentine Flora Flo Tine Florence Florentina Florina Flori Flor
Franz Franzl Franzi Frank Franze Franziskus Franciscus Francis François Frans Francesco Francisco Frantz
Franziska Franzi Fanni Fanny Sissi Ziska Fränzi Franka Francisca Franciska Cissy Franzeska Francesca Francis Frances Zissi Fränze Fränzchen
Frank Franko Franz Francis Franck Franky Francois Franco
Franka Franca Franziska Franke
Gabriele|Gabriela Gabi Gaby Gabriella Jella Ella Gabrielle Gabrijela
Gabriel Gabi Gabor Gabriello Gawriel Gabe
Gebhard Gebi Gebbert Hardi Gevert
Genoveva Vevi Eva Geno Genovefa Veva Genevieve Jenny Vefa Veferl Genia
Gerhard|Gerhart Gerd Gert Geerd Gerri Gero Hardi Gerrit Gerardo Gerry Gerardus Gerhardt Gerard
Gerd Gert Gerhard Geert Gerti Gerth
Gerold Gerald Gero Gerri Geri Gerolt Gerry
Gerda Gerdi Gertrud Gerti Gerdchen Gerta
Gerlinde Linde Gerli Linda Gerlind Lindi
Gisela Gisi Gisa Gila Gisel Giesela Gisella Giesi Gilla
Gottfried Friedel Friedl Götz Godfried Gottlieb Gotti Jeff Fried Gottfred Geoffrey Goffredo
Gottlieb Liebl Gottlob
Götz Gottfried Goetz Gottlieb
Gregor Gregorius Greg Grischa Gori Gregory Grigor Görres Gregorio
Grete Gretel Greta Gretchen Margarete Grethe
Gudrun Gudi Gundel Rune Gudrune Guddi
Gudula Gudi Ula Gudel
Günther Günter Gunter Gunther Güni Gunnar Günni Gunni Gintér Günna Guntram
Gunnar Gunder Günther Gunner
Guido Wido Guy Veit
Gustav Gustl Gustel Gusti Gus Gustaf Staffel Gösta Gustave Justav Gustaw
Hans-Peter Hape Hanspeter Hajo Peter Hans
Hans-Joachim Hajo Hansjoachim Jochen Achim Hans Joachim Hanjo
Hans-Jürgen Hansjürgen Jürgen Hans
Hans-Georg Hansgeorg Hage Georg Hans
Hans-Werner Hanswerner Hawe Werner Hans
Hans-Dieter Hansdieter Hade Dieter Hans
Hans-Christian Hanschristian Christian Hans
Karl-Heinz Karlheinz Kalle Kalli Karl Heinz
Klaus-Dieter Klausdieter Klausi Klaus Dieter
Ernst-August Ernstaugust Ernst August
Harald Harry Harri Hary Harold Haralt Haralds Harro
Hartmut Hardy Hart Hartmuth Hardmut
Hartwig Hardy Hartwich Hardwig
Heike Heiki Henrike Heika Haike
Heiko Haiko Heinrich Heico Heik Heiger
Helmut Helmuth Helle Hellmut Hellmuth Helmi Heli Helmchen
Henning Heinrich Hinnerk Johannes
Hermann Hermi Herm Mandi Herman Harm Harmen Manni Menne Männe Herrmann
Hermine Herma Mina Minna Hermi Hermina Mine Herminia
Hieronymus Ronny Jero Jerome Hiero Ronimus Geronimo
Hilde Hilda Hildchen Hildegard Hilla Hildi
Holger Holgi Holge Olger Holcher
Horst Hotte Horsti Hotti Horscht
Hugo Hugh Hug Hubert Haug Ugo
Ida Ita Ide
Ignaz Igna Ignatz Ignatius Iggy Ignacio
Ilona Ilka Ilonka Helene Ili Loni
Ingeborg Inge Inga Ingeburg Ingi Ingebjörg Ingaborg Ingeburga
Ingrid Inge Inga Ingi Ingerid Irid Ingri
Ingo Ingomar Inko Ingolf Yngve
Irene Irena Reni Irina Rena Irini Ireen
Irmgard Irma Irmi Irmel Irmchen Gard Irmengard Irmtraud Irmgart Irmela Ermgard
Irmtraud Irmi Traudl Irmtraut Irma Traudel Irmentraud Irmtrud
Isabella|Isabel Isabelle Isa Bella Isi Isabell Belle Ella Ysabel Isobel Sabella Ibel
Isolde Isa Isi Iseult
Jakob Jacob Jackl Jockel Köbi Jaggi Jo Jack Jake Jaap Köbes Kobus Jacques Giacomo Diego James Jakow Jockl Jakobus
Jakobine Bine Jacoba Jacobina Jakoba
Jan Johannes Jann Jannik Yann Hannes Janek Johann
Jana Janina Johanna Janna Jane Jani
Janine Janina Nina Jani Jannine Jeannine
Jasmin Jasmina Jassi Mina Yasmin Yasemin Jessi Jasmine
Jennifer Jenny Jenni Jen Jennie Jenna Jenifer
Jens Johannes Jentz Jense Jannes
Jessica Jessi Jess Jessy Jessika Jessie Gessica
Joachim Jochen Achim Jo Jochem Joki Kim Johim Hajo Jochim Joakim Jojo Akim
Jochen Jochem Joachim Jo Jochim Jocki
Jonas Jona Joni Jonny Jonah Yunus
Jonathan Joni Jon Jonas John Nathan Johnny Jonatan
Juliane|Juliana Jule Julia Liane Juli Jana Julchen Uliane Jula
Julia Jule Juli Jula Julchen Julie Juliet Giulia Jülchen Julija Yulia
Julian Jules Juli Julius Jul Julianus Iulian
Julius Jules Juli Jul Giulio Julio Gyula
Jutta Judith Utta Jutte Yutta Jytte
Judith Judi Jutta Judy Judit Yehudit
Justus Just Jost Justin Justinus Juste
Kaspar Caspar Kasper Casper Kasperl Jasper Chäpp Gaspar
Kilian Kili Kilius Chilian
Korbinian Korbi Corbinian Binian Korbl Bini
Kunigunde Kuni Gunda Gundi Gunde Konne Kunigunda
Kunibert Kuni Bert Kuno Kunobert
Lambertine Lamberta Berta
Lars Laurentius Lorenz Lasse
Laura Lauri Lori Laurette Lorchen Lauretta
Leon Leo Leonhard Lion Lenny Leonardo
Leonie Leo Leni Loni Eleonore Leona Leoni
Linda Lindi Sieglinde Linde Belinda Dietlinde Lynda
Lothar Lotti Lodar Lotar Lothair
Lukas Lucas Luke Luki Lukasz Luca Luc Luka Luks Lux
Luzia Lucia Luzie Lucie Lucy Luci Zia Lutzi Zie Luzi Lucija
Manfred Manni Manny Fred Mandi Manne Manfried Männe
Manuel Manu Manni Emanuel Mano Manolo
Manuela Manu Ela Emanuela Manuella Mani Nela
Emanuel Manuel Manu Manni Immanuel Emmanuel Emmo
Marcel Marcello Marci Marzel Marcell Marcelo Cello
Markus Marcus Marc Mark Marx Marko Marco Marek Merx Marci Märku
Martin Mart Mertin Marti Maddin Märten Morten Tinus Marten Tino Merten Martinus Märtl Martini Maarten
Martina Tina Tine Martine Marti Ina Martha
Martha Marta Marthe Marthchen Martl
Matthias|Mathias Matze Matthes Hias Matti Mats Mattes Mattis Matthäus Mattias Matz Matthew Hiasl Theis Thies Mathis Matthis Mattheus Mateo Matteo Hiesl Thijs Matija Mate
Matthäus Hias Matthes Mattes Mathäus Matthaeus Matz Mattheis Teus
Maximilian Max Maxi Maxl Maxim Milian Massimo Maximilianus Maximillian Maksimilian Maxe
Maximiliane Maxi Maximiliana Maxie Milli
Melanie Mel Melli Melly Mela Melani Mellie Lanie Melany
Melissa Meli Lissa Mel Melisa
Michael Michi Michel Mike Micha Michl Mischa Mick Much Michal Mischi Maik Michail Mikael Miguel Michele Meik Miche Mikhail Mitchell Mihail
Michaela Michi Ela Micha Micki Michelle Mihaela Mischa Mikaela Micaela Michèle
Monika Moni Mona Monica Monique Nika Mony Monja
Moritz Mo Moriz Mauritz Maurice Ritz Morris Mauritius Maurus Maurizio
Nadine Nadja Nadin Dina Nadi Naddel Nady
Nadja Nadia Nadine Nadeschda Nadya
Natalie Nathalie Natalia Nati Talia Nat Natascha Nathali Natalja
Natascha Natasha Nati Tascha Natalia Nataschja
Oliver Olli Oli Olly Olaf Ollie Noll Olivier Olivero
Olivia Olli Livia Livi Oli Via
Oskar Oscar Ossi Ossy Okki Osgar
Oswald Ossi Waldi Ossy Oswalt Valdi Osvald
Oswin Ossi Osvin Win
Ottilie Otti Tilli Tilly Odilia Ottilia Odilie Ottla Odile
Otto Ottokar Otti Otte Udo Odo Ottfried
Othmar Otmar Otti Ottmar Othi Ottomar
Pankraz Pangraz Pankratius Kraz
Patrick Pat Paddy Rick Patrik Patti Patricius Patrizio Ric
Patricia Patrizia Pat Patti Trish Patty Tricia Pati
Paul Pauli Paulchen Paulus Paule Paolo Pavel Pablo Pål Pawel Pol
Paula Pauli Paulina Pauline Paulchen Pola Paulette
Pauline Paula Paulina Lina Paulchen Line Pauli
Peter Pit Peterle Petz Pete Piet Pitt Pidder Peer Pedro Peti Peterl Petrus Pierre Pjotr Pietro Per Pieter Petar Piotr Peder Petri Päd
Petra Peti Petri Petronella Peta Petrina Pet
Petronella Nelli Petra Nelly Nella Petronilla Ella
Philipp Phil Fips Lipp Lipperl Flip Philip Filip Phillip Felipe Philippe Filippo
Philippine Philippa Pina Pippa Pine
Raimund Raimond Mundi Raymond Ray Mund Reimund Ramon Rai Reymund
Rainer Reiner Rai Reinhard Rayner Raini Reini Reyner
Ralf Ralph Rolf Rudolf Ralfi Radulf Raoul Raul
Raphael Rafael Rafa Rafi Raffael Raffi Rapha Raffaele
Rebekka Rebecca Becky Bekki Beck Becca Rebeca Bekka Reba
Regina|Regine Gina Gine Reni Ina Regi Reina Reginchen
Reinhard Reini Hardi Reinhart Reiner Reinert Reinhardt Renard Hardy Reno Rainhard
Reinhold Reini Holdi Reinold Reinholt Rainhold Renaldo
Reinhilde Reinhild Hilde Reni
Renate Reni Nate Rena Renata Nati Rene Renée
Rene Renee Renato Renatus
Richard Richi Rick Ritchie Richie Ricky Hardi Rich Dick Riccardo Ricardo Rico Reichard Rikard
Rita Margarita Ritchen Rieta
Roland Roli Rolli Rolo Rowland Rolando Orlando Roy
Rolf Rudolf Rolfi Roelf Rodolf Rollo
Roman Romi Romano Romain Romanus
Ronald Ronny Ron Ronni Roni Reinald Ronnie
Rosa Rosi Rosl Roserl Röschen Rosalie Rosel Roxy Rose Rosina Rosita
Rosalie|Rosalia Rosa Rosi Lia Sally Rosl Rosaly
Rosalinde Rosi Linde Linda Rosa Rosalind
Rosemarie Rosi Rosl Rosa Marie Romy Rosmarie Rose Rosmaria Rosemaria Roswitha Röschen
Roswitha Rosi Witha Roswita Rosvita Hrotsvit
Rudolf Rudolph Rudi Rolf Rudl Ruedi Rudy Ralf Rolli Ruodi Rodolfo Rodolphe Dolf Rolfe
Rüdiger Rudi Rutger Ruedi Rudiger Roger Rüdi Ruddi Rütger
Ruth Ruthchen Rut Ruthi Rutli
Sabine Bine Sabi Biene Sabina Bini Binchen
Sabrina Sabi Brina Bri Rina
Salome Sally Salomea Sali Lome
Samuel Sam Sammy Samy Samu Schmul Sämi
Samantha Sam Sammy Samanta
Sebastian Basti Bastian Wastl Sebi Seb Bast Bastl Sebo Bastien Sebastien Wast Sevi Baschi Sebastiano
Bastian Basti Bast Wastl Sebastian Bastiaan
Severin Sevi Sören Severinus Severino Rin
Siegfried Sigi Siggi Siegi Fried Friedel Sigfried Sigfrid Siggy Siegfrid Sigurd Friedl
Siegmund Sigmund Sigi Siggi Mundi Siegismund Sigismund Sigimund Zsigmond
Sieglinde Sigi Linde Siggi Linda Siglinde Lindi Siegelinde
Siegrid Sigrid Siri Sigi Siggi Sirid Sigrit
Silke Cäcilie Silka Celia Sylke
Silvester Sylvester Silvo Vester Sly Silvestro
Silvia|Sylvia Silvi Sylvie Sylvi Silvie Silva Via Sylva Sylwia
Simon Simi Simeon Sim Siemen Simmerl Simmel Szymon
Simone|Simona Moni Simi Mona Simonette Simonetta
Sofia|Sophie Sophia Sofie Sopherl Fia Fie Soffi Sofi Sophi Fieke Zofia Feichen Sonja
Sonja Sonia Sophia Sonni Sonya
Stanislaus Stani Stanis Stanislaw Slavko Stenzel Stanko Stano
Stefan|Steffen Stephan Steff Steve Stevie Stepan Steven Steffl Stevo Stefanus Stephen Stefano Istvan Szczepan Stefferl
Stefanie Stephanie Steffi Steffy Stefania Stephi Fanny Fanni Steffie Stefi Stephania Stefany Stephany
Susanne|Susanna Susi Sanne Susan Sanna Suse Susann Sannchen Suschen Susette Sue Sanni Suzanne Zuzana Susel Susa
Swantje Svantje Schwantje
Tanja Tatjana Tania Tani Tanya
Tatjana Tanja Tati Jana Tatiana Tania Tatyana
Thekla Tekla Thea
Theodor Theo Teo Theodore Dorle Fedor Teddy Ted Tede Feodor Teodor Theodoros
Theobald Theo Debald Tibald Diebold
Therese|Theresia|Theresa Resi Rese Thesi Resl Tess Tessa Teresa Reserl Thesa Terry Tesi Tereza Terese
Thomas Tom Tommy Thommy Tomas Tommi Thom Massl Dammerl Dommerl Tomasz Tomaso Thomi Tomislav Tommaso
Tilman Till Tilmann Thilo Tillmann Tim Thilmann
Till Tyll Tilman Til Dietrich Thiel Tille
Timotheus Tim Timo Timmy Timothy Timon Timmo Tymoteusz
Tim Timm Timo Timotheus Timmy Timmi
Tobias Tobi Toby Tobie Tobiasz Tebbe Bias
Torsten Thorsten Torte Tosten Thore Tori Torstein Thorstein Toto Torge
Ulrich Uli Ulli Ueli Ulle Udo Utz Ully Ulrik Olrik Ule Ulricus Ulf
Ulrike Uli Ulli Rike Rieke Ulla Ulrika Ricke Ully Riekchen
Ursula Uschi Ulla Ursel Urschel Ursl Ursi Ula Sula Urselchen Uschy Orsolya Orsola Urs Urschi Ursina
Urs Ursus Urban Ursli
Ulf Wolf Ulrich Ulfert
Uwe Uve
Valentin Valti Velten Val Valtin Velti Valentino Veltin Faltin Tino Foit Wälti
Valentina Vali Tina Valentine Vally Valja
Valerie Valeria Vally Vali Valery Valeska
Vera Verena Veronika Wera
Verena Vreni Vera Rena Vreneli Reni Frena Verene Vroni
Veronika Vroni Vera Roni Ronja Nika Moni Veronica Vreni Veronique Weronika Ronnie
Viktor Victor Vicki Viki Vico Vic Viktors Wiktor Vitek Vittorio
Viktoria|Victoria Vicki Vicky Viki Tori Vika Viktorija Ria Vicy Wiktoria Vittoria
Vinzenz Vincent Vinz Zenz Vince Vincenz Vinzent Vinnie Enzo Vincenzo Senz Zenzi
Volker Volkmar Volki Folker Volkert Volko Volkhard
Volkmar Volker Volkmer Folkmar
Kreszentia Kreszenz Zenz Zenzi Senta Creszentia Kreszenzia Crescentia
Walter Walther Walti Wolli Walt Wälti Wolter Wouter Gualtiero Wolt Waldi
Walpurga Burgl Walburga Walli Burgi
Wendelin Wendel Wendl Vendelin Wändel
Werner Wernher Wern Wernerle Wetzel Verner Wernfried Werni
Wiebke Wibke Wiebe Wipke Vibeke
Wigbert Bert Wikbert Wigo
Winfried Fried Friedel Winni Winnie Winfred Wini Winfrid
Wolfgang Wolf Wolfi Wolferl Wolle Wolfy Gangerl Gangl Wulf Wolff Wölfi
Wolfhard Wolf Hardi Wolfhart
Wolfram Wolf Wolfi Ram Wolframm
Wolf Wolfgang Wulf Wolff Ulf
Xaver Xaverl Xari Franzxaver Xavier Veri Vere Javier
Yvonne Yvi Ivonne Ivi Vonni Yve Evonne Iwonne
Yvette Ivette Yvi Yvett
Zacharias Zacher Zach Zachary Harry Zachi
Zita Zitta Felicitas Cita
Mohammed|Muhammad|Mehmet Mohamed Mohammad Muhammed Mo Mohamad Mahomet Muhamed Muhammet Mohamet Momo
Ahmed Ahmet Ahmad Achmed Achmet
Mustafa Mustapha Musti Moustafa Mostafa Mustaf
Ibrahim Ibo Ebrahim Abraham Ibrahima Ibra Brahim
Yusuf Yussuf Jusuf Josef Yousef Youssef Yosef Jussuf Yusef
Hüseyin Hussein Huseyin Husain Hossein Hussain Husein
Hasan Hassan Hasso Chasan
Osman Ottman Usman Uthman Othman
Ismail Ismael Esmail Ismaël
Süleyman Suleiman Sulejman Salomon Soliman Sulaiman Sulayman
Fatma Fatima Fati Fatema Fadime Fatme Fatimah
Ayse Aische Aisha Aicha Ayşe Aysche Aysegül
Emine Amina Emina Mine Amine
Zeynep Zeinab Seyneb Zainab Zeynab
Hatice Hatidsche Khadija Hatidze Chadidscha Hadice
Aleksander Aleksandar Alexander Aleks Sascha Saša Alek Olek
Wladimir Vladimir Wolodja Vlado Wowa Vova Wladi Volodymyr
Dmitri Dimitri Dima Mitja Dmitrij Dimitrij Dimitrios Dimi Mitya Dmytro Dmitriy
Sergej Sergei Serge Serjoscha Sergio Sergey Sergiy Serhij
Nikolai Nikolaj Kolja Niko Nikolay Mykola
Iwan Ivan Wanja Iwanko Vanja Johannes
Jewgeni Evgeni Schenja Eugen Jewgenij Evgeny Evgenij Yevgeny
Anastasia Nastja Asja Stasia Anastassia Nastia Anastasija Anastazja
Jekaterina Ekaterina Katja Katharina Katjuscha Yekaterina
Olga Olja Olenka
Malgorzata Margarete Gosia Malgosia Margareta
Katarzyna Katharina Kasia Katarina
Agnieszka Agnes Aga Agnieschka Agneta
Agnes Agi Neele Nesi Agnete Agnesa Angnes Inés Nessa Agneta Ines
Agathe Agi Agatha Agata Gathe
Zofia Sofia Sophie Zosia Zosch
Piotr Peter Piotrek Petrus
Pawel Paul Pavel Pawlo
Tomasz Thomas Tomek Tomas
Krzysztof Christoph Krzysiek Kristof Krzystof
Andrzej Andreas Andrzejek Andrej Jendrik
Grzegorz Gregor Grzes Grzesiek
Jerzy Georg Jurek Juri
Giovanni Johannes Gianni Johann Nino Vanni
Giuseppe Josef Beppe Pino Peppe Peppino Geppo
Luigi Ludwig Gigi Alois Luis
Antonio Anton Toni Tonio Nino Totò
Francesco Franz Franco Ciccio Checco
`;
