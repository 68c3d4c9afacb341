//! JSON and JSONL.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use crate::model::{EntityKind, QuoteId};
use crate::present::escape;
use crate::present::reports::remedy_in_words;
use crate::present::wire::{self, WireArticle};
use crate::present::wire_copies::{WireCopy, WirePrint};
use crate::present::{
    Annotated, Checked, Listed, Present, Run, SpeakingListed, Status, What, answers, formats,
};
use crate::read::Reader;
use crate::search::{ArticleCopy, ArticleHit, Hits, Print, QuoteHit, Timeline, Verification};
use crate::store::{ArticleRecord, FileRow};

/// Writes JSON: one document, or a line for each hit.
#[derive(Clone, Copy, Debug)]
pub struct Json {
    /// A line for each hit, article or name, and no totals.
    pub lines: bool,
}

impl Json {
    fn list<T: Serialize>(self, total: u64, hits: Vec<T>, out: &mut dyn Write) -> io::Result<()> {
        self.hits(&wire::WireHits::of_names(total, hits), out)
    }

    /// As lines the facets come in a line of their own at the end.
    fn hits<T: Serialize>(
        self,
        hits: &wire::WireHits<'_, T>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if !self.lines {
            return document(hits, out);
        }
        hits.hits.iter().try_for_each(|hit| line(hit, out))?;
        hits.facets.iter().try_for_each(|facets| line(&json!({"facets": facets}), out))
    }

    fn one<T: Serialize>(self, value: &T, out: &mut dyn Write) -> io::Result<()> {
        if self.lines {
            return line(value, out);
        }
        document(value, out)
    }
}

pub fn line<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escape::json(&serde_json::to_string(value)?))
}

fn document<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escape::json(&serde_json::to_string_pretty(value)?))
}

impl Present for Json {
    fn articles(&self, hits: &Hits<ArticleHit>, out: &mut dyn Write) -> io::Result<()> {
        self.hits(&wire::article_hits(hits), out)
    }

    fn quotes(&self, hits: &Hits<QuoteHit>, out: &mut dyn Write) -> io::Result<()> {
        self.hits(&wire::quote_hits(hits), out)
    }

    fn speakers(&self, names: &Listed, out: &mut dyn Write) -> io::Result<()> {
        self.list(names.total as u64, wire::names(names, None).collect(), out)
    }

    fn entities(&self, names: &[(EntityKind, Listed)], out: &mut dyn Write) -> io::Result<()> {
        let total = names.iter().map(|(_, listed)| listed.total as u64).sum();
        let all = names.iter().flat_map(|(kind, listed)| wire::names(listed, Some(kind.tag())));
        self.list(total, all.collect(), out)
    }

    fn who_speaks(&self, listed: &SpeakingListed, out: &mut dyn Write) -> io::Result<()> {
        if self.lines {
            return listed.speakers.iter().try_for_each(|one| line(&answers::speaking(one), out));
        }
        document(&answers::who_speaks(listed), out)
    }

    fn timeline(&self, timeline: &Timeline, what: What, out: &mut dyn Write) -> io::Result<()> {
        if self.lines {
            return answers::timeline_rows(timeline).iter().try_for_each(|row| line(row, out));
        }
        document(&answers::timeline(timeline, what), out)
    }

    fn verification(&self, found: &Verification, out: &mut dyn Write) -> io::Result<()> {
        self.one(&answers::verification(found)?, out)
    }

    fn article(
        &self,
        record: &ArticleRecord,
        _ids: &[QuoteId],
        _chosen: Option<QuoteId>,
        copies: &[ArticleCopy],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.one(&WireArticle::stored(record, copies), out)
    }

    fn copies(&self, copies: &[ArticleCopy], out: &mut dyn Write) -> io::Result<()> {
        self.list(copies.len() as u64, copies.iter().map(WireCopy::new).collect(), out)
    }

    fn prints(&self, prints: &[Print], out: &mut dyn Write) -> io::Result<()> {
        self.list(prints.len() as u64, prints.iter().map(WirePrint::new).collect(), out)
    }

    fn annotated(&self, annotated: &Annotated<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Annotated { source, article, notes } = annotated;
        let id = article.archive_id.clone();
        let id = id.unwrap_or_else(|| source.article_id().to_string());
        // A line for each even in one document: several articles are a stream, not a list.
        line(&WireArticle::new(id, source, article, notes), out)
    }

