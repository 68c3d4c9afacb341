//! What an engine knows of copies: reads or works out the groups of the archive, and tells them.

use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread;

use tantivy::DocAddress;
use tantivy::query::EnableScoring;

use crate::model::ArticleId;
use crate::search::copies::{
    self, Copies, SayingCard, SayingColumns, Sayings, Sieve, Uttered, Verdicts,
};
use crate::search::engine::{for_each_live, known};
use crate::search::filters::own_query;
use crate::search::{ByHand, Engine, Filters};
use crate::store::{Error, Kind};
use crate::text::TokenHashes;

/// An archive of so many documents is large: some hundred thousand articles with their quotations.
const LARGE: u64 = 1_000_000;

impl Engine<'_> {
    /// The groups of articles that are copies of one another, and what may not be shown.
    pub fn copies(&self) -> &Copies {
        &self.copies
    }

    /// The quotations that were printed more than once.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn sayings(&self) -> Result<&Sayings, Error> {
        known(&self.sayings, || {
            let kept = self.kept(copies::SAYINGS).and_then(|bytes| Sayings::from_bytes(&bytes));
            kept.map_or_else(|| self.work_out_sayings(&mut self.verdicts()), Ok)
        })
    }

    fn kept(&self, (name, format): (&str, u32)) -> Option<Vec<u8>> {
        self.archive.side_file(name, format)
    }

    /// What earlier runs compared.
    fn verdicts(&self) -> Verdicts {
        let (name, format) = copies::VERDICTS;
        let kept = self.archive.side_file_of_any_commit(name, format);
        kept.and_then(|bytes| Verdicts::from_bytes(&bytes)).unwrap_or_default()
    }

    /// Takes the groups as they were kept beside the index, or else works them out. Those of quotations, the larger
    /// file by far, wait until one is asked for.
    pub fn find_copies(&mut self) -> Result<(), Error> {
        let kept = self.kept(copies::FILE).and_then(|bytes| Copies::from_bytes(&bytes));
        if let Some(copies) = kept {
            self.copies = copies;
            return Ok(());
        }
        let mut verdicts = self.verdicts();
        // Names take as long as copies of articles, and neither needs the other; but both at once take the memory
        // of both, which a large archive has no room for.
        if self.searcher.num_docs() >= LARGE {
            self.names().map_err(|e| self.fail(&e))?;
        }
        let (copies, names) = thread::scope(|scope| {
            let names = scope.spawn(|| self.names().map(|_| ()));
            let copies = self.work_out_copies(&mut verdicts);
            (copies, names.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        self.copies = copies?;
        names.map_err(|e| self.fail(&e))?;
        let sayings = self.work_out_sayings(&mut verdicts)?;
        log::debug!(
            "{} articles in {} groups of copies, {} quotations in {} groups; {} comparisons made",
            self.copies.grouped(),
            self.copies.groups(),
            sayings.grouped(),
            sayings.groups(),
            verdicts.made
        );
        self.sayings = OnceLock::from(sayings);
        self.compared = Some(verdicts);
        Ok(())
    }

    /// Keeps the groups and what was compared beside the index, so that no question has to wait for them.
    ///
    /// # Errors
    /// The side files cannot be written.
    pub fn save_copies(&self) -> Result<(), Error> {
        let write = |(name, format): (&str, u32), bytes: Vec<u8>| {
            self.archive.write_side_file(name, format, &bytes)
        };
        if self.kept(copies::SAYINGS).is_none() {
            write(copies::SAYINGS, self.sayings()?.to_bytes())?;
        }
        let Some(compared) = &self.compared else { return Ok(()) };
        write(copies::VERDICTS, compared.to_bytes())?;
        write(copies::FILE, self.copies.to_bytes())
    }

    fn work_out_copies(&self, verdicts: &mut Verdicts) -> Result<Copies, Error> {
        let query = own_query(&self.fields, Kind::Article, &Filters::default(), None);
        let cards =
            copies::read_cards(&self.searcher, query.as_ref()).map_err(|e| self.fail(&e))?;
        let (archive, searcher) = (self.archive, &self.searcher);
        copies::build(&cards, verdicts, |card| {
            let record = archive.article(searcher, card.address())?;
            Ok::<_, Error>(TokenHashes::new(&record.article.body))
        })
    }

    fn work_out_sayings(&self, verdicts: &mut Verdicts) -> Result<Sayings, Error> {
        // Speakers are who the archive alone takes them for: what is decided by hand changes by the day, and is looked
        // up when a group is shown.
        let nobody = ByHand::default();
        let columns = self.saying_columns(&nobody).map_err(|e| self.fail(&e))?;
        let mut sieve = Sieve::new(self.searcher.num_docs() as usize);
        let mut sift = |each: &mut dyn FnMut(SayingCard)| {
            self.sift_sayings(&columns, &mut sieve, each).map_err(|e| self.fail(&e))?;
            Ok::<_, Error>(sieve.again())
        };
        while sift(&mut |_| ())? {}
        let mut cards = Vec::new();
        sift(&mut |card| cards.push(card))?;
        drop((sieve, columns));
        let (archive, searcher) = (self.archive, &self.searcher);
        copies::build_sayings(cards, verdicts, |card| {
            let record = archive.article(searcher, card.address)?;
            let quote = record.notes.quotes.get(card.ordinal as usize);
            let text = quote.map(|quote| quote.span.of(&record.article.body));
            Ok::<_, Error>(Uttered::of(text.unwrap_or_default()))
        })
    }

    fn saying_columns<'n>(
        &'n self,
        by_hand: &'n ByHand,
    ) -> tantivy::Result<Vec<SayingColumns<'n>>> {
        let names = self.names()?;
        let segments = self.searcher.segment_readers().iter();
        segments.map(|segment| SayingColumns::open(segment, names, by_hand)).collect()
    }

    /// Calls `each` with every quotation of the index that the sieve lets through.
    fn sift_sayings(
        &self,
        columns: &[SayingColumns<'_>],
        sieve: &mut Sieve,
        each: &mut dyn FnMut(SayingCard),
    ) -> tantivy::Result<()> {
        let query = own_query(&self.fields, Kind::Quote, &Filters::default(), None);
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let segments = self.searcher.segment_readers().iter().zip(columns);
        for (ordinal, (segment, columns)) in segments.enumerate() {
            let mut before = (0, None);
            for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), |doc| {
                if !sieve.has_next() {
                    return;
                }
                let card = columns.card(DocAddress::new(ordinal as u32, doc), |article| {
                    // An article's quotations follow each other.
                    if before.0 != article {
                        before = (article, self.copies.group_of(ArticleId(article)));
                    }
                    before.1
                });
                if sieve.sift(&card) {
                    each(card);
                }
            });
        }
        Ok(())
    }
}
