//! Parts of speech of the narration's items: from the lexicon, then by the neighbour to the left,
//! and by the tagger where it is sure.

use crate::annotate::quotes::lexicon::{self, Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::items::{ItemKind, MentionIndex, NarrationItem};
use crate::annotate::quotes::speaker_nouns::{SpeakerNoun, kind_of as kind_of_speaker};
use crate::annotate::quotes::tagger::features::SeenWord;
use crate::annotate::quotes::tagger::tag_set::Tag;
use crate::annotate::quotes::tagger::{Choice, Tagger};
use crate::model::Span;
use crate::text::{Case, Prose, Token, TokenKind};

/// Returns the item of a token of narration. `left` is the item before it in its sentence.
pub fn tag(
    prose: &Prose<'_>,
    token: Token,
    mention: Option<MentionIndex>,
    left: Option<&NarrationItem>,
) -> NarrationItem {
    let word = token.of(prose.text);
    let kind = match kind_of(prose.text, token) {
        // A mark around the nickname within a name.
        ItemKind::Sign if mention.is_some() && token.kind == TokenKind::QuoteMark => ItemKind::Word,
        kind => kind,
    };
    let mut item = NarrationItem {
        span: token.span,
        kind,
        pos: Pos::empty(),
        subcat: Subcat::empty(),
        forms: Pos::empty(),
        classes: WordClass::empty(),
        quote: None,
        mention,
        capital: token.has_capital(),
    };
    if kind != ItemKind::Word {
        return item;
    }
    let entry = lexicon::entry(word);
    // "director-general" is an office, whatever the ending looks like.
    let office = || word.contains('-') && kind_of_speaker(word) == Some(SpeakerNoun::Person);
    item.pos = match token.kind {
        TokenKind::Word if entry.pos.contains(Pos::GUESSED) && office() => Pos::NOUN,
        TokenKind::Number => Pos::NUM,
        TokenKind::Clitic => clitic(word, left),
        TokenKind::Address => Pos::NOUN,
        _ => entry.pos,
    };
    item.subcat = entry.subcat;
    item.forms = entry.forms;
    item.classes = entry.classes;
    if mention.is_some() {
        item.pos = Pos::NAME;
        item.subcat = Subcat::empty();
    } else if item.capital
        && left.is_some()
        && token.kind == TokenKind::Word
        && token.case != Case::None
        && !item.is(Pos::CLOSED)
    {
        // A capital within a sentence makes a name, but "The", "I" and headings do not.
        item.pos = Pos::NAME | (item.pos & Pos::TIME);
    }
    item
}

fn kind_of(text: &str, token: Token) -> ItemKind {
    let word = token.of(text);
    match token.kind {
        TokenKind::Word | TokenKind::Number | TokenKind::Clitic | TokenKind::Address => {
            ItemKind::Word
        }
        TokenKind::QuoteMark => ItemKind::Sign,
        TokenKind::Punct => match word.chars().next() {
            Some(',') => ItemKind::Comma,
            Some(':') => ItemKind::Colon,
            Some(';') => ItemKind::Semicolon,
            Some('–' | '—' | '―') => ItemKind::Dash,
            Some('-' | '~') if word.len() > 1 || is_dash(text, token.span) => ItemKind::Dash,
            Some('.') if word.len() > 1 => ItemKind::Sign,
            Some('.' | '?' | '!') => ItemKind::Stop,
            _ => ItemKind::Sign,
        },
    }
}

/// Part of speech of what is shortened to an apostrophe and a letter or two.
fn clitic(word: &str, left: Option<&NarrationItem>) -> Pos {
    if word.ends_with(['t', 'T']) {
        Pos::NEG
    } else if word.ends_with(['s', 'S']) {
        // "there's", "he's", "who's" hold a verb; "Smith's" is taken for a possessive.
        if left.is_some_and(|l| !l.is_named() && l.is(Pos::PRON | Pos::WH)) {
            Pos::BE | Pos::FINITE
        } else {
            Pos::POSS
        }
    } else if word.ends_with("ve") {
        Pos::HAVE | Pos::FINITE
    } else if word.ends_with("ll") {
        Pos::MODAL | Pos::FINITE
    } else {
        Pos::BE | Pos::FINITE
    }
}

/// True if a hyphen stands between blanks, or between a blank or mark and a capital, as a dash
/// does.
fn is_dash(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let mark = before.is_some_and(|c| matches!(c, '"' | '”' | '“' | '’' | '\'' | '»'));
    let blank = before.is_none_or(char::is_whitespace);
    let name = after.is_some_and(char::is_uppercase);
    blank && after.is_none_or(char::is_whitespace) || (blank || mark) && name
}

/// Chooses among the parts of speech of each word of a sentence by its neighbour to the left, and
/// joins verbs of speech with their particles.
pub fn disambiguate(text: &str, sentence: &mut [NarrationItem], seen: &mut Vec<SeenWord>) {
    join_particles(text, sentence);
    let tagged = sentence.iter().any(may_report);
    if tagged {
        see(text, sentence, seen);
    }
    for at in 0..sentence.len() {
        let item = sentence[at];
        if item.is_plain_word() {
            let set = chosen(text, sentence, at);
            sentence[at].pos = if set.is_empty() { Pos::NOUN } else { set };
        }
    }
    if tagged {
        Tagger::embedded().tag(seen, |at, choice| narrow(sentence, at, choice));
    }
}

/// True for a quotation, and for a word that may report one.
fn may_report(item: &NarrationItem) -> bool {
    item.is_quote() || !item.subcat.is_empty()
}

/// Puts what the tagger sees of the items into `seen`.
pub fn see(text: &str, sentence: &[NarrationItem], seen: &mut Vec<SeenWord>) {
    seen.clear();
    seen.extend(sentence.iter().map(|item| match item.kind {
        ItemKind::Word => {
            SeenWord::word(item.span.of(text), item.pos, !item.subcat.is_empty(), item.capital)
        }
        kind => SeenWord::sign(kind as u32),
    }));
}

/// Parts of speech among which the tagger chooses.
const CHOSEN: Pos = Pos::NOUN
    .union(Pos::FINITE)
    .union(Pos::BASE)
    .union(Pos::ING)
    .union(Pos::PART)
    .union(Pos::ADJ)
    .union(Pos::ADV);

/// Points by which a noun must have won.
const MIN_NOUN: i16 = 32;
/// Points by which a noun must have won over a verb of speech: a report may be lost with it.
const MIN_NOUN_OF_SPEECH: i16 = 140;
/// Points by which a finite verb must have won over a participle.
const MIN_PAST: i16 = 64;
/// Points by which a finite verb must have won where the lexicon knows of none.
const MIN_UNLISTED: i16 = 100;

/// Narrows the parts of speech of the word at `at` to the one that the tagger chose, if it is sure
/// and the grammar is better with it. The grammar is at home in doubt between participle,
/// adjective and adverb, and between the forms of a verb: there a choice only adds errors.
fn narrow(sentence: &mut [NarrationItem], at: usize, choice: Choice) {
    let item = sentence[at];
    let open = CHOSEN | Pos::GUESSED | Pos::CHANNEL;
    if choice.is_only() || !item.is_plain_word() || !open.contains(item.pos) {
        return;
    }
    let noun = Pos::NOUN | Pos::NAME;
    let left = at.checked_sub(1).is_some_and(|left| sentence[left].is(noun));
    let after_preposition = at.checked_sub(1).is_some_and(|left| sentence[left].is(Pos::PREP));
    let speaks_next = sentence.get(at + 1).is_some_and(|i| i.forms.contains(Pos::FINITE));
    let min = match choice.tag {
        // "according to"
        Tag::Noun if item.is(Pos::ING) => return,
        Tag::Noun if item.subcat.is_empty() => MIN_NOUN,
        // "the letter states" is no compound.
        Tag::Noun if item.is(Pos::NOUN) && !left => MIN_NOUN_OF_SPEECH,
        // "those surveyed said", "campaign aides say"
        Tag::Finite if speaks_next => return,
        Tag::Finite if item.is(Pos::PART) => MIN_PAST,
        Tag::Finite if item.is(Pos::GUESSED) => MIN_UNLISTED,
        // "to destroy the bridge"
        Tag::Base if item.is(Pos::GUESSED) && after_preposition => 0,
        _ => return,
    };
    if choice.margin >= min {
        sentence[at].pos = (item.pos - CHOSEN) | choice.tag.pos();
    }
}

/// "hit back", "chimed in": the verb speaks, and the particle is an adverb, unless an object
/// follows ("hit back the ball"). After a quotation the subject may follow.
fn join_particles(text: &str, sentence: &mut [NarrationItem]) {
    for at in 1..sentence.len() {
        let quote = |at: usize| at.checked_sub(1).is_some_and(|at| sentence[at].is_quote());
        let (verb, particle) = (at - 1, &sentence[at]);
        if !particle.is_listed(WordClass::PARTICLE)
            || !particle.is_plain_word()
            || !sentence[verb].is_plain_word()
        {
            continue;
        }
        let object = sentence.get(at + 1).is_some_and(|next| {
            next.kind == ItemKind::Word
                && (next.is_named()
                    || next.is(Pos::DET | Pos::NOUN | Pos::NAME | Pos::NUM | Pos::ADJ | Pos::PRON))
        });
        let comma = verb > 0 && sentence[verb - 1].kind == ItemKind::Comma;
        if object && !quote(verb) && !(comma && quote(verb - 1)) {
            continue;
        }
        let word = |at: usize| sentence[at].span.of(text);
        if let Some(entry) = lexicon::phrasal(word(verb), word(at)) {
            let (subcat, forms) = (entry.subcat, entry.forms);
            sentence[verb].subcat |= subcat;
            sentence[verb].forms |= forms;
            sentence[verb].pos |= entry.pos;
            sentence[at].pos = Pos::ADV;
        }
    }
}

/// The parts of speech that the word at `at` can have after its left neighbour.
fn chosen(text: &str, sentence: &[NarrationItem], at: usize) -> Pos {
    let item = sentence[at];
    let verbal = Pos::FINITE | Pos::BASE;
    let nominal = Pos::NOUN | Pos::ADJ;
    let mut set = item.pos;
    // A past form such as "said" is no noun, but "the alleged" and "the reported" are no verbs.
    let past = !set.intersects(nominal) && item.forms.intersects(Pos::PART);
    // "the ground", "a split": no article stands before a verb in the past.
    let article = || {
        let left = at.checked_sub(1).map(|left| sentence[left].span.of(text));
        left.is_some_and(|left| ["the", "a", "an"].iter().any(|w| left.eq_ignore_ascii_case(w)))
    };
    if set == Pos::FINITE && item.subcat.is_empty() && article() {
        return Pos::NOUN;
    }
    if !set.intersects(verbal) || !set.intersects(nominal) && item.subcat.is_empty() {
        return set;
    }
    let Some(left) = at.checked_sub(1).map(|left| sentence[left]) else { return set };
    let after = if left.kind == ItemKind::Word { left.pos } else { Pos::empty() };
    let mut before_noun = Pos::DET | Pos::POSS;
    if !past {
        before_noun |= Pos::ADJ | Pos::NUM;
    }
    // "Another said", but "another reported case".
    let next = sentence.get(at + 1);
    let alone = past
        && left.is_listed_in_any_case(WordClass::QUANTIFIER)
        && next.is_none_or(|n| !n.is(Pos::NOUN | Pos::ADJ | Pos::NUM));
    if alone {
        return set;
    }
    // "Article 49 states", but "49 states"
    let numbered = left.is(Pos::NUM)
        && at >= 2
        && sentence[at - 2].capital
        && kind_of_speaker(sentence[at - 2].span.of(text)) == Some(SpeakerNoun::Document);
    if numbered {
        return set - nominal;
    }
    let own = Pos::PRON | Pos::ADV | Pos::NOUN | Pos::TIME | Pos::FINITE;
    let word = |at: usize| sentence[at].span.of(text);
    if after.intersects(before_noun) && !after.intersects(own) {
        set = Pos::NOUN;
    } else if after.intersects(Pos::MODAL | Pos::NEG | Pos::DO)
        || word(at - 1) == "to" && !(at >= 2 && word(at - 2).eq_ignore_ascii_case("according"))
    {
        set = (set - nominal - Pos::FINITE) | Pos::BASE;
    } else if after.intersects(Pos::PREP) && !after.intersects(Pos::ADV | Pos::SUB) {
        set = Pos::NOUN;
    } else if after.intersects(Pos::PRON) && !after.intersects(Pos::DET) {
        set -= nominal;
    }
    set
}
