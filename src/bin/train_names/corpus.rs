//! Labelled files → texts with labels on our own tokens.
//!
//! The files' tokens are put back into running text and split again by [`Prose`], so that the
//! tagger is trained on exactly the tokens it will see.

use onrecord::annotate::training::{
    LABELS, OTHER, OUTSIDE, Sequence, TaggerInput, begin_label, hash, is_begin, kind_of,
};
use onrecord::text::Prose;

use crate::forward_backward::{ANY, Allowed};

/// One labelled file: a token and its tag a line, tab between, a blank line after a sentence,
/// `-DOCSTART-` before a text.
#[derive(Clone, Copy, Debug)]
pub struct LabelledSet<'t> {
    /// Name in the description and the scores.
    pub name: &'t str,
    /// Text of the file.
    pub text: &'t str,
    /// Weight of its sentences; 0 to measure on it and not learn from it.
    pub weight: f32,
}

/// A text with its names.
#[derive(Debug)]
pub struct Text {
    /// Text whose tokens are set apart by blanks.
    pub body: String,
    /// Byte ranges of the files' tokens with their labels.
    tokens: Vec<(usize, usize, u8)>,
    /// Names as byte ranges and kinds.
    pub names: Vec<(usize, usize, u8)>,
    /// Weight of its sentences.
    pub weight: f32,
    /// Domain that it comes from: a hash of the set's name up to the first underscore.
    pub domain: u64,
    /// True if names of other kinds are labelled, and not left outside.
    others: bool,
}

/// Reads the texts of a set; with `cases`, some sentences are printed in other cases.
pub fn read(set: &LabelledSet<'_>, cases: bool) -> Vec<Text> {
    let domain = hash::word(set.name.split('_').next().unwrap_or(""));
    let others = set.text.contains("-MISC");
    let mut texts = Vec::new();
    let mut sentences: Vec<Vec<(&str, u8)>> = vec![Vec::new()];
    for line in set.text.lines().chain(["-DOCSTART-"]) {
        let starts = line.starts_with("-DOCSTART-");
        if starts || line.trim().is_empty() {
            if sentences.last().is_some_and(|s| !s.is_empty()) {
                sentences.push(Vec::new());
            }
            if starts {
                sentences.retain(|s| !s.is_empty());
                if !sentences.is_empty() {
                    let count = texts.len() as u64;
                    texts.push(Text {
                        domain,
                        ..Text::new(&sentences, set.weight, others, cases.then_some(count))
                    });
                }
                sentences = vec![Vec::new()];
            }
            continue;
        }
        let word = line.split('\t').next().unwrap_or("").trim();
        let tag = line.rsplit('\t').next().unwrap_or("O").trim();
        if let Some(sentence) = sentences.last_mut()
            && !word.is_empty()
        {
            sentence.push((word, parse_tag(tag)));
        }
    }
    texts
}

/// Label of a tag of the training files ("B-PER"); anything unknown is outside.
fn parse_tag(tag: &str) -> u8 {
    let kind = match tag.get(2..) {
        Some("PER") => 0,
        Some("ORG") => 1,
        Some("LOC") => 2,
        Some("MISC") => OTHER,
        _ => return OUTSIDE,
    };
    begin_label(kind) + u8::from(tag.starts_with('I'))
}

impl Text {
    fn new(sentences: &[Vec<(&str, u8)>], weight: f32, others: bool, cases: Option<u64>) -> Self {
        let mut body = String::new();
        let mut tokens = Vec::new();
        let mut names: Vec<(usize, usize, u8)> = Vec::new();
        for (count, sentence) in sentences.iter().enumerate() {
            if count > 0 {
                body.push_str("\n\n");
            }
            let recased =
                cases.and_then(|seed| recase(seed.wrapping_mul(1_000_003) + count as u64));
            let mut open = false;
            for (at, (word, tag)) in sentence.iter().enumerate() {
                if at > 0 {
                    body.push(' ');
                }
                let start = body.len();
                match recased {
                    Some(recased) => body.push_str(&recased(word)),
                    None => body.push_str(word),
                }
                tokens.push((start, body.len(), *tag));
                if let Some(kind) = kind_of(*tag) {
                    match names.last_mut() {
                        Some(name) if open && !is_begin(*tag) && name.2 == kind => {
                            name.1 = body.len();
                        }
                        _ => names.push((start, body.len(), kind)),
                    }
                }
                open = *tag != OUTSIDE;
            }
        }
        Self { body, tokens, names, weight, others, domain: 0 }
    }

