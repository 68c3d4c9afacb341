//! The colours and weights of a terminal, one for each part of an answer.
//!
//! They stand alone, beneath everything that writes for a terminal, so that no file has to know
//! another for the sake of a colour. A stream that is no terminal strips them (`anstream`).

use anstyle::{AnsiColor, Style};

use crate::model::EntityKind;

/// Styles of the parts of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Styles {
    /// Headlines and headings.
    pub title: Style,
    /// Matches in a text.
    pub mark: Style,
    /// Quoted words.
    pub quote: Style,
    /// Names of speakers.
    pub speaker: Style,
    /// Secondary information: dates, paths, ids, counts.
    pub dim: Style,
    person: Style,
    organisation: Style,
    place: Style,
}

impl Styles {
    /// The styles of this program.
    pub fn new() -> Self {
        Self {
            title: Style::new().bold(),
            mark: AnsiColor::Yellow.on_default().bold(),
            quote: AnsiColor::Green.on_default(),
            speaker: AnsiColor::Cyan.on_default().bold(),
            dim: Style::new().dimmed(),
            person: AnsiColor::Cyan.on_default(),
            organisation: AnsiColor::Magenta.on_default(),
            place: AnsiColor::Blue.on_default(),
        }
    }

    /// Style of a name of this kind.
    pub fn name(&self, kind: EntityKind) -> Style {
        match kind {
            EntityKind::Person => self.person,
            EntityKind::Organisation => self.organisation,
            EntityKind::Place | EntityKind::Group => self.place,
        }
    }
}
