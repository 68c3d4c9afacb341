//! Quotation marks → the stretches they enclose.
//!
//! Marks come in many shapes, stand apart from their words in tokenised text, are left open when a
//! quotation goes on in the next paragraph or since the paper forgot one, and are the same signs as
//! apostrophes and inches. All of that is settled here, by what stands beside each sign, so that
//! the grammar above works on stretches and never looks at a mark again.
//!
//! `signs` finds the marks, `pairing` pairs those of a paragraph, `broken` tells from the words
//! where one is missing, `single` decides whether single marks are the outer level, and `nickname`
//! takes out what stands in marks within a name.

mod broken;
mod nickname;
mod pairing;
mod signs;
mod single;
mod stretch;

pub use nickname::is_like_name;
pub use stretch::Marked;

use crate::annotate::quotes::marks::pairing::Pairing;
use crate::annotate::quotes::marks::signs::MarkRole;
use crate::text::Prose;

/// Returns the stretches between marks in the prose, in order.
pub fn paired(prose: &Prose<'_>) -> Vec<Marked> {
    let (mut doubles, mut singles) = (Pairing::new(prose), Pairing::new(prose));
    for paragraph in &prose.paragraphs {
        let span = paragraph.span;
        let possible = signs::possible(prose.text, span);
        doubles.pair(span, &signs::double(prose.text, span, &possible));
        let signs = signs::single(prose.text, span, &possible);
        if signs.iter().any(|sign| sign.role == MarkRole::Open) {
            singles.pair(span, &signs);
        }
    }
    let mut found = single::with_singles(prose, doubles, singles);
    found.retain(|marked| !nickname::is_within_name(prose.text, marked));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The inner texts of the stretches of `text`.
    fn inner(text: &str) -> Vec<&str> {
        paired(&Prose::new(text)).iter().map(|m| m.inner.of(text)).collect()
    }

    #[test]
    fn marks_of_every_shape() {
        assert_eq!(inner("“ more and more ” he said"), ["more and more"]);
        assert_eq!(inner("``Yes,'' he said, ``no.''"), ["Yes,", "no."]);
        assert_eq!(inner("„Ja“, sagte er. «Oui», dit-il."), ["Ja", "Oui"]);
        assert_eq!(inner("\"Yes,\" he said. \"No.\""), ["Yes,", "No."]);
        assert_eq!(inner("''Yes,'' he said."), ["Yes,"]);
        assert_eq!(inner("″Yes,″ he said. ＂No.＂"), ["Yes,", "No."]);
        assert_eq!(inner("「Yes,」 he said. 『No.』 ｢So.｣"), ["Yes,", "No.", "So."]);
        assert_eq!(inner("❝Yes,❞ he said. 〝No.〞 ‹So.›"), ["Yes,", "No.", "So."]);
        assert_eq!(inner("”Yes,“ he said. “No,“ she said."), ["Yes,", "No,"]);
        assert_eq!(inner("»Ja«, sagte er. »Nein«, sagte sie."), ["Ja", "Nein"]);
        assert_eq!(inner("`Yes,' he said. `No.'"), ["Yes,", "No."]);
        assert_eq!(inner("’Yes,’ he said. ’No.’"), ["Yes,", "No."]);
        assert_eq!(inner("‘‘Yes,’’ he said. <<No.>>"), ["Yes,", "No."]);
        assert_eq!(inner("‘Yes’, said Ana. “No”, said Ben. ‚So‘, said Cy."), ["Yes", "No", "So"]);
    }

    #[test]
    fn an_inner_quotation_belongs_to_the_outer_one() {
        assert_eq!(inner("“He said “no” to me,” she said."), ["He said “no” to me,"]);
        assert_eq!(inner("\"He said \"no\" to me,\" she said."), ["He said \"no\" to me,"]);
        assert_eq!(inner("« He said “no” », she said."), ["He said “no”"]);
        assert_eq!(inner("«He said “no” to me», she said."), ["He said “no” to me"]);
        assert_eq!(inner("“He said «no» to me,” she said."), ["He said «no» to me,"]);
        assert_eq!(inner("「He said 『no』 to me,」 she said."), ["He said 『no』 to me,"]);
        assert_eq!(inner("‘He said “no” to me,’ said Ana."), ["He said “no” to me,"]);
        assert_eq!(inner("“He said ‘no,’ so I left,” said Ana."), ["He said ‘no,’ so I left,"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(inner("The workers' rights aren't Trump's, 'tis said."), Vec::<&str>::new());
        assert_eq!(inner("'It's the workers' day,' he said."), ["It's the workers' day,"]);
        assert_eq!(inner("'It's the Reeds' Hall,' he said."), ["It's the Reeds' Hall,"]);
        assert_eq!(inner("'I like rock 'n' roll,' he said."), ["I like rock 'n' roll,"]);
        assert_eq!(inner("‘It isn ’ t over , ’ he said ."), ["It isn ’ t over ,"]);
        assert_eq!(inner("The 6′2″ guard and the 5'9\" one came."), Vec::<&str>::new());
        let outer = "“No,” said Ana. The '90s were the boys' years, said Ben.";
        assert_eq!(inner(outer), ["No,"]);
    }

    #[test]
    fn single_marks_are_outer_beside_double_ones() {
        let text = "'Yes,' said Ana. She read \"The Ferry\". 'We go,' she said.";
        assert_eq!(inner(text), ["Yes,", "The Ferry", "We go,"]);
        let text = "'Yes,' said Ana.\n\n“No,” said Ben.";
        assert_eq!(inner(text), ["Yes,", "No,"]);
        let text = "“He calls it 'art,' you see,” said Ana. “I don't.”";
        assert_eq!(inner(text), ["He calls it 'art,' you see,", "I don't."]);
    }

    #[test]
    fn a_mark_that_is_missing_is_told_by_the_words() {
        let text = "\"We close the port, said Ana Reed.\n\n\"We go,\" said Ben Hale.";
        assert_eq!(inner(text), ["We close the port,", "We go,"]);
        let text = "“We close the port, Ana Reed told reporters. Ben Hale said no.";
        assert_eq!(inner(text), ["We close the port,"]);
        let text = "“We close the port. said Ana Reed.";
        assert_eq!(inner(text), ["We close the port."]);
        let text = "“We close the port, said Ana Reed. “We go now.”";
        assert_eq!(inner(text), ["We close the port,", "We go now."]);
        let text = "\"We close the port, said Ana Reed. \"We go now.\"";
        assert_eq!(inner(text), ["We close the port,", "We go now."]);
        let text = "It was late. We close the port,\" said Ana Reed. \"We go.\"";
        assert_eq!(inner(text), ["We close the port,", "We go."]);
        let text = "“And then, Ana said, “we go,” so I went.”";
        assert_eq!(inner(text), ["And then, Ana said, “we go,” so I went."]);
        let text = "“It was late.\n\n“The port, which Ana said was shut, was open.”";
        assert_eq!(inner(text), ["It was late.", "The port, which Ana said was shut, was open."]);
    }

    #[test]
    fn a_nickname_is_a_part_of_the_name() {
        assert_eq!(inner("\"No,\" said Edward \"Shorty\" Weston."), ["No,"]);
        assert_eq!(inner("“No,” said Dwayne “The Rock” Weston."), ["No,"]);
        assert_eq!(inner("'No,' said Ana 'Nan' Reed."), ["No,"]);
        assert_eq!(inner("“No,” said “Shorty” Weston."), ["No,"]);
        assert_eq!(inner("“No,” said Edward (“Shorty”) Weston."), ["No,"]);
        assert_eq!(inner("The docker known as “Shorty” said: “No.”"), ["No."]);
        assert_eq!(inner("“No,” he told Edward. “Yes,” Weston said."), ["No,", "Yes,"]);
    }
}
