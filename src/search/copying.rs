//! What an engine knows of copies: reads or works out the groups of the archive, and tells them.

use std::rc::Rc;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tantivy::DocAddress;
use tantivy::columnar::Column;
use tantivy::query::EnableScoring;

use crate::model::ArticleId;
use crate::search::authority::{Known, Speaker, SpeakersOf};
use crate::search::copies::{self, Copies, SayingCard, Sayings, Sieve, Uttered, Verdicts};
use crate::search::engine::{for_each_live, known};
use crate::search::filters::own_query;
use crate::search::{ByHand, Engine, Filters};
use crate::store::{ArticleIds, Error, Kind, SpeakerKind, article_of};
use crate::text::{Wording, digest};

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
    pub(super) fn find_copies(&mut self) -> Result<(), Error> {
        let kept = self.kept(copies::FILE).and_then(|bytes| Copies::from_bytes(&bytes));
        if let Some(copies) = kept {
            self.copies = copies;
            return Ok(());
        }
        let mut verdicts = self.verdicts();
        self.copies = self.work_out_copies(&mut verdicts)?;
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
    pub(super) fn save_copies(&self) -> Result<(), Error> {
        let write =
            |(name, format): (&str, u32), bytes| self.archive.write_side_file(name, format, bytes);
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
            Ok::<_, Error>(Wording::of(&record.article.body))
        })
    }

    fn work_out_sayings(&self, verdicts: &mut Verdicts) -> Result<Sayings, Error> {
        let mut sieve = Sieve::new(self.searcher.num_docs() as usize);
        let mut sift = |each: &mut dyn FnMut(SayingCard)| {
            self.sift_sayings(&mut sieve, each).map_err(|e| self.fail(&e))?;
            Ok::<_, Error>(sieve.again())
        };
        while sift(&mut |_| ())? {}
        let mut cards = Vec::new();
        sift(&mut |card| cards.push(card))?;
        drop(sieve);
        let (archive, searcher) = (self.archive, &self.searcher);
        copies::build_sayings(cards, verdicts, |card| {
            let record = archive.article(searcher, card.address)?;
            let quote = record.notes.quotes.get(card.ordinal as usize);
            let text = quote.map(|quote| quote.span.of(&record.article.body));
            Ok::<_, Error>(Uttered::of(text.unwrap_or_default()))
        })
    }

    /// Calls `each` with every quotation of the index that the sieve lets through. Speakers are who the archive alone takes
    /// them for: what is decided by hand changes by the day, and is looked up when a group is shown.
    fn sift_sayings(
        &self,
        sieve: &mut Sieve,
        each: &mut dyn FnMut(SayingCard),
    ) -> tantivy::Result<()> {
        let nobody = ByHand::default();
        let query = own_query(&self.fields, Kind::Quote, &Filters::default(), None);
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        for (segment_ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let fast = segment.fast_fields();
            let number = |name: &str| -> tantivy::Result<Column<u64>> { fast.u64(name) };
            let (keys, articles) = (number("key")?, ArticleIds::open(segment)?);
            let (ordinals, words) = (number("ordinal")?, number("quote_words")?);
            let (sketches, kinds) = (number("saying")?, number("speaker_kind")?);
            let days: Column<i64> = fast.i64("day")?;
            let speakers = SpeakersOf::all_of_segment(segment, self.names()?, &nobody)?;
            let mut digests: FxHashMap<*const Known, u64> = FxHashMap::default();
            let mut before = (0, None);
            for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), |doc| {
                if !sieve.has_next() {
                    return;
                }
                let kind = kinds.first(doc).unwrap_or_default();
                let has_name =
                    kind != SpeakerKind::Nobody as u64 && kind != SpeakerKind::Unnamed as u64;
                let speaker = match speakers.of(doc) {
                    Speaker::Known(known) if has_name => {
                        *digests.entry(Rc::as_ptr(&known)).or_insert_with(|| digest(&known.name))
                    }
                    _ => 0,
                };
                let article = articles.first(doc).unwrap_or_default();
                // An article's quotations follow each other.
                if before.0 != article {
                    before = (article, self.copies.group_of(ArticleId(article)));
                }
                let ordinal = ordinals.first(doc).unwrap_or_default();
                let place = article_of(doc, ordinal).unwrap_or_default();
                let card = SayingCard {
                    key: keys.first(doc).unwrap_or_default(),
                    article,
                    address: DocAddress::new(segment_ord as u32, place),
                    ordinal: ordinal as u32,
                    day: days.first(doc),
                    words: words.first(doc).unwrap_or_default(),
                    sketch: sketches.first(doc).unwrap_or_default(),
                    speaker,
                    copies: before.1,
                };
                if sieve.sift(&card) {
                    each(card);
                }
            });
        }
        Ok(())
    }
}
