//! Reading texts of the archive for comparison: many at once and in the order in which they are
//! stored, since a block of the store, once unpacked, holds dozens of them.

use std::num::NonZero;
use std::thread::{self, ScopedJoinHandle};

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

/// Texts that a thread reads, each with its number.
type Loaded<T, E> = Result<Vec<(u32, T)>, E>;

/// Number of threads at most; more only wait for the store.
const THREADS: usize = 4;

/// Texts at hand, by their numbers; `read` gets one from the archive, `address` returns its
/// document's address.
pub struct TextLoader<P, R, T> {
    address: P,
    read: R,
    kept: FxHashMap<u32, T>,
}

impl<P, R, T, E> TextLoader<P, R, T>
where
    P: Fn(u32) -> DocAddress,
    R: Fn(u32) -> Result<T, E> + Sync,
    T: Send,
    E: Send,
{
    /// Loader with no text at hand.
    pub fn new(address: P, read: R) -> Self {
        Self { address, read, kept: FxHashMap::default() }
    }

    /// Loads these texts and drops all others.
    ///
    /// # Errors
    /// A text cannot be read.
    pub fn prepare(&mut self, mut wanted: Vec<u32>) -> Result<(), E> {
        wanted.sort_unstable();
        wanted.dedup();
        self.kept.retain(|number, _| wanted.binary_search(number).is_ok());
        wanted.retain(|number| !self.kept.contains_key(number));
        wanted.sort_by_key(|number| (self.address)(*number));
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS);
        let read = &self.read;
        let load = |numbers: &[u32]| -> Loaded<T, E> {
            numbers.iter().map(|number| Ok((*number, read(*number)?))).collect()
        };
        let parts: Vec<Loaded<T, E>> = thread::scope(|scope| {
            let each = wanted.len().div_ceil(threads).max(1);
            let start = |numbers| {
                let thread = thread::Builder::new().spawn_scoped(scope, move || load(numbers));
                // Where the system gives no thread, this one does the work.
                thread.map_err(|_| load(numbers))
            };
            let threads: Vec<_> = wanted.chunks(each).map(start).collect();
            let join = |thread: ScopedJoinHandle<'_, Loaded<T, E>>| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            threads.into_iter().map(|thread| thread.map_or_else(|done| done, join)).collect()
        });
        for part in parts {
            self.kept.extend(part?);
        }
        Ok(())
    }

    /// Two texts; those that were not [prepared](Self::prepare) are read now.
    ///
    /// # Errors
    /// A text cannot be read.
    pub fn pair(&mut self, a: u32, b: u32) -> Result<(&T, &T), E> {
        for number in [a, b] {
            if !self.kept.contains_key(&number) {
                let text = (self.read)(number)?;
                self.kept.insert(number, text);
            }
        }
        Ok((&self.kept[&a], &self.kept[&b]))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn each_is_read_once_while_it_is_at_hand() {
        let reads = AtomicUsize::new(0);
        let read = |number: u32| {
            reads.fetch_add(1, Ordering::Relaxed);
            Ok::<_, Infallible>(number * 10)
        };
        let mut texts = TextLoader::new(|number| DocAddress::new(0, 100 - number), read);
        texts.prepare(vec![7, 3, 9, 3]).unwrap();
        assert_eq!(texts.pair(9, 3), Ok((&90, &30)));
        assert_eq!((texts.kept.len(), reads.load(Ordering::Relaxed)), (3, 3));
        texts.prepare(vec![9, 4]).unwrap();
        assert_eq!(texts.pair(4, 5), Ok((&40, &50)));
        assert_eq!((texts.kept.len(), reads.load(Ordering::Relaxed)), (3, 5));
        let failing = |number: u32| if number == 8 { Err("damaged") } else { Ok(()) };
        let mut texts = TextLoader::new(|number| DocAddress::new(0, number), failing);
        assert_eq!(texts.prepare((0..20).collect()), Err("damaged"));
        assert_eq!(texts.pair(1, 8), Err("damaged"));
    }
}
