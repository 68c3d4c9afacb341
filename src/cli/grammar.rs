//! The query language explained, for `onrecord help query` and `onrecord help quotes`. Every example is run by a
//! test.

/// The text beneath the options.
pub const GRAMMAR: &str = "\
THE QUERY LANGUAGE

Words. All words must occur; a word is found in all its forms (tariff: tariffs), without regard to case, accents
and kinds of apostrophe (cafe: café; isn’t: isn ’ t). When fewer than ten documents hold all of them, those that
hold most follow, marked \"in part\". Overlap words (the, of) count only when nothing else is asked for. Words that
stand close together, in the headline or early in the text count more, and exact forms more than others.
  onrecord query electricity tariffs
  onrecord query '=tariffs'                      this form only; with capitals, only with these: =US is not us

Phrases stand between quotation marks of any kind, straight or curly, matched or not.
  onrecord query '\"nine percent\" OR “9 percent”'
  onrecord query '„herring quota“'

AND, OR, NOT, in capitals, and parentheses. Words side by side are joined by AND; AND binds tighter than OR. Where AND
is written, nothing follows that holds only some of the words. -word is NOT word.
  onrecord query 'flood AND (Sarn OR Kessing)'
  onrecord query 'minister -tariffs'
  onrecord query 'ferry NOT strike'

Closeness, counted in other words between: NEAR/5 in either order, ONEAR/5 in this order, \"…\"~5 all of these words.
NEAR alone is NEAR/10.
  onrecord query 'tariffs NEAR/6 percent'
  onrecord query '(bund OR barrier) ONEAR/20 flood'
  onrecord query '\"minister energy\"~2'

Stretches: same-sentence(…), same-paragraph(…), first/50(…) for the first fifty words.
  onrecord query 'same-sentence(tariffs percent -winter)'
  onrecord query 'same-paragraph(minister parliament)'
  onrecord query 'first/20(tariffs)'

Patterns for one word: * stands for any letters, ? inside a word for one; /…/ is a regular expression for the whole
word; ~1 or ~2 allows so many wrong letters. A pattern stands for at most 1,000 words, the most frequent ones; it says
so when there are more.
  onrecord query 'elect*'
  onrecord query 't?riff* *lode'
  onrecord query '/tari[f]+s?/'
  onrecord query 'oskersdal~1'

Fields: title, body, quote, speaker, role, person, org, place, group, entity (any of these four), source (words of
the publication or the path), byline, section, url, path, lang. A field takes a word, a phrase or parentheses.
  onrecord query 'title:flood OR body:dykes'
  onrecord query 'speaker:oskarsdal date:2025'
  onrecord query 'person:\"anjali wertham\" org:university'
  onrecord query 'path:wire place:kessing lang:en'

Fields about quotations side by side mean one and the same quotation: this is Oskarsdal saying it. What must not
occur must occur in no quotation of the article.
  onrecord query 'speaker:oskarsdal quote:(tariffs OR crown)'
  onrecord quotes 'speaker:wertham (flood OR dykes)'
  onrecord query 'speaker:oskarsdal -speaker:hallivane'

Dates: a day, month or year; a range with .. or >=, >, <=, <; last30d (d, w, m, y); none for the undated. An article
dated only 2025 lies in a range that holds all of 2025 (see --loose-dates).
  onrecord query 'date:2025-06..2025-07'
  onrecord query 'flood date:>=2019'
  onrecord query 'date:none'

Weight: ^3 makes a part count three times as much.
  onrecord query 'flood^3 dykes' --any

--explain shows a query as it was understood, and of each hit what every part added. What cannot be meant otherwise is
taken as words and said on standard error, with its column. A date that is none, more than 600 words, 20,000
bytes or 60 levels of parentheses are refused. --plain takes everything as words.
  onrecord query 'tariffs OR (flood' --explain
  onrecord query --plain 'NOT a freeze: \"tariffs rise'";