    fn status(&self, status: &Status<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Status {
            dir, format, size, roots, counts, corrected, failures, listed, dates: _, ..
        } = status;
        let day = |day: crate::model::Days| day.date().map(|d| d.to_string());
        self.one(
            &json!({
                "index": dir,
                "format": format,
                "bytes": size,
                "roots": roots,
                "files": counts.files,
                "files_failed": failures.len(),
                "articles": counts.articles,
                "articles_undated": counts.undated,
                "articles_dated_by": dated_by(&counts.dated_by).into_iter().collect::<BTreeMap<_, _>>(),
                "first_day": counts.days.and_then(|days| day(days.first)),
                "last_day": counts.days.and_then(|days| day(days.last)),
                "copy_groups": status.copies.groups(),
                "copies": status.copies.grouped(),
                "withdrawn": status.copies.withdrawn(),
                "quotes": counts.quotes,
                "quotes_with_speaker": counts.quotes_with_speaker,
                "quotes_named": counts.named_by.iter().sum::<u64>(),
                "quotes_named_by": named_by(&counts.named_by),
                "quotes_corrected": corrected,
                "causes": causes(failures),
                "failures": failures.iter().take(*listed).map(failure).collect::<Vec<_>>(),
            }),
            out,
        )
    }

    fn formats(&self, readers: &[&dyn Reader], out: &mut dyn Write) -> io::Result<()> {
        let formats = formats::wire(readers);
        if self.lines {
            return formats.iter().try_for_each(|format| line(format, out));
        }
        document(&formats, out)
    }

    fn check(&self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Checked { dir, check, repaired } = checked;
        let faults: Vec<_> = check
            .faults
            .iter()
            .map(|fault| {
                let remedy = remedy_in_words(fault.remedy);
                json!({"place": fault.place, "fault": fault.what, "remedy": remedy})
            })
            .collect();
        let repaired = repaired.map(|repaired| {
            json!({
                "faults": repaired.faults,
                "articles_kept": repaired.rebuilt.as_ref().map(|rebuilt| rebuilt.articles),
                "records_lost": repaired.rebuilt.as_ref().map_or(0, |rebuilt| rebuilt.lost),
                "articles_read": repaired.articles_read,
                "not_restored": repaired.not_restored,
            })
        });
        let value = json!({
            "index": dir,
            "sound": check.is_sound(),
            "index_files": check.files,
            "files": check.rows,
            "articles": check.articles,
            "quotes": check.quotations,
            "faults_found": check.count,
            "faults": faults,
            "repaired": repaired,
        });
        self.one(&value, out)
    }

    fn run(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut value = serde_json::to_value(run.tally)?;
        value["seconds"] = json!(run.seconds);
        for (step, time) in run.steps {
            value["steps"][*step] = json!(time.as_secs_f64());
        }
        value["bytes"] = json!(run.size);
        value["index"] = json!(run.dir);
        self.one(&value, out)
    }
}

/// How many quotations have a named speaker, by how the name was reached.
pub fn named_by(counts: &[u64; 5]) -> BTreeMap<&'static str, u64> {
    ["named", "surname", "pronoun", "title", "carried over"].into_iter().zip(*counts).collect()
}

/// How many articles are dated, by what.
pub fn dated_by(counts: &[u64; 6]) -> [(&'static str, u64); 6] {
    let names = ["field", "dateline", "path", "url", "undated", "unusable date"];
    std::array::from_fn(|at| (names[at], counts[at]))
}

fn failure(row: &FileRow) -> serde_json::Value {
    let problems: Vec<_> = row
        .problems
        .iter()
        .map(|(position, p)| {
            json!({"position": position, "format": p.format, "stage": p.stage, "cause": p.cause, "detail": p.detail})
        })
        .collect();
    json!({"root": row.root, "path": row.path, "problems": problems})
}

/// How many files failed by each cause (the first of a file).
pub fn causes(failures: &[FileRow]) -> BTreeMap<&str, u64> {
    let mut causes = BTreeMap::new();
    for row in failures {
        let cause = row.problems.first().map_or("unknown", |(_, problem)| problem.cause.as_str());
        *causes.entry(cause).or_default() += 1;
    }
    causes
}
