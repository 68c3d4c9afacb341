//! Time of a run by step, summed over all threads.
//!
//! Always taken, since a clock costs nothing beside any step: what `index --timings` shows is the
//! very run, not another one with the clock on.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Time by step, in the order in which the steps first came.
#[derive(Debug, Default)]
pub struct Timings {
    steps: Mutex<Vec<(&'static str, Duration)>>,
}

impl Timings {
    /// Adds to the time of a step.
    pub fn add(&self, step: &'static str, time: Duration) {
        let mut steps = self.lock();
        match steps.iter_mut().find(|(name, _)| *name == step) {
            Some((_, sum)) => *sum += time,
            None => steps.push((step, time)),
        }
    }

    /// Runs `work` as a step, and returns its result.
    pub fn time<T>(&self, step: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        self.add(step, start.elapsed());
        done
    }

    /// Steps with the time of each.
    pub fn steps(&self) -> Vec<(&'static str, Duration)> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(&'static str, Duration)>> {
        // A thread that panicked while adding has lost at most its own time.
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
