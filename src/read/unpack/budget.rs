//! How much may come out of a packed file.

use std::cell::Cell;
use std::io::{self, Read};

use crate::model::{Problem, Stage};

/// What a file may unpack to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that all its layers and members may unpack to.
    pub unpacked: u64,
    /// How many times its own size that may be, once it is more than 64 MB.
    pub ratio: u64,
    /// How many archives and compressions may lie in one another.
    pub depth: usize,
}

/// Text that repeats itself packs a thousand times smaller; what stays below this is no bomb, in bytes.
const FREE: u64 = 64 * 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked: 200_000_000_000, ratio: 200, depth: 4 }
    }
}

/// The count of one file against its limits.
pub struct Budget {
    pub limits: Limits,
    /// The file's size in bytes, 0 when it is not known.
    packed: u64,
    unpacked: Cell<u64>,
    /// How much of that is known to be whole: a checksum stood behind it.
    verified: Cell<u64>,
    /// How much of it readers have taken.
    taken: Cell<u64>,
    /// Decoders at work, one in another.
    open: Cell<u32>,
}

/// The cause of a file whose compression is damaged.
pub const DAMAGED: &str = "damaged compression";

impl Budget {
    pub fn new(limits: Limits, packed: u64) -> Self {
        let [unpacked, verified, taken] = [const { Cell::new(0) }; 3];
        Self { limits, packed, unpacked, verified, taken, open: Cell::new(0) }
    }

    /// Whether no decoder is at work.
    pub fn is_outermost(&self) -> bool {
        self.open.get() == 0
    }

    /// All that was unpacked so far is whole.
    pub fn verify(&self) {
        self.verified.set(self.unpacked.get());
    }

    /// Another decoder begins: nothing of what comes out of it was taken.
    fn begin(&self) {
        self.taken.set(self.unpacked.get());
    }

    /// Readers take bytes of the outermost decoder.
    pub fn take(&self, amount: usize) {
        self.taken.update(|taken| taken + amount as u64);
    }

    /// How many of the unpacked bytes readers have taken, and how many are known to be whole.
    pub fn taken(&self) -> (u64, u64) {
        (self.taken.get(), self.verified.get())
    }

    fn spend(&self, bytes: usize) -> Result<(), Problem> {
        let unpacked = self.unpacked.get() + bytes as u64;
        self.unpacked.set(unpacked);
        let Limits { unpacked: most, ratio, .. } = self.limits;
        if unpacked > most {
            let detail = format!("more than {most} bytes; see --max-unpacked");
            return Err(Problem::new(Stage::Read, "unpacks to too much", detail));
        }
        if self.packed > 0 && unpacked > FREE && unpacked / self.packed >= ratio {
            let detail = format!("more than {ratio} times its size; see --max-ratio");
            return Err(Problem::new(Stage::Read, "unpacks to too much", detail));
        }
        Ok(())
    }
}

/// A decoder whose output is counted.
pub struct Counted<'b, R> {
    inner: R,
    budget: &'b Budget,
    /// No other decoder feeds it: its checksums speak for the file.
    outermost: bool,
}

impl<'b, R: Read> Counted<'b, R> {
    pub fn new(inner: R, budget: &'b Budget) -> Self {
        let outermost = budget.is_outermost();
        if outermost {
            budget.begin();
        }
        budget.open.update(|open| open + 1);
        Self { inner, budget, outermost }
    }
}

impl<R> Drop for Counted<'_, R> {
    fn drop(&mut self) {
        self.budget.open.update(|open| open - 1);
    }
}

impl<R: Read> Read for Counted<'_, R> {
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
                _ => io::Error::other(Problem::new(
                    Stage::Open,
                    "damaged compression",
                    error.to_string(),
                )),
            }
        })?;
        // Readers know I/O errors only; the problem travels inside of one.
        self.budget.spend(read).map_err(io::Error::other)?;
        if read == 0 && !out.is_empty() && self.outermost {
            // Decoders compare the checksum before they say that this is the end.
            self.budget.verify();
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spent(limits: Limits, packed: u64, unpacked: u64) -> Option<String> {
        let budget = Budget::new(limits, packed);
        let mut counted = Counted::new(io::repeat(b'x').take(unpacked), &budget);
        let error = io::copy(&mut counted, &mut io::sink()).err()?;
        Some(error.to_string())
    }

    #[test]
    fn size_and_ratio_are_limits() {
        let limits = Limits { unpacked: 3 * FREE, ratio: 100, depth: 1 };
        assert_eq!(spent(limits, 1000, FREE), None);
        let ratio = "unpacks to too much: more than 100 times its size; see --max-ratio";
        assert_eq!(spent(limits, 1000, FREE + 1).as_deref(), Some(ratio));
        assert_eq!(spent(limits, FREE / 2, 2 * FREE), None);
        assert_eq!(spent(limits, 0, 2 * FREE), None);
        let size = format!("unpacks to too much: more than {} bytes; see --max-unpacked", 3 * FREE);
        assert_eq!(spent(limits, FREE, 4 * FREE), Some(size));
    }
}
