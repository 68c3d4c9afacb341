//! CSV: rows for spreadsheets.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP
//! advises, since headlines are texts of strangers; JSONL has the texts as they are. Control
//! characters are taken out. Rows have columns of their own and fewer than JSON has fields: what is
//! nested there has no place in a table.

mod cells;

use std::io::{self, Write};

use crate::corpus::{Correction, Verdict};
use crate::model::{EntityKind, QuoteId};
use crate::present::answer::{
    AnnotatedArticle, Answer, CheckReport, DocumentKind, IndexStatus, IngestReport, NameList,
    Present, RootLine, SchemaName, SettingRow, SpeakerList,
};
use crate::present::claims::CheckedClaim;
use crate::present::csv::cells::{date, headline, path, text, write_row, write_rows};
use crate::present::readable::readable;
use crate::present::{rows, table, verdict, words};
use crate::read::FormatReader;
use crate::search::{
    ArticleCopy, ArticleHit, CopyDifference, DifferenceCounts, Facet, FacetValue, Hits, NameCount,
    QuoteHit, Reprint, Timeline, Verification,
};
use crate::store::ArticleRecord;

/// A writer of comma-separated values with a line of column names.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

impl Present for Csv {
    fn present(&self, answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
        match *answer {
            Answer::Articles(hits) => write_articles(hits, out),
            Answer::Quotations { hits, context: _ } => write_quotes(hits, out),
            Answer::Speakers(names) => write_speakers(names, out),
            Answer::Entities(kinds) => write_entities(kinds, out),
            Answer::SpeakersAbout(list) => write_speakers_about(list, out),
            Answer::Timeline { timeline, documents } => write_timeline(timeline, documents, out),
            Answer::Verification(found) => write_verification(found, out),
            Answer::Claims(claims) => write_claims(claims, out),
            Answer::Article(shown) => write_quotes_of(shown.record, shown.ids, out),
            Answer::Copies(copies) => write_copies(copies, out),
            Answer::Reprints(prints) => write_reprints(prints, out),
            Answer::Annotated(annotated) => write_annotated(annotated, out),
            Answer::Corrections(all) => write_corrections(all, out),
            Answer::Status(status) => write_status(status, out),
            Answer::Check(report) => write_faults(&report, out),
            Answer::Settings(rows) => {
                let cells = |row: &SettingRow| {
                    [row.name.to_owned(), text(row.value.as_deref()), text(Some(&row.source))]
                };
                write_rows(["name", "value", "source"], rows.iter().map(cells), out)
            }
            Answer::Formats(readers) => write_formats(readers, out),
            Answer::Roots(roots) => write_roots(roots, out),
            Answer::Schemas(names) => {
                let cells = |one: &SchemaName| {
                    [one.name.to_owned(), one.version.to_string(), one.about.to_owned()]
                };
                write_rows(["name", "version", "about"], names.iter().map(cells), out)
            }
            Answer::Ingest(report) => write_ingest(report, out),
        }
    }
}

/// Writes the column names of articles or quotations.
pub fn write_header(documents: DocumentKind, out: &mut dyn Write) -> io::Result<()> {
    write_row(table::columns(documents).iter().map(|column| column.name.to_owned()).collect(), out)
}

/// Writes an article as a row.
pub fn write_article(hit: &ArticleHit, out: &mut dyn Write) -> io::Result<()> {
    let columns = table::columns(DocumentKind::Articles).iter();
    write_row(columns.zip(table::article(hit)).map(cells::value).collect(), out)
}

/// Writes a quotation as a row.
pub fn write_quote(hit: &QuoteHit, out: &mut dyn Write) -> io::Result<()> {
    let columns = table::columns(DocumentKind::Quotations).iter();
    write_row(columns.zip(table::quotation(hit)).map(cells::value).collect(), out)
}

fn write_facets(facets: &[Facet], out: &mut dyn Write) -> io::Result<()> {
    let cells = facets.iter().flat_map(|facet| {
        let name = words::facet(facet.field);
        let value =
            move |v: &FacetValue| [name.to_owned(), text(Some(&v.value)), v.count.to_string()];
        let without = [name.to_owned(), String::new(), facet.without.to_string()];
        facet.values.iter().map(value).chain((facet.without > 0).then_some(without))
    });
    write_rows(["facet", "value", "count"], cells, out)
}

fn write_articles(hits: &Hits<ArticleHit>, out: &mut dyn Write) -> io::Result<()> {
    if !hits.facets.is_empty() {
        return write_facets(&hits.facets, out);
    }
    write_header(DocumentKind::Articles, out)?;
    hits.hits.iter().try_for_each(|hit| write_article(hit, out))
}

fn write_quotes(hits: &Hits<QuoteHit>, out: &mut dyn Write) -> io::Result<()> {
    if !hits.facets.is_empty() {
        return write_facets(&hits.facets, out);
    }
    write_header(DocumentKind::Quotations, out)?;
    hits.hits.iter().try_for_each(|hit| write_quote(hit, out))
}

