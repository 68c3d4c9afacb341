//! The form of the files of `annotate/lexicon`: entries by line, comments after `#`.

use rustc_hash::FxHashSet;

/// Lines of a list, trimmed; blank ones and comments left out.
pub fn lexicon_lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Set of the entries of a list, one a line.
pub fn word_set(list: &'static str) -> FxHashSet<&'static str> {
    lexicon_lines(list).collect()
}
