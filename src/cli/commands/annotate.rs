//! `onrecord annotate`: articles of files with the notes that an index would have of them.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use clap::Args;

use crate::cli::clock;
use crate::cli::output::Output;
use crate::cli::parse;
use crate::cli::success::Success;
use crate::crawl::{self, Globs, Roots, WalkFilter, WalkItem};
use crate::ingest::{Annotation, InputFile, NamedEncoding, Reading, Timings};
use crate::model::Source;
use crate::present::{AnnotatedArticle, Answer};

/// Arguments of `onrecord annotate`.
#[derive(Debug, Args)]
pub struct AnnotateArgs {
    /// Files, or directories of them
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// The encoding of files that do not tell their own, or of a glob's files, as for `index`
    #[arg(long, value_name = "[GLOB=]NAME", value_parser = parse::named_encoding)]
    pub encoding: Vec<NamedEncoding>,
}

/// Shows the articles of files with their notes.
pub fn run(args: &AnnotateArgs, output: &mut Output) -> anyhow::Result<Success> {
    let mut roots = Roots::default();
    let mut found = Vec::new();
    let globs = Globs::default();
    let stop = AtomicBool::new(false);
    let filter = WalkFilter { dirs: &[], globs: &globs, stop: &stop };
    let reading = Reading {
        encodings: args.encoding.clone(),
        latest: Some(clock::tomorrow()),
        ..Reading::default()
    };
    let timings = Timings::default();
    let mut failed = 0_u64;
    for path in &args.paths {
        let target = roots.scope(path)?;
        crawl::walk(&roots, &target, filter, &mut |item| found.push(item));
    }
    let mut articles = 0_u64;
    for item in found {
        let file = match item {
            WalkItem::File(file) | WalkItem::Excluded(file) => file,
            WalkItem::Problem { path, problem, .. } => {
                failed += 1;
                output.note(&format!("{path}: {problem}"));
                continue;
            }
        };
        let full_path = file.full_path(&roots);
        let mut input = crawl::open(&full_path).with_context(|| full_path.display().to_string())?;
        let mut result: io::Result<()> = Ok(());
        let mut problems = Vec::new();
        let place = InputFile { path: &file.path, on_disk: Some(&full_path), size: file.size };
        let read = reading.read_file(&mut input, place, &mut |position, read| {
            let annotated = read
                .and_then(|article| Ok((Annotation::Full.annotate(&article, &timings)?, article)));
            match annotated {
                Ok((notes, article)) => {
                    articles += 1;
                    let root = roots.0[file.root].name.clone();
                    let source = Source { root, path: file.path.to_string(), position };
                    if result.is_ok() {
                        result = output.present(&Answer::Annotated(AnnotatedArticle {
                            source: &source,
                            article: &article,
                            notes: &notes,
                        }));
                    }
                }
                Err(problem) => problems.push(problem),
            }
        });
        result?;
        problems.extend(read.err().filter(|problem| !problem.is_harmless()));
        for problem in problems {
            failed += 1;
            output.note(&format!("{}: {problem}", full_path.display()));
        }
    }
    if failed > 0 {
        output.note(&format!("{failed} failed"));
    }
    Ok(Success::found_if(articles > 0))
}
