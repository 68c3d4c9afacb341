//! The state of an index: its contents, its faults, and the results of an ingest run.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::model::Days;
use crate::present::answer::{CheckReport, IndexStatus, IngestReport, Repaired, RootLine};
use crate::present::words;
use crate::store::{Fault, FileRow};

/// Contents of an index.
pub fn status(status: &IndexStatus<'_>) -> Value {
    let IndexStatus {
        dir, format, size, roots, counts, copies, corrected, failures, listed, ..
    } = status;
    let day = |day: Days| day.date().map(|date| date.to_string());
    let dated_by: BTreeMap<_, _> = words::dated_by(&counts.dated_by).into_iter().collect();
    json!({
        "index": dir,
        "format": format,
        "bytes": size,
        "roots": roots.iter().map(root).collect::<Vec<_>>(),
        "files": counts.files,
        "files_failed": failures.len(),
        "files_waiting": status.waiting,
        "articles": counts.articles,
        "articles_undated": counts.undated,
        "articles_dated_by": dated_by,
        "first_day": counts.days.and_then(|days| day(days.first)),
        "last_day": counts.days.and_then(|days| day(days.last)),
        "copy_groups": copies.cluster_count(),
        "copies": copies.member_count(),
        "withdrawn": copies.withdrawn(),
        "quotes": counts.quotes,
        "quotes_with_speaker": counts.quotes_with_speaker,
        "quotes_named": counts.named_by.iter().sum::<u64>(),
        "quotes_named_by": words::named_by(&counts.named_by),
        "quotes_corrected": corrected,
        "causes": words::causes(failures),
        "failures": failures.iter().take(*listed).map(failure).collect::<Vec<_>>(),
    })
}

/// A root with what the index has of it.
pub fn root(root: &RootLine) -> Value {
    let RootLine { name, dir, there, incomplete, files, articles, last_read } = root;
    json!({
        "name": name,
        "dir": dir,
        "there": there,
        "incomplete": incomplete,
        "files": files,
        "articles": articles,
        "last_read": last_read,
    })
}

fn failure(row: &FileRow) -> Value {
    let problems: Vec<_> = row
        .problems
        .iter()
        .map(|(position, p)| {
            json!({
                "position": position,
                "format": p.format,
                "stage": p.stage,
                "cause": p.cause,
                "detail": p.detail,
            })
        })
        .collect();
    json!({"root": row.root, "path": row.path, "problems": problems})
}

/// Faults of an index, and what a repair did.
pub fn check(report: &CheckReport<'_>) -> Value {
    let CheckReport { dir, check, repaired } = report;
    let fault = |fault: &Fault| {
        let remedy = words::remedy(fault.remedy);
        json!({"place": fault.place, "fault": fault.what, "remedy": remedy})
    };
    json!({
        "index": dir,
        "sound": check.is_sound(),
        "index_files": check.files,
        "files": check.rows,
        "articles": check.articles,
        "quotes": check.quotations,
        "articles_missing": check.missing,
        "faults_found": check.count,
        "faults": check.faults.iter().map(fault).collect::<Vec<_>>(),
        "repaired": repaired.map(repair),
    })
}

fn repair(repaired: &Repaired) -> Value {
    json!({
        "faults": repaired.faults,
        "articles_kept": repaired.rebuilt.as_ref().map(|rebuilt| rebuilt.articles),
        "records_lost": repaired.rebuilt.as_ref().map_or(0, |rebuilt| rebuilt.lost),
        "articles_read": repaired.articles_read,
        "not_restored": repaired.not_restored,
    })
}

/// Results of an ingest run.
pub fn ingest(report: &IngestReport<'_>) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(report.tally)?;
    value["seconds"] = json!(report.seconds);
    for (step, time) in report.steps {
        value["steps"][*step] = json!(time.as_secs_f64());
    }
    value["bytes"] = json!(report.size);
    value["index"] = json!(report.dir);
    Ok(value)
}
