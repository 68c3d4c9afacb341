//! Reading of stored articles, and of the texts that a question may have to verify its words in.

use std::cell::RefCell;
use std::ops::Bound;
use std::rc::Rc;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, TantivyError, Term};

use crate::model::{ArticleId, QuoteId};
use crate::search::snapshot::target::{Domain, Target};
use crate::store::{ArticleRecord, Error, Fields, Index, Kind, article_of, columns, quote_context};

/// Texts of a document, each with the target that it is.
pub type DocumentTexts = Rc<Vec<(Target, String)>>;

/// Reader of the articles stored in one commit of an index.
pub struct ArticleReader<'a> {
    /// Index on disk.
    pub index: &'a Index,
    /// Commit that is read.
    pub searcher: &'a Searcher,
    /// Fields of the index.
    pub fields: &'a Fields,
    /// Document read last: clauses of one question come one after the other.
    last: RefCell<Option<(Domain, DocAddress, DocumentTexts)>>,
}

impl<'a> ArticleReader<'a> {
    /// Reader of a commit.
    pub fn new(index: &'a Index, searcher: &'a Searcher, fields: &'a Fields) -> Self {
        Self { index, searcher, fields, last: RefCell::default() }
    }

    /// Article with this id.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleRecord>, Error> {
        let term = Term::from_field_u64(self.fields.article, id.0);
        let kind = Term::from_field_u64(self.fields.kind, Kind::Article as u64);
        let query = BooleanQuery::intersection(vec![
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
            Box::new(TermQuery::new(kind, IndexRecordOption::Basic)),
        ]);
        let found = self.one(&query)?;
        found.map(|address| self.index.article(self.searcher, address)).transpose()
    }

    /// Article of the quotation at an address, and the quotation's index in it.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn article_of_quote(
        &self,
        address: DocAddress,
    ) -> Result<Option<(ArticleRecord, usize)>, Error> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let ordinals = columns::ORDINAL.open(segment).map_err(|e| self.fail(&e))?;
        let Some(ordinal) = ordinals.first(address.doc_id) else { return Ok(None) };
        let Some(doc) = article_of(address.doc_id, ordinal) else { return Ok(None) };
        let article = DocAddress::new(address.segment_ord, doc);
        Ok(Some((self.index.article(self.searcher, article)?, ordinal as usize)))
    }

    /// Address of the quotation with this id; found at once when its article is known, else by a
    /// scan of all.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn quote(
        &self,
        id: QuoteId,
        article: Option<ArticleId>,
    ) -> Result<Option<DocAddress>, Error> {
        let query: Box<dyn Query> = if let Some(article) = article {
            let term = Term::from_field_u64(self.fields.article, article.0);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        } else {
            quotation_query(self.fields, id)
        };
        let found =
            self.searcher.search(query.as_ref(), &DocSetCollector).map_err(|e| self.fail(&e))?;
        let mut best = None;
        for address in found {
            let segment = self.searcher.segment_reader(address.segment_ord);
            let keys = columns::KEY.open(segment).map_err(|e| self.fail(&e))?;
            if keys.first(address.doc_id) == Some(id.0) {
                best = Some(best.map_or(address, |other: DocAddress| other.min(address)));
            }
        }
        Ok(best)
    }

    /// First document that a query finds.
    fn one(&self, query: &dyn Query) -> Result<Option<DocAddress>, Error> {
        let found = self.searcher.search(query, &DocSetCollector).map_err(|e| self.fail(&e))?;
        Ok(found.into_iter().min())
    }

    /// Texts of a document; read again only for another document.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn texts(&self, domain: Domain, address: DocAddress) -> Result<DocumentTexts, Error> {
        if let Some((last, at, texts)) = &*self.last.borrow()
            && (*last, *at) == (domain, address)
        {
            return Ok(texts.clone());
        }
        let mut texts = Vec::new();
        if domain == Domain::Articles {
            let record = self.index.article(self.searcher, address)?;
            texts.extend(record.article.title.map(|title| (Target::Title, title)));
            texts.push((Target::Body, record.article.body));
        } else if let Some((record, ordinal)) = self.article_of_quote(address)?
            && let Some(quote) = record.notes.quotes.get(ordinal)
        {
            let words = quote.span.of(&record.article.body).to_owned();
            texts.push((Target::Anywhere, quote_context(&record, quote)));
            texts.push((Target::Quote, words));
        }
        let texts = Rc::new(texts);
        *self.last.borrow_mut() = Some((domain, address, texts.clone()));
        Ok(texts)
    }

    /// Error of this index.
    pub fn fail(&self, error: &TantivyError) -> Error {
        Error::index(self.index.dir(), error)
    }
}

/// Query for the quotation with this id, by a scan of the column, since ids have no terms.
pub fn quotation_query(fields: &Fields, id: QuoteId) -> Box<dyn Query> {
    let only = Bound::Included(Term::from_field_u64(fields.key, id.0));
    Box::new(RangeQuery::new(only.clone(), only))
}
