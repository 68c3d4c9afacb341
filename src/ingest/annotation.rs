//! Annotation of one article, without an index: shared by the workers and by `annotate`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use crate::annotate;
use crate::ingest::timings::Timings;
use crate::model::{Article, Notes, Problem, Stage};

/// Extent to which articles are annotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Annotation {
    /// Names, quotations and speakers.
    Full,
    /// None, only texts and dates: faster, and nothing is known of who said what.
    Off,
}

impl Annotation {
    /// Version that the ledger keeps: a file annotated by another one is read again.
    pub fn version(self) -> u32 {
        match self {
            Self::Full => annotate::VERSION,
            Self::Off => 0,
        }
    }

    /// Annotates an article.
    ///
    /// # Errors
    /// The annotator failed: a fault of ours, which must not cost the rest of the archive.
    pub fn annotate(self, article: &Article, timings: &Timings) -> Result<Notes, Problem> {
        if self == Self::Off {
            return Ok(Notes::default());
        }
        let mut last = Instant::now();
        let mut done = |step| {
            let now = Instant::now();
            timings.add(step, now - last);
            last = now;
        };
        let annotate = || annotate::annotate_in_steps(&article.body, &mut done);
        catch_unwind(AssertUnwindSafe(annotate)).map_err(|_| {
            let detail = "the annotator failed on it; please report this article";
            Problem::new(Stage::Read, "internal error", detail)
        })
    }
}
