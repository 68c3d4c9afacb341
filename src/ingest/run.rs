//! One run: the plan, the workers, and the thread that writes and commits.

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use crossbeam_channel::bounded;

use crate::crawl::{FoundFile, Root, RootScope, Roots};
use crate::ingest::error::IngestError;
use crate::ingest::job::Job;
use crate::ingest::known_roots::{entries, known_roots};
use crate::ingest::last_read;
use crate::ingest::plan::{RunPlan, plan};
use crate::ingest::run_writer::{Report, RunWriter};
use crate::ingest::sink::Sink;
use crate::ingest::stats::RunStats;
use crate::ingest::worker_pool::WorkerPool;
use crate::read;
use crate::store::{Error, Index, Manifest};

/// Articles that come through a pipe and not from the disk.
pub struct InputStream<'s> {
    /// Path under which the index keeps its articles. A stream of the same name replaces what that
    /// name held.
    pub name: String,
    /// Bytes of the stream, in any format that is read from files.
    pub input: &'s mut (dyn BufRead + Send),
}

impl std::fmt::Debug for InputStream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InputStream").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Name of the root that streams belong to; it has no directory.
const STREAMS: &str = "stdin";

/// Brings `sink` up to date with the files beneath the job's paths. `index` is the state before the
/// run; `progress` is called several times a second.
///
/// # Errors
/// A path is missing or a root seems not to be mounted (then nothing was changed), or the index
/// cannot be written (then the last commit stands).
pub fn run(
    job: &Job,
    index: &Index,
    sink: &mut dyn Sink,
    stream: Option<InputStream<'_>>,
    progress: &mut dyn FnMut(&Report<'_>),
) -> Result<RunStats, IngestError> {
    let mut stats = RunStats::default();
    let (mut roots, targets) = roots_and_targets(job, index.manifest())?;
    let versions = u64::from(read::versions()) << 32 | u64::from(job.annotation.version());
    let found = stream.as_ref().map(|stream| stream_file(&mut roots, &stream.name));
    let plan = job
        .timings
        .time("walk", || plan(job, index, &roots, &targets, found, versions, &mut stats))?;
    if job.stop.load(Ordering::Relaxed) {
        stats.stopped = true;
        return Ok(stats);
    }
    let old_files = plan.tasks.iter().any(|task| task.old.is_some());
    let digests = (old_files && !job.reread).then(|| index.article_digests()).transpose()?;
    let before = index.manifest();
    let walked = walked(job, &targets, &plan);
    let at_end = Manifest { roots: entries(&roots, before, &walked), ..before.clone() };
    let manifest = Manifest { roots: entries(&roots, before, &[]), ..before.clone() };
    let unchanged = plan.tasks.is_empty()
        && plan.missing.changes_nothing()
        && plan.obstacles.is_empty()
        && at_end == *before;
    let read: Vec<&str> = targets
        .iter()
        .filter(|target| target.below.is_empty())
        .map(|target| roots.0[target.root].name.as_str())
        .collect();
    if unchanged {
        stats.out_of_reach = plan.missing.out_of_reach;
        last_read::note(index, &at_end, &read, job.now)?;
        return Ok(stats);
    }
    let mut writer = RunWriter::new(sink, &manifest, &job.timings, job.commit_every, &mut stats);
    writer.start(&plan)?;
    let (sender, receiver) = bounded(4 * job.workers);
    let pool = WorkerPool::new(job, &plan.tasks, &roots, versions, digests.as_ref(), sender)
        .with_stream(stream.map(|stream| stream.input as _));
    let planned = plan.tasks.len() as u64;
    thread::scope(|scope| {
        // The pool's own sender goes with the last worker, which ends the loop below; the receiver
        // goes when the writer fails, which ends the workers.
        let pool = Arc::new(pool);
        for number in 0..job.workers {
            let worker = pool.clone();
            match thread::Builder::new().spawn_scoped(scope, move || worker.work()) {
                Ok(_) => {}
                Err(error) if number == 0 => return Err(Error::no_thread(index.dir(), &error)),
                // Those that run do the work of those that the system does not give.
                Err(_) => break,
            }
        }
        drop(pool);
        let receiver = receiver;
        writer.receive_all(&receiver, planned, progress)
    })?;
    if writer.done() < planned {
        writer.commit_in_midst()?;
        stats.stopped = true;
        return Ok(stats);
    }
    writer.settle(&plan.missing);
    writer.commit(&at_end)?;
    last_read::note(index, &at_end, &read, job.now)?;
    Ok(stats)
}

/// File that a stream is taken for, of a root that is added if need be.
fn stream_file(roots: &mut Roots, name: &str) -> FoundFile {
    let root = roots.0.iter().position(|root| root.name == STREAMS).unwrap_or_else(|| {
        roots.0.push(Root { name: STREAMS.to_owned(), dir: PathBuf::from("-") });
        roots.0.len() - 1
    });
    FoundFile { root, path: name.into(), ..FoundFile::default() }
}

/// Roots of the index with those that the job adds, and the parts of them to be walked.
fn roots_and_targets(
    job: &Job,
    manifest: &Manifest,
) -> Result<(Roots, Vec<RootScope>), IngestError> {
    let mut roots = known_roots(manifest);
    for (name, dir) in &job.named_roots {
        roots.set(name, dir)?;
    }
    let mut targets = Vec::new();
    let named = job.named_roots.iter().map(|(_, dir)| dir);
    for path in job.paths.iter().chain(named) {
        let target = roots.scope(path)?;
        targets.extend(roots.nested_in(&target));
        targets.push(target);
    }
    targets.extend(roots.scopes(&job.listed));
    targets.sort_by(|a, b| (a.root, &a.below).cmp(&(b.root, &b.below)));
    targets.dedup();
    Ok((roots, targets))
}

/// Indexes of the roots of which the run reads all that there is.
fn walked(job: &Job, targets: &[RootScope], plan: &RunPlan) -> Vec<usize> {
    let away = !(plan.missing.out_of_reach.is_empty() && plan.missing.doubtful.is_empty());
    if job.is_selective() || plan.is_obstructed || away {
        return Vec::new();
    }
    targets.iter().filter(|target| target.below.is_empty()).map(|target| target.root).collect()
}
