//! Search over one committed snapshot of an archive: every question that can be asked, in one
//! place.

use std::sync::Arc;

use crate::corpus::Corpus;
use crate::corpus::names::overrides::Overrides;
use crate::model::{ArticleId, EntityKind, QuoteId};
use crate::search::answers::archive_stats::{self, ArchiveStats};
use crate::search::answers::cursor::{self, CursorError};
use crate::search::answers::facets::{self, Facet, FacetField};
use crate::search::answers::fetch::{self, Document};
use crate::search::answers::hits::{Hits, QuoteHit};
use crate::search::answers::name_counts::{self, NameCount};
use crate::search::answers::reprints::{self, ArticleCopy, Reprint};
use crate::search::answers::scroll::Scroll;
use crate::search::answers::speaker_stats::{self, SpeakerStats};
use crate::search::answers::suggest::{self, Suggestion};
use crate::search::answers::timeline::{self, Timeline, Unit};
use crate::search::answers::{corrected, ranking, speaker_evidence};
use crate::search::plan::question::{Filters, Question};
use crate::search::scoring::top_docs::SearchAfter;
use crate::search::snapshot::Snapshot;
use crate::search::verify;
use crate::search::verify::verification::{Verification, VerifyError};
use crate::store::{ArticleRecord, Error, Index};

/// Search over one committed snapshot of an archive.
///
/// Questions about articles and about quotations are the same methods, generic over the kind of
/// [`Document`]: `engine.search::<Quotes>(&question)`.
#[derive(Debug)]
pub struct Engine {
    snapshot: Snapshot,
}

impl Engine {
    /// Opens the commit that `index` is open at. Computes nothing.
    pub fn open(index: Arc<Index>, corpus: Corpus, overrides: Overrides) -> Self {
        Self { snapshot: Snapshot::new(index, corpus, overrides) }
    }

    /// Index that is searched.
    pub fn index(&self) -> &Index {
        &self.snapshot.index
    }

    /// Analyses of the whole archive that answers are made with.
    pub fn corpus(&self) -> &Corpus {
        &self.snapshot.corpus
    }

    /// Aliases and corrections that answers are made with.
    pub fn overrides(&self) -> &Overrides {
        &self.snapshot.overrides
    }

