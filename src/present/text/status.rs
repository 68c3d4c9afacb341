//! The state of an index: its contents, its faults, and the results of an ingest run.

use std::io::{self, Write};

use crate::model::Days;
use crate::present::answer::{CheckReport, IndexStatus, IngestReport, Repaired, RootLine};
use crate::present::escape;
use crate::present::words::{bytes, causes, dated_by, named_by, out_of_reach, percent, remedy};
use crate::store::{Check, Fault, FileRow, Rebuilt};

/// Writes the contents of an index.
pub fn write_status(status: &IndexStatus<'_>, out: &mut dyn Write) -> io::Result<()> {
    let IndexStatus { dir, format, size, roots, counts, copies, corrected, failures, .. } = status;
    writeln!(out, "index      {} (format {format}, {})", dir.display(), bytes(*size))?;
    for root in *roots {
        writeln!(out, "root       {}", root_line(root))?;
    }
    writeln!(out, "files      {}, {} of them failed", counts.files, failures.len())?;
    if status.waiting > 0 {
        let waiting = status.waiting;
        writeln!(
            out,
            "waiting    {waiting} of them to be read again: articles were lost to damage;"
        )?;
        writeln!(out, "           `onrecord index` reads them, where the archive is there")?;
    }
    for root in roots.iter().filter(|root| root.incomplete) {
        let name = escape::line(&root.name);
        writeln!(out, "waiting    files of root {name} may be missing after damage;")?;
        writeln!(out, "           `onrecord index` reads them, where the archive is there")?;
    }
    let days = counts.days.map_or("none dated".to_owned(), |days| {
        let day = |day: Days| day.date().map_or("?".to_owned(), |d| d.to_string());
        format!("{} to {}, {} undated", day(days.first), day(days.last), counts.undated)
    });
    writeln!(out, "articles   {}: {days}", counts.articles)?;
    let groups = copies.cluster_count();
    if groups > 0 {
        let others = copies.member_count() - groups;
        writeln!(out, "copies     {others} of them copies of {groups} others")?;
    }
    let withdrawn = copies.withdrawn();
    if withdrawn > 0 {
        writeln!(out, "withdrawn  {withdrawn} of them, not shown without --include-killed")?;
    }
    if status.dates {
        for (by, count) in dated_by(&counts.dated_by) {
            writeln!(out, "  dated by {by:<14} {count}")?;
        }
    }
    let share = percent(counts.quotes_with_speaker, counts.quotes);
    writeln!(out, "quotations {}, {share} with a speaker", counts.quotes)?;
    let named = counts.named_by.iter().sum();
    let how = named_by(&counts.named_by);
    let how: Vec<String> =
        how.iter().map(|(how, n)| format!("{} {how}", percent(*n, counts.quotes))).collect();
    writeln!(out, "attributed {} to a name: {}", percent(named, counts.quotes), how.join(", "))?;
    if *corrected > 0 {
        writeln!(out, "corrected  {corrected} by hand")?;
    }
    for (cause, count) in causes(failures) {
        writeln!(out, "failed     {count} {cause}")?;
    }
    for row in failures.iter().take(status.listed) {
        write_failure(row, out)?;
    }
    if failures.len() > status.listed {
        let more = failures.len() - status.listed;
        writeln!(out, "  … and {more} more (--failures lists all)")?;
    }
    Ok(())
}

/// Writes the roots of an index, a line each.
pub fn write_roots(roots: &[RootLine], out: &mut dyn Write) -> io::Result<()> {
    for root in roots {
        writeln!(out, "{}", root_line(root))?;
    }
    Ok(())
}

fn root_line(root: &RootLine) -> String {
    let (name, dir) = (escape::line(&root.name), escape::line(&root.dir));
    let read = match &root.last_read {
        Some(time) => format!("last read {}", time.get(..16).unwrap_or(time).replace('T', " ")),
        None => "not read as a whole yet".to_owned(),
    };
    let away = if root.there { "" } else { "; not there now" };
    format!("{name} = {dir}: {} articles of {} files, {read}{away}", root.articles, root.files)
}

