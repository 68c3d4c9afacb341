//! Times at which each root was last read as a whole, kept beside the segments.
//!
//! They are no part of a commit, since a run that finds nothing new makes none.

use std::collections::BTreeMap;

use crate::store::{Error, Index, Manifest};

/// Name of the side file.
const FILE: &str = "roots.bin";
/// Version of its form.
const FORMAT: u32 = 1;

/// Loads the times, in seconds since 1970, by name of the root.
pub fn load(index: &Index) -> BTreeMap<String, i64> {
    let bytes = index.side_file_of_any_commit(FILE, FORMAT);
    bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default()
}

/// Notes that the roots `read` were read `now`, and forgets those that the manifest does not have.
/// Without a clock nothing is noted.
///
/// # Errors
/// The file cannot be written.
pub fn note(
    index: &Index,
    manifest: &Manifest,
    read: &[&str],
    now: Option<i64>,
) -> Result<(), Error> {
    let Some(now) = now.filter(|_| !read.is_empty()) else { return Ok(()) };
    let mut times = load(index);
    times.retain(|name, _| manifest.roots.iter().any(|root| root.name == *name));
    times.extend(read.iter().map(|name| ((*name).to_owned(), now)));
    let Ok(bytes) = postcard::to_stdvec(&times) else { return Ok(()) };
    index.write_side_file(FILE, FORMAT, &bytes)
}