fn write_speakers(names: &NameList, out: &mut dyn Write) -> io::Result<()> {
    let name = |n: &NameCount| {
        [text(Some(&n.name)), n.count.to_string(), text(Some(&words::roles(&n.roles)))]
    };
    write_rows(["speaker", "quotations", "roles"], names.names.iter().map(name), out)
}

fn write_entities(names: &[(EntityKind, NameList)], out: &mut dyn Write) -> io::Result<()> {
    let all = names.iter().flat_map(|(kind, listed)| {
        let name =
            |n: &NameCount| [kind.tag().to_owned(), text(Some(&n.name)), n.count.to_string()];
        listed.names.iter().map(name)
    });
    write_rows(["type", "name", "articles"], all, out)
}

fn write_speakers_about(listed: &SpeakerList, out: &mut dyn Write) -> io::Result<()> {
    let all = listed.speakers.iter().map(|one| {
        let roles = text(Some(&words::roles(&one.roles)));
        let one = rows::speaker(one);
        let (first, last) = (one.first.unwrap_or_default(), one.last.unwrap_or_default());
        let undated = one.undated.to_string();
        [text(Some(one.name)), one.count.to_string(), first, last, undated, roles]
    });
    write_rows(["speaker", "quotations", "first", "last", "undated", "roles"], all, out)
}

fn write_timeline(
    timeline: &Timeline,
    documents: DocumentKind,
    out: &mut dyn Write,
) -> io::Result<()> {
    let all = rows::timeline(timeline).into_iter().map(|row| {
        [
            row.period.unwrap_or_default(),
            row.unit.to_owned(),
            row.first_day.unwrap_or_default(),
            row.last_day.unwrap_or_default(),
            row.count.to_string(),
        ]
    });
    write_rows(["period", "unit", "first_day", "last_day", documents.noun(2)], all, out)
}

fn write_verification(found: &Verification, out: &mut dyn Write) -> io::Result<()> {
    let all = found.matches.iter().chain(&found.unasserted).map(|m| {
        let differing = DifferenceCounts::new(&m.words);
        [
            verdict::code(found).to_owned(),
            format!("{:.3}", m.similarity),
            m.close.to_string(),
            differing.total().to_string(),
            m.hit.id.to_string(),
            text(m.hit.speaker.as_ref().map(|speaker| speaker.name.as_str())),
            text(Some(&m.hit.text.text)),
            m.hit.quote().mode.name().to_owned(),
            m.credit.first.map_or(String::new(), |date| date.to_string()),
            m.credit.articles.to_string(),
        ]
    });
    let head = [
        "verdict",
        "similarity",
        "close",
        "words_that_differ",
        "id",
        "speaker",
        "quotation",
        "mode",
        "first",
        "articles",
    ];
    write_rows(head, all, out)
}

fn write_claims(claims: &[CheckedClaim], out: &mut dyn Write) -> io::Result<()> {
    let all = claims.iter().map(CheckedClaim::row).map(|row| {
        let cell = |value: &Option<String>| text(value.as_deref());
        [
            row.line.to_string(),
            text(Some(&row.claim)),
            cell(&row.speaker_asked),
            row.verdict.to_owned(),
            row.found.to_string(),
            text(Some(&row.verdict_text)),
            cell(&row.differs),
            cell(&row.said_by),
            cell(&row.first),
            cell(&row.quotation),
            cell(&row.id),
            cell(&row.article),
            cell(&row.date),
            cell(&row.source),
            cell(&row.path),
            cell(&row.url),
        ]
    });
    let head = [
        "line",
        "claim",
        "speaker_asked",
        "verdict",
        "found",
        "verdict_text",
        "differs",
        "said_by",
        "first",
        "quotation",
        "id",
        "article",
        "date",
        "source",
        "path",
        "url",
    ];
    write_rows(head, all, out)
}

/// Writes the quotations of one article.
fn write_quotes_of(record: &ArticleRecord, ids: &[QuoteId], out: &mut dyn Write) -> io::Result<()> {
    let all = record.notes.quotes.iter().zip(ids).map(|(quote, id)| {
        let words = quote.span.of(&record.article.body);
        [
            id.to_string(),
            text(quote.speaker()),
            text(Some(&readable(words))),
            quote.mode.name().to_owned(),
            format!("{:.2}", quote.confidence),
        ]
    });
    write_rows(["id", "speaker", "quotation", "mode", "confidence"], all, out)
}

fn write_copies(copies: &[ArticleCopy], out: &mut dyn Write) -> io::Result<()> {
    let all = copies.iter().map(|copy| {
        let (date, precision) = date(&copy.record);
        let words = |count: fn(&CopyDifference) -> usize| {
            copy.difference.as_ref().map_or_else(String::new, |d| count(d).to_string())
        };
        [
            copy.id.to_string(),
            date,
            precision,
            text(copy.record.article.publisher.as_deref()),
            headline(&copy.record.article),
            path(&copy.record),
            words(|d| d.dropped),
            words(|d| d.added),
            copy.superseded.map_or_else(String::new, |by| by.id.to_string()),
            copy.withdrawn.to_string(),
        ]
    });
    let head = [
        "id",
        "date",
        "date_precision",
        "source",
        "headline",
        "path",
        "words_dropped",
        "words_added",
        "superseded_by",
        "withdrawn",
    ];
    write_rows(head, all, out)
}