/// Writes the problems of a file that failed, a line each.
fn write_failure(row: &FileRow, out: &mut dyn Write) -> io::Result<()> {
    for (position, problem) in &row.problems {
        let place = escape::line(&format!("{}/{}", row.root, row.path));
        let at = if *position > 0 { format!(" #{position}") } else { String::new() };
        let format = if problem.format.is_empty() { "" } else { &problem.format };
        let stage = if format.is_empty() { "" } else { ", " };
        let how = format!("{format}{stage}{}", problem.stage);
        writeln!(out, "  {place}{at}: {} ({how})", escape::line(&problem.to_string()))?;
    }
    Ok(())
}

/// Writes the results of an ingest run.
pub fn write_ingest(report: &IngestReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let IngestReport { tally, seconds, steps, size, dir } = report;
    writeln!(
        out,
        "files      {} found: {} read, {} unchanged, {} failed{}; {} removed from the index",
        tally.files_found,
        tally.files_read,
        tally.files_unchanged,
        tally.files_failed,
        match tally.files_left_out {
            0 => String::new(),
            left_out => format!(", {left_out} left out"),
        },
        tally.files_removed
    )?;
    for (cause, count) in &tally.causes {
        writeln!(out, "  failed   {count} {}", escape::line(cause))?;
    }
    if tally.files_kept > 0 {
        writeln!(
            out,
            "  kept     what the index has of {} of these; they are read as soon as they can be",
            tally.files_kept
        )?;
    }
    for place in &tally.out_of_reach {
        writeln!(
            out,
            "  away     {} articles of {} files beneath {}: {}; kept",
            place.articles,
            place.files,
            escape::line(&place.dir),
            out_of_reach(place.reason)
        )?;
    }
    if tally.records_failed > 0 {
        writeln!(
            out,
            "  of these {} were single records of files that were read",
            tally.records_failed
        )?;
    }
    let share = percent(tally.quotes_with_speaker, tally.quotes);
    writeln!(
        out,
        "articles   {} read: {} quotations, {share} with a speaker; {} names",
        tally.articles, tally.quotes, tally.names
    )?;
    if tally.articles_kept > 0 {
        writeln!(out, "  kept     {} of changed files, as they were", tally.articles_kept)?;
    }
    if tally.dates_unusable > 0 {
        writeln!(out, "  undated  {} with a date that cannot be used", tally.dates_unusable)?;
    }
    let rate = tally.articles as f64 / seconds.max(0.001);
    writeln!(out, "time       {seconds:.1} s ({rate:.0} articles/s)")?;
    for (step, time) in *steps {
        writeln!(out, "  {step:<16} {:>8.2} s", time.as_secs_f64())?;
    }
    writeln!(out, "index      {} ({})", dir.display(), bytes(*size))?;
    let failed = tally.files_failed + tally.records_failed;
    if failed > 0 {
        writeln!(out, "`onrecord status --failures` says which failed and why")?;
    }
    if !tally.out_of_reach.is_empty() {
        writeln!(out, "`onrecord index --forget-missing` takes what is away for gone")?;
    }
    Ok(())
}

/// Writes the faults of an index, and what a repair did.
pub fn write_check(report: &CheckReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let CheckReport { dir, check, repaired } = report;
    if let Some(Repaired { faults, rebuilt, articles_read, not_restored }) = repaired {
        writeln!(out, "repaired   {faults} faults")?;
        if let Some(Rebuilt { articles, lost, .. }) = rebuilt {
            writeln!(out, "  kept     {articles} articles; {lost} records could not be read")?;
        }
        writeln!(out, "  read     {articles_read} articles again")?;
        for place in not_restored {
            writeln!(out, "  missing  {}: not there to be read again", escape::line(place))?;
        }
    }
    let Check { files, rows, articles, quotations, missing, count, faults } = check;
    writeln!(
        out,
        "checked    {files} files of the index {}: {rows} files of the archive, \
         {articles} articles, {quotations} quotations",
        dir.display()
    )?;
    for fault in faults {
        let Fault { place, what, .. } = fault;
        let (place, what) = (escape::line(place), escape::line(what));
        writeln!(out, "fault      {place}: {what} ({})", remedy(fault.remedy))?;
    }
    if *count > faults.len() as u64 {
        writeln!(out, "  … and {} more", count - faults.len() as u64)?;
    }
    if *missing > 0 {
        writeln!(out, "missing    {missing} articles that the index held")?;
    }
    match count {
        0 => writeln!(out, "The index is sound"),
        1 => writeln!(out, "1 fault"),
        count => writeln!(out, "{count} faults"),
    }
}