    /// Hits that answer the question.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn search<D: Document>(&self, question: &Question) -> Result<Hits<D::Hit>, Error> {
        ranking::search::<D>(&self.snapshot, question)
    }

    /// All hits of a question, one after the other; its limit and offset do not count.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn scroll<D: Document>(&self, question: &Question) -> Result<Scroll<'_, D>, Error> {
        Scroll::new(&self.snapshot, question)
    }

    /// Place in the order of an answer that the page asked for with `cursor` starts behind.
    ///
    /// # Errors
    /// No cursor of this question at this state of the index.
    pub fn search_after<D: Document>(
        &self,
        question: &Question,
        cursor: &str,
    ) -> Result<SearchAfter, CursorError> {
        cursor::decode(&self.snapshot, question, D::DOMAIN.kind(), cursor)
    }

    /// Number of documents that answer the question by each of `fields`; of each the first `limit`
    /// values, and all years.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn facets<D: Document>(
        &self,
        question: &Question,
        fields: &[FacetField],
        limit: usize,
    ) -> Result<Vec<Facet>, Error> {
        facets::facets(&self.snapshot, question, D::DOMAIN, fields, limit)
    }

    /// Number of documents that answer the question over time; in the finest unit that gives 60
    /// periods or fewer if none is given.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn timeline<D: Document>(
        &self,
        question: &Question,
        unit: Option<Unit>,
    ) -> Result<Timeline, Error> {
        timeline::timeline(&self.snapshot, question, D::DOMAIN, unit)
    }

    /// Words and names that may have been meant by those of a question.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn suggest(&self, question: &Question) -> Result<Vec<Suggestion>, Error> {
        suggest::suggest(&self.snapshot, question)
    }

    /// Ids and scores of the articles that answer the question, best first, and their number in
    /// all. Nothing stored is read.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ids(&self, question: &Question) -> Result<(Vec<(ArticleId, f32)>, u64), Error> {
        ranking::ids(&self.snapshot, question)
    }

    /// Articles that answer the question, best first: the id that the archive itself gives, or ours
    /// where it gives none, and the score. For run files, which want many and show none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ranking(&self, question: &Question) -> Result<Vec<(String, f32)>, Error> {
        ranking::ranking(&self.snapshot, question)
    }

    /// Named speakers of the quotations that answer the question, most quotations first, and the
    /// number of the quotations without one.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn speaker_stats(&self, question: &Question) -> Result<SpeakerStats, Error> {
        speaker_stats::speaker_stats(&self.snapshot, question)
    }

    /// Speakers by their number of quotations; only names of which a word starts with `prefix`, and
    /// those without a name only if `unnamed`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn speakers(
        &self,
        prefix: &str,
        filters: &Filters,
        unnamed: bool,
    ) -> Result<Vec<NameCount>, Error> {
        name_counts::count_speakers(&self.snapshot, prefix, filters, unnamed)
    }

    /// Adds to speakers the evidence for who they are.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn add_evidence(&self, filters: &Filters, speakers: &mut [NameCount]) -> Result<(), Error> {
        speaker_evidence::add_evidence(&self.snapshot, filters, speakers)
    }

    /// People, organisations, places or groups by their number of articles.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn entities(
        &self,
        kind: EntityKind,
        prefix: &str,
        filters: &Filters,
    ) -> Result<Vec<NameCount>, Error> {
        name_counts::count_entities(&self.snapshot, kind, prefix, filters)
    }

    /// Article with an id, as it was read.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleRecord>, Error> {
        self.snapshot.article(id)
    }

    /// Article with an id as corrected by hand: without what is no quotation, with the speakers
    /// that a person named. The ids of its quotations as they were come with it.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn corrected_article(
        &self,
        id: ArticleId,
    ) -> Result<Option<(ArticleRecord, Vec<QuoteId>)>, Error> {
        corrected::corrected_article(&self.snapshot, id)
    }

    /// Article that holds the quotation with an id, and the quotation's index among its quotations.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quote(&self, id: QuoteId) -> Result<Option<(ArticleRecord, usize)>, Error> {
        let reader = self.snapshot.reader();
        let Some(address) = reader.quote(id, None)? else { return Ok(None) };
        reader.article_of_quote(address)
    }

    /// Quotation with an id as corrected by hand; `None` if a person said that it is none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quotation(&self, id: QuoteId) -> Result<Option<QuoteHit>, Error> {
        fetch::quotation(&self.snapshot, id)
    }

    /// Copies of an article, itself among them, from the first published on; none if it has none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article_copies(
        &self,
        id: ArticleId,
        filters: &Filters,
    ) -> Result<Vec<ArticleCopy>, Error> {
        reprints::article_copies(&self.snapshot, id, filters)
    }

    /// Prints of a quotation, itself among them, from the first on; none if it stands alone.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn reprints(&self, id: QuoteId, filters: &Filters) -> Result<Vec<Reprint>, Error> {
        reprints::reprints(&self.snapshot, id, filters)
    }

    /// True if the article is not shown: it was withdrawn, or is under embargo.
    pub fn is_hidden(&self, id: ArticleId, filters: &Filters) -> bool {
        self.snapshot.is_hidden(id, filters)
    }

    /// Quotations closest to these words, at most `limit` sayings, with what differs.
    ///
    /// # Errors
    /// Too few or too many words, or the index cannot be read.
    pub fn verify(
        &self,
        text: &str,
        speaker: Option<&str>,
        filters: &Filters,
        limit: usize,
    ) -> Result<Verification, VerifyError> {
        verify::verify(&self.snapshot, text, speaker, filters, limit)
    }

    /// Statistics of the index: numbers of articles, quotations, speakers, bytes.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn stats(&self) -> Result<ArchiveStats, Error> {
        archive_stats::count(&self.snapshot)
    }
}