fn write_reprints(prints: &[Reprint], out: &mut dyn Write) -> io::Result<()> {
    let all = prints.iter().map(|print| {
        let (date, precision) = date(&print.record);
        let quote = print.record.notes.quotes.get(print.ordinal);
        [
            print.id.to_string(),
            print.article.to_string(),
            text(print.speaker.as_ref().map(|speaker| speaker.name.as_str())),
            text(quote.map(|quote| quote.span.of(&print.record.article.body))),
            print.wording.to_string(),
            date,
            precision,
            text(print.record.article.publisher.as_deref()),
            path(&print.record),
        ]
    });
    let head = [
        "id",
        "article",
        "speaker",
        "quotation",
        "wording",
        "date",
        "date_precision",
        "source",
        "path",
    ];
    write_rows(head, all, out)
}

fn write_annotated(annotated: AnnotatedArticle<'_>, out: &mut dyn Write) -> io::Result<()> {
    let record = annotated.to_record();
    write_quotes_of(&record, &record.quote_ids(), out)
}

/// Writes corrections as `onrecord correct` and `corrections import` read them.
fn write_corrections(all: &[&Correction], out: &mut dyn Write) -> io::Result<()> {
    let rows = all.iter().map(|correction| {
        let (verdict, speaker) = match &correction.verdict {
            Verdict::Speaker(name) => ("speaker", Some(name.as_str())),
            Verdict::Unknown => ("unknown", None),
            Verdict::NotAQuote => ("not-a-quote", None),
        };
        [
            text(Some(&correction.quote)),
            verdict.to_owned(),
            text(speaker),
            text(correction.by.as_deref()),
            text(correction.note.as_deref()),
            text(correction.on.as_deref()),
            text(Some(&correction.text)),
        ]
    });
    write_rows(["quote", "verdict", "speaker", "by", "note", "on", "text"], rows, out)
}

fn write_formats(readers: &[&dyn FormatReader], out: &mut dyn Write) -> io::Result<()> {
    let all = readers.iter().map(|reader| {
        let format = reader.format();
        let cell = |text: &str| text.to_owned();
        let extensions = format.extensions.join(" ");
        [cell(reader.name()), extensions, cell(format.reads), cell(format.notes)]
    });
    write_rows(["format", "extensions", "reads", "notes"], all, out)
}

fn write_status(status: &IndexStatus<'_>, out: &mut dyn Write) -> io::Result<()> {
    let counts = &status.counts;
    let numbers = [
        ("files", counts.files),
        ("files_failed", status.failures.len() as u64),
        ("articles", counts.articles),
        ("articles_undated", counts.undated),
        ("quotes", counts.quotes),
        ("quotes_with_speaker", counts.quotes_with_speaker),
        ("bytes", status.size),
    ];
    let numbers = numbers.into_iter().map(|(what, n)| (what.to_owned(), n));
    let causes =
        words::causes(status.failures).into_iter().map(|(c, n)| (format!("failed: {c}"), n));
    let all = numbers.chain(causes).map(|(what, n)| [text(Some(&what)), n.to_string()]);
    write_rows(["what", "count"], all, out)
}

fn write_roots(roots: &[RootLine], out: &mut dyn Write) -> io::Result<()> {
    let all = roots.iter().map(|root| {
        let (files, articles) = (root.files.to_string(), root.articles.to_string());
        let [name, dir] = [&root.name, &root.dir].map(|value| text(Some(value)));
        [name, dir, root.there.to_string(), files, articles, text(root.last_read.as_deref())]
    });
    write_rows(["name", "dir", "there", "files", "articles", "last_read"], all, out)
}

fn write_faults(report: &CheckReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let faults = report.check.faults.iter().map(|fault| {
        let remedy = words::remedy(fault.remedy).to_owned();
        [text(Some(&fault.place)), text(Some(&fault.what)), remedy]
    });
    write_rows(["place", "fault", "remedy"], faults, out)
}

fn write_ingest(report: &IngestReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let tally = report.tally;
    let all = [
        ("files_found", tally.files_found),
        ("files_read", tally.files_read),
        ("files_unchanged", tally.files_unchanged),
        ("files_failed", tally.files_failed),
        ("files_kept", tally.files_kept),
        ("files_out_of_reach", tally.out_of_reach.iter().map(|place| place.files).sum()),
        ("files_removed", tally.files_removed),
        ("articles", tally.articles),
        ("quotes", tally.quotes),
    ];
    write_rows(["what", "count"], all.map(|(what, n)| [what.to_owned(), n.to_string()]), out)
}
