//! What an engine knows of copies: reads or works out the groups of the archive, and tells them.

use crate::search::copies::{self, Copies, Verdicts};
use crate::search::filters::own_query;
use crate::search::{Engine, Filters};
use crate::store::{Error, Kind};
use crate::text::Wording;

impl Engine<'_> {
    /// The groups of articles that are copies of one another, and what may not be shown.
    pub fn copies(&self) -> &Copies {
        &self.copies
    }

    /// The groups as they were kept beside the index, or else worked out; with what was compared then.
    pub(super) fn find_copies(&self) -> Result<(Copies, Option<Verdicts>), Error> {
        let kept = self.archive.side_file(copies::FILE.0, copies::FILE.1);
        match kept.and_then(|bytes| Copies::from_bytes(&bytes)) {
            Some(copies) => Ok((copies, None)),
            None => self.work_out_copies().map(|(copies, compared)| (copies, Some(compared))),
        }
    }

    /// Keeps the groups and what was compared beside the index, so that no question has to wait for them.
    ///
    /// # Errors
    /// The side files cannot be written.
    pub fn save_copies(&self) -> Result<(), Error> {
        let Some(compared) = &self.compared else { return Ok(()) };
        let (file, verdicts) = (copies::FILE, copies::VERDICTS);
        self.archive.write_side_file(verdicts.0, verdicts.1, compared.to_bytes())?;
        self.archive.write_side_file(file.0, file.1, self.copies.to_bytes())
    }

    fn work_out_copies(&self) -> Result<(Copies, Verdicts), Error> {
        let query = own_query(&self.fields, Kind::Article, &Filters::default(), None);
        let cards =
            copies::read_cards(&self.searcher, query.as_ref()).map_err(|e| self.fail(&e))?;
        let (name, format) = copies::VERDICTS;
        let kept = self.archive.side_file_of_any_commit(name, format);
        let mut verdicts = kept.and_then(|bytes| Verdicts::from_bytes(&bytes)).unwrap_or_default();
        let copies = copies::build(&cards, &mut verdicts, |card| {
            let record = self.archive.article(&self.searcher, card.address())?;
            Ok::<_, Error>(Wording::of(&record.article.body))
        })?;
        log::debug!(
            "{} articles in {} groups of copies; {} comparisons made",
            copies.grouped(),
            copies.groups(),
            verdicts.made
        );
        Ok((copies, verdicts))
    }
}