    /// Labels that each token of the input's sequences may have, one after another.
    pub fn allowed(&self, input: &TaggerInput<'_, '_>) -> Vec<Allowed> {
        let outside = 1 << OUTSIDE;
        let other = begin_label(OTHER);
        let blank = if self.others { outside } else { outside | 1 << other | 1 << (other + 1) };
        let mut allowed = Vec::new();
        let mut source = 0;
        for sequence in &input.sequences {
            let mut last = OUTSIDE;
            for at in sequence.start..sequence.end {
                let span = input.prose.tokens[at].span;
                while self.tokens.get(source).is_some_and(|t| t.1 <= span.start) {
                    source += 1;
                }
                let Some(&(start, end, tag)) = self.tokens.get(source) else {
                    allowed.push(ANY);
                    continue;
                };
                let truncated = self.is_truncated(source, input, sequence);
                if truncated || start < span.start && end > span.start || span.end < end {
                    // Part of a token of theirs ("pro-Kremlin"): it may be anything, unless plain.
                    allowed.push(ANY);
                    last = OUTSIDE;
                } else if tag == OUTSIDE {
                    allowed.push(blank);
                    last = OUTSIDE;
                } else {
                    let entity = kind_of(tag);
                    // A name cut by the edge of the sequence begins here.
                    let tag = if !is_begin(tag) && kind_of(last) != entity { tag - 1 } else { tag };
                    allowed.push(1 << tag);
                    last = tag;
                }
            }
        }
        allowed
    }

    /// True if the name that the file's token lies in reaches out of the sequence.
    fn is_truncated(
        &self,
        source: usize,
        input: &TaggerInput<'_, '_>,
        sequence: &Sequence,
    ) -> bool {
        let (start, end, tag) = self.tokens[source];
        let names = self.names.partition_point(|n| n.1 <= start);
        let bounds = (
            input.prose.tokens[sequence.start].span.start,
            input.prose.tokens[sequence.end - 1].span.end,
        );
        tag != OUTSIDE
            && self
                .names
                .get(names)
                .is_some_and(|n| n.0 <= start && end <= n.1 && (n.0 < bounds.0 || n.1 > bounds.1))
    }

    /// Splits the text into tokens, as the tagger does.
    pub fn prose(&self) -> Prose<'_> {
        Prose::new(&self.body)
    }
}

/// One sentence in twelve is printed in capitals, small letters or headline case.
fn recase(seed: u64) -> Option<fn(&str) -> String> {
    let draw = hash::mix(seed, 17) >> 20;
    if !draw.is_multiple_of(12) {
        return None;
    }
    Some(match (draw / 12) % 4 {
        0 | 1 => |word: &str| word.to_uppercase(),
        2 => |word: &str| word.to_lowercase(),
        _ => |word: &str| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
        },
    })
}

const _: () = assert!(LABELS <= 16);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name_lists::NameLists;

    #[test]
    fn labels_land_on_our_own_tokens() {
        let text =
            "-DOCSTART-\tO\n\nAna\tB-PER\nOx\tI-PER\nleft\tO\npro-Oslo\tO\nBergen\tB-LOC\n.\tO\n\n";
        let set = LabelledSet { name: "x", text, weight: 1.0 };
        let texts = read(&set, false);
        assert_eq!(texts[0].body, "Ana Ox left pro-Oslo Bergen .");
        assert_eq!(texts[0].names, [(0, 6, 0), (21, 27, 2)]);
        let prose = texts[0].prose();
        let input = TaggerInput::new(&prose, &NameLists::default().build());
        assert!(!texts[0].others);
        assert_eq!(texts[0].allowed(&input), [1 << 1, 1 << 2, ANY, 1 << 5]);
    }
}
