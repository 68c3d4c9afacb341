//! The budget of a packed file: the amount that may come out of it.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};

use crate::model::{Problem, Stage};

/// Limits of unpacking one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that all its layers and members may unpack to.
    pub unpacked: u64,
    /// Largest ratio of that to the file's own size, checked once it is more than 64 MB.
    pub ratio: u64,
    /// Most archives and compressions in one another.
    pub depth: usize,
}

/// Bytes that may come out whatever the ratio: text that repeats itself packs a thousand times
/// smaller, and so little is no bomb.
const RATIO_FREE_BYTES: u64 = 64 * 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked: 200_000_000_000, ratio: 200, depth: 4 }
    }
}

/// The account of one file against its limits.
pub struct Budget {
    /// The limits.
    pub limits: Limits,
    /// Size of the file in bytes, 0 when it is not known.
    packed: u64,
    unpacked: Cell<u64>,
    /// Number of unpacked bytes that a checksum stands behind.
    verified: Cell<u64>,
    /// Number of unpacked bytes that readers have taken.
    taken: Cell<u64>,
    /// Number of decoders at work, one in another.
    open: Cell<u32>,
    /// Damage behind which reading went on.
    damages: RefCell<Vec<Damage>>,
    /// True if the outermost decoder could not go on.
    failed: Cell<bool>,
}

/// Damage in the outermost compression, behind which reading went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Number of unpacked bytes before it that a checksum stands behind.
    pub from: u64,
    /// Number of unpacked bytes up to its end.
    pub to: u64,
    /// Description.
    pub detail: String,
}

/// Cause of a file whose compression is damaged.
pub const DAMAGED: &str = "damaged compression";

impl Budget {
    /// An account of a file of `packed` bytes.
    pub fn new(limits: Limits, packed: u64) -> Self {
        let [unpacked, verified, taken] = [const { Cell::new(0) }; 3];
        let (open, failed) = (Cell::new(0), Cell::new(false));
        let damages = RefCell::default();
        Self { limits, packed, unpacked, verified, taken, open, damages, failed }
    }

    /// Records damage in all that was unpacked since the last checksum.
    pub fn record_damage(&self, detail: &str) {
        let (from, to) = (self.verified.get(), self.unpacked.get());
        self.damages.borrow_mut().push(Damage { from, to, detail: detail.to_owned() });
    }

    /// The damage that was recorded, without the first `known` places.
    pub fn damages_after(&self, known: usize) -> Vec<Damage> {
        self.damages.borrow().get(known..).unwrap_or_default().to_vec()
    }

    /// True if the outermost decoder met damage that it could not go on behind.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// True if no decoder is at work.
    pub fn is_outermost(&self) -> bool {
        self.open.get() == 0
    }

    /// True if a decoder is at work in another.
    pub fn is_nested(&self) -> bool {
        self.open.get() > 1
    }

    /// Records that a checksum stands behind all bytes unpacked so far.
    pub fn mark_verified(&self) {
        self.verified.set(self.unpacked.get());
    }

    /// Records that another decoder begins, of whose output nothing was taken.
    fn start_decoder(&self) {
        self.taken.set(self.unpacked.get());
    }

    /// Records that readers took bytes of the outermost decoder.
    pub fn record_taken(&self, amount: usize) {
        self.taken.update(|taken| taken + amount as u64);
    }

    /// Numbers of unpacked bytes that readers have taken, and that a checksum stands behind.
    pub fn progress(&self) -> (u64, u64) {
        (self.taken.get(), self.verified.get())
    }

    fn spend(&self, bytes: usize) -> Result<(), Problem> {
        let unpacked = self.unpacked.get() + bytes as u64;
        self.unpacked.set(unpacked);
        let Limits { unpacked: max, ratio, .. } = self.limits;
        if unpacked > max {
            let detail = format!("more than {max} bytes; see --max-unpacked");
            return Err(Problem::new(Stage::Read, "unpacks to too much", detail));
        }
        if self.packed > 0 && unpacked > RATIO_FREE_BYTES && unpacked / self.packed >= ratio {
            let detail = format!("more than {ratio} times its size; see --max-ratio");
            return Err(Problem::new(Stage::Read, "unpacks to too much", detail));
        }
        Ok(())
    }
}

/// A decoder whose output is counted.
pub struct CountedReader<'b, R> {
    inner: R,
    budget: &'b Budget,
    /// True if no other decoder feeds it: its checksums speak for the file.
    outermost: bool,
}

impl<'b, R: Read> CountedReader<'b, R> {
    /// A decoder whose output is charged to `budget`.
    pub fn new(inner: R, budget: &'b Budget) -> Self {
        let outermost = budget.is_outermost();
        if outermost {
            budget.start_decoder();
        }
        budget.open.update(|open| open + 1);
        Self { inner, budget, outermost }
    }
}

impl<R> Drop for CountedReader<'_, R> {
    fn drop(&mut self) {
        self.budget.open.update(|open| open - 1);
    }
}

impl<R: Read> Read for CountedReader<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out).map_err(|error| {
            // Decoders say it in many ways; the archivist needs one.
            match error.kind() {
                io::ErrorKind::UnexpectedEof => error,
                _ if error
                    .get_ref()
                    .is_some_and(<dyn std::error::Error + Send + Sync>::is::<Problem>) =>
                {
                    error
                }
                _ => {
                    self.budget.failed.set(self.budget.failed.get() || self.outermost);
                    io::Error::other(Problem::new(Stage::Open, DAMAGED, error.to_string()))
                }
            }
        })?;
        // Readers know I/O errors only; the problem travels inside of one.
        self.budget.spend(read).map_err(io::Error::other)?;
        if read == 0 && !out.is_empty() && self.outermost {
            // Decoders compare the checksum before they say that this is the end.
            self.budget.mark_verified();
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spent(limits: Limits, packed: u64, unpacked: u64) -> Option<String> {
        let budget = Budget::new(limits, packed);
        let mut counted = CountedReader::new(io::repeat(b'x').take(unpacked), &budget);
        let error = io::copy(&mut counted, &mut io::sink()).err()?;
        Some(error.to_string())
    }

    #[test]
    fn size_and_ratio_are_limits() {
        let limits = Limits { unpacked: 3 * RATIO_FREE_BYTES, ratio: 100, depth: 1 };
        assert_eq!(spent(limits, 1000, RATIO_FREE_BYTES), None);
        let ratio = "unpacks to too much: more than 100 times its size; see --max-ratio";
        assert_eq!(spent(limits, 1000, RATIO_FREE_BYTES + 1).as_deref(), Some(ratio));
        assert_eq!(spent(limits, RATIO_FREE_BYTES / 2, 2 * RATIO_FREE_BYTES), None);
        assert_eq!(spent(limits, 0, 2 * RATIO_FREE_BYTES), None);
        let size = format!(
            "unpacks to too much: more than {} bytes; see --max-unpacked",
            3 * RATIO_FREE_BYTES
        );
        assert_eq!(spent(limits, RATIO_FREE_BYTES, 4 * RATIO_FREE_BYTES), Some(size));
    }
}
