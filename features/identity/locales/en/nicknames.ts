/** Given names that one person may go by in English; see locales/de/nicknames.ts. From general knowledge. */
export const nicknames = `
William Will Bill Billy Willy Liam
Robert Rob Bob Bobby Robbie
Richard Rick Dick Rich Richie Ricky
Edward Ed Eddie Ted Teddy Ned Eddy
Edwin Ed Eddie
James Jim Jimmy Jamie Jem
John Jack Johnny Jon
Jonathan Jon Johnny Nathan
Joseph Joe Joey Jo
Thomas Tom Tommy
Charles Charlie Chuck Chas Charley
Henry Harry Hank Hal
Harold Harry Hal
George Georgie
Michael Mike Mick Mickey Micky
Matthew Matt
Andrew Andy Drew
Anthony Tony Antony Ant
Alexander Alex Alec Sandy Lex Xander
Albert Al Bert Bertie
Alfred Alf Alfie Fred
Frederick Fred Freddie Freddy
Francis Frank Frankie Fran
Franklin Frank
Benjamin Ben Benny Benji
Christopher Chris Kit Topher
Daniel Dan Danny
David Dave Davy
Donald Don Donny
Douglas Doug
Gerald Gerry Jerry
Gregory Greg
Jeffrey Jeff Geoffrey Geoff
Jeremiah Jeremy Jerry
Kenneth Ken Kenny
Lawrence Larry Laurence Laurie Lawrie
Leonard Len Lenny Leo
Louis Lou Lewis
Nathaniel Nat Nate Nathan
Nicholas Nick Nicky Nicolas
Patrick Pat Paddy
Peter Pete
Philip Phil Phillip
Raymond Ray
Ronald Ron Ronnie
Samuel Sam Sammy
Stephen Steven Steve Stevie
Stanley Stan
Theodore Theo Ted Teddy
Timothy Tim Timmy
Walter Walt Wally
Zachary Zach Zack
Elizabeth Liz Beth Betty Lizzie Eliza Libby Bess Betsy Elsie Lisa Bessie
Margaret Maggie Meg Peggy Madge Daisy Margie Greta Rita
Mary Molly Polly Mamie May Marie
Martha Patty Mattie
Katherine Kate Kathy Katie Kitty Catherine Cathy Kay Kathryn Katharine Kit
Caroline Carrie Carol Lina Caro
Charlotte Lottie Charlie Lotte
Dorothy Dot Dolly Dottie Dora
Eleanor Ellie Nell Nora Nellie Ella
Ellen Nell Nellie Ella
Emily Em Emmy Millie
Florence Flo Flossie Florrie
Frances Fran Fanny Frankie Francie
Harriet Hattie Harry
Helen Nell Nellie Ellie Lena
Isabella Bella Isabel Izzy Belle
Jane Janie Jenny Janet
Janet Jan Jenny Jane
Jennifer Jen Jenny
Jessica Jess Jessie
Judith Judy
Josephine Jo Josie
Louisa Lou Louise Lulu
Lucy Lucille Lucinda Lu
Matilda Tilly Mattie Tilda Maud
Pamela Pam
Patricia Pat Patty Trish Tricia
Rebecca Becky Becca Reba
Sarah Sally Sadie Sara
Susan Sue Susie Suzanne Susannah Suzy
Theresa Terry Tess Tessa Teresa Tracy
Victoria Vicky Tori Vic
Virginia Ginny Ginger
Abigail Abby Gail
Amelia Millie Amy Emily
Ann Anne Annie Nan Nancy Nanny Hannah Anna
Barbara Barb Babs Barbie
Deborah Deb Debbie Debra
Alexandra Alex Sandra Sandy Lexi
Gwendolyn Gwen Wendy
Philippa Pippa Pip
Samantha Sam Sammy
Winifred Winnie Freda
`;
