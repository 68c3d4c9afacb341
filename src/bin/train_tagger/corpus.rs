//! The grammar files → sentences of the narration with a tag on each item.
//!
//! The files' tokens are put back into running text, and everything up to the tagger is done as for
//! an article: names, marks, narration. So the perceptron learns from exactly what it will see.

use onrecord::annotate::training::hash;
use onrecord::annotate::training::speech::{
    Narration, NarrationItem, Pos, SeenWord, Tag, disambiguate, fold_with, guess, paired, see,
};
use onrecord::annotate::{Annotator, EntityRecogniser};
use onrecord::model::Notes;
use onrecord::text::Prose;

/// Tag of signs, by Universal Dependencies.
const NO_TAG: &str = "PUNCT";

/// Sentence of the narration.
#[derive(Debug, Default)]
pub struct Sentence {
    /// Each item as the tagger sees it.
    pub words: Vec<SeenWord>,
    /// The right tag of each item, if the files tell it.
    pub gold: Vec<Option<Tag>>,
    /// Parts of speech by the lexicon.
    pub sets: Vec<Pos>,
    /// Parts of speech that the grammar sees: after the rules and the embedded tagger.
    pub ruled: Vec<Pos>,
}

/// Document as running text with the tags of its tokens, by byte.
#[derive(Default)]
struct Document {
    body: String,
    tokens: Vec<(usize, usize, Option<Tag>)>,
}

/// Reads the sentences of a file.
pub fn read(file: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for document in documents(file) {
        add(&document, &mut sentences);
    }
    sentences
}

/// Splits a file into its documents.
fn documents(file: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let mut joined = true;
    for line in file.lines() {
        if line.starts_with("# ") {
            documents.push(Document::default());
            joined = true;
            continue;
        }
        let Some(document) = documents.last_mut() else { continue };
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, form, _, upos, xpos, _, relation] = fields[..] else {
            document.body.push_str("\n\n");
            joined = true;
            continue;
        };
        let hyphen = xpos == "HYPH";
        if !joined && !hyphen {
            document.body.push(' ');
        }
        joined = hyphen;
        let start = document.body.len();
        document.body.push_str(form);
        document.tokens.push((start, document.body.len(), tag_of(upos, xpos, relation)));
    }
    documents
}

/// Returns the tag of a token with these columns.
fn tag_of(upos: &str, xpos: &str, relation: &str) -> Option<Tag> {
    Some(match (upos, xpos) {
        (NO_TAG | "SYM", _) | (_, "POS" | "CD" | "LS" | "$") => Tag::Other,
        (_, "NN" | "NNS") => Tag::Noun,
        (_, "NNP" | "NNPS") => Tag::Name,
        (_, "VBD" | "VBZ" | "VBP") => Tag::Finite,
        (_, "VB") => Tag::Base,
        (_, "VBG") => Tag::Ing,
        (_, "VBN") => Tag::Participle,
        (_, "JJ" | "JJR" | "JJS") => Tag::Adjective,
        (_, "RB" | "RBR" | "RBS" | "RP") => Tag::Adverb,
        ("SCONJ", "IN") => Tag::Subordinator,
        (_, "IN") if relation == "mark" => Tag::Subordinator,
        (_, "IN" | "TO") => Tag::Preposition,
        (_, "WDT" | "WP" | "WP$" | "WRB") => Tag::Wh,
        (_, "MD") => Tag::Modal,
        (_, "CC") => Tag::Coordinator,
        (_, "PRP$") | ("DET", _) => Tag::Determiner,
        ("PRON", _) => Tag::Pronoun,
        (_, "DT" | "PDT") => Tag::Determiner,
        _ => return None,
    })
}

/// Adds the sentences of a document.
fn add(document: &Document, sentences: &mut Vec<Sentence>) {
    let prose = Prose::new(&document.body);
    let mut notes = Notes::default();
    EntityRecogniser.annotate(&prose, &mut notes);
    let marked = paired(&prose);
    let fold = |marked, choose| fold_with(&prose, marked, &notes.mentions, choose);
    let leave = |_: &str, _: &mut [NarrationItem], _: &mut Vec<SeenWord>| {};
    // Once as it is printed, so that the words within marks are learned from too.
    for (marked, quoted) in [(&[][..], false), (&marked[..], true)] {
        let raw = fold(marked, leave);
        let ruled = fold(marked, disambiguate);
        add_narration(document, &raw, &ruled, quoted, sentences);
    }
}

/// Adds the sentences of a narration; with `quoted`, only those that hold a folded quotation.
fn add_narration(
    document: &Document,
    raw: &Narration<'_>,
    ruled: &Narration<'_>,
    quoted: bool,
    sentences: &mut Vec<Sentence>,
) {
    for sentence in &raw.sentences {
        let items = &raw.items[sentence.start..sentence.end];
        if quoted && !items.iter().any(NarrationItem::is_quote) {
            continue;
        }
        let mut found = Sentence::default();
        see(raw.text, items, &mut found.words);
        for (item, after) in items.iter().zip(&ruled.items[sentence.start..sentence.end]) {
            let first = document.tokens.partition_point(|token| token.1 <= item.span.start);
            let tokens = document.tokens[first..].iter();
            let inside = tokens.take_while(|token| token.0 < item.span.end);
            let gold =
                if item.is_quote() { Some(Tag::Other) } else { inside.last().and_then(|t| t.2) };
            found.gold.push(gold);
            found.sets.push(item.pos);
            found.ruled.push(after.pos);
        }
        if let Some(unlisted) = unlisted(raw.text, items, &found, sentences.len() as u64) {
            sentences.push(unlisted);
        }
        sentences.push(found);
    }
}

/// Returns the sentence with half of its words of open classes as if the lexicon had none of them:
/// it was counted in these very files, and knows too many of their words.
fn unlisted(text: &str, items: &[NarrationItem], listed: &Sentence, seed: u64) -> Option<Sentence> {
    let mut words = listed.words.clone();
    let mut changed = false;
    for (at, item) in items.iter().enumerate() {
        let word = item.span.of(text).to_ascii_lowercase();
        let chosen = hash::mix(hash::word(&word), seed) & 1 == 1;
        if chosen
            && item.is_plain_word()
            && item.subcat.is_empty()
            && !item.pos.is_empty()
            && !item.is(Pos::CLOSED | Pos::NAME | Pos::NUM | Pos::NEG | Pos::POSS | Pos::GUESSED)
        {
            words[at] = SeenWord::word(item.span.of(text), guess(&word), false, item.capital);
            changed = true;
        }
    }
    changed.then(|| Sentence { words, gold: listed.gold.clone(), ..Sentence::default() })
}
