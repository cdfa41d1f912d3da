/** Given names usual in Germany, Austria and Switzerland, of all generations and origins. */
export const givenNames = `
  achim adelheid adrian agnes ahmed aisha albert alex alexander alexandra alfons alfred ali alina alois amelie amir ana
  anastasia andre andrea andreas andrej angela angelika anja anke ann anna annabell anne annegret anneliese annelore
  annemarie annette anni annika anton antonia antonio arne arno arnold arthur artur astrid august axel ayla ayse barbara
  bastian beate beatrice ben benedikt benjamin benno bernd bernhard bert berta bettina bianca birgit birte bjoern boris
  brigitte britta bruno burkhard can carina carl carla carmen carola carolin carsten caroline cem charlotte chiara chris
  christa christel christian christiane christina christine christof christoph clara claudia claus clemens conny
  constanze cornelia corinna dagmar daniel daniela darius david deniz dennis detlef diana dieter dietmar dietrich dirk
  dominik doreen doris dorothea dragan edeltraud edgar edith edmund eduard egon ekkehard elena eleonore elfriede elias
  elif elisa elisabeth elke ella ellen elmar else emil emilia emily emine emma emre erhard eric erich erik erika erna ernst
  erwin esra esther eugen eva evelyn ewald fabian fatih fatma felix ferdinand finn flora florian frank franz franziska
  franka fred frederik frida friedhelm friedrich fritz gabi gabriel gabriele georg gerald gerd gerda gerhard gerlinde
  gero gert gertrud gisbert gisela gottfried greta gudrun guenter guenther guido gunda gundula gunnar gunter gustav hakan
  hannah hanna hannelore hannes hans harald harry hartmut hasan hedwig heidemarie heidi heike heiko heiner heinrich heinz
  helena helene helga helmut helmuth henning henri henrik henry herbert heribert hermann herta hertha hilde hildegard
  holger horst hubert hugo hussein ibrahim ida igor ilona ilse immanuel ina ines inga inge ingeborg ingo ingrid irene
  irina iris irma irmgard isabel isabell isabella ivan ivonne jakob jan jana janina janine jasmin jens jessica joachim
  jochen joerg johann johanna johannes jonas jonathan josef josefine joseph judith julia julian juliane julius jule jutta
  juergen kai kaethe karim karin karl karla karlheinz karolin karoline karsten katharina kathrin katja katrin kay kemal
  kerstin kevin kilian kim kira klara klaus konrad konstantin kristian kristin kristina kurt lars laura lea leah lena
  leni leo leon leonard leonie levi liam lia lieselotte lilli lina linda lisa lorena lothar lotte louis louisa luca
  lucas lucia ludwig luis luisa lukas lutz lydia magda magdalena maik maike malte mandy manfred manuel manuela mara
  marc marcel marco marcus maren margarete margit margot margret margrit maria marianne marie marina mario marion marius
  mark marko markus marlene marlies marlis marta martha martin martina marvin mathias mathilde matthias max maximilian
  mechthild mehmet meike melanie melina melissa merle mia michael michaela mike mila milan mina mira miriam mirjam
  mohamed mohammed monika moritz murat mustafa nadine nadja natalia natalie natascha nele nico nicole niels niklas nils
  nina noah nora norbert norman oksana olaf ole olga oliver olivia omar oscar oskar oswald otmar otto paola pascal patricia
  patrick patrizia paul paula pauline peggy petra peter philipp philip pia pierre raimund rainer ralf ralph ramona raphael
  rebecca regina regine reiner reinhard reinhold renate rene ria ricarda richard rita robert robin roland rolf roman romy
  ronald ronny rosa rosemarie rosi rosmarie roswitha rudi rudolf ruth sabine sabrina samuel sandra sandro sara sarah sascha
  saskia sebastian selin selma sepp sergej sibylle siegfried sieglinde siegmund sigrid silke silvia silvio simon simone
  sina sofia sofie sonja sonya sophia sophie stefan stefanie steffen steffi stella stephan stephanie susanne susi sven
  svenja swetlana svetlana sybille sylvia tamara tanja tanya tatjana theo theodor theresa therese thomas thorsten tilman
  tim timo tina tobias tom toni torben torsten traute tristan udo ulf uli ulla ulrich ulrike ursula ute uwe valentin
  valentina vanessa vera verena veronika viktor viktoria vincent viola vivien vladimir volker volkmar waldemar walter
  waltraud wanda werner wiebke wilfried wilhelm willi willy winfried wolf wolfgang wolfram xaver yannick yasemin yasmin yusuf
  yvonne zoe schorsch franzi kathi resi gitti uschi mandy agnieszka katarzyna piotr giovanni giuseppe francesco jose
  carlos pedro ines nikola zoran goran milica jelena mirko aleksandar mareike soeren piet merle bjarne henrike
  levin mats emilio matteo ronja paulina finja greta ahmet ayhan erkan gokhan huseyin ismail leyla nuray orhan serkan zeynep
`;
