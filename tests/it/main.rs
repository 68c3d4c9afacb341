//! Integration tests: the program as a user runs it, the library as a program uses it, and the
//! rules that the source itself must keep.

// A test that cannot go on has failed; nobody reads its error but us.
// Skips are said on standard output, where the test runner keeps them.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod answers;
mod bad_input;
mod broken;
mod by_hand;
mod check;
mod choice;
mod copies;
mod format_damage;
mod formats;
mod gold;
mod incremental;
mod kill;
mod language;
mod modes;
mod odd;
mod opening;
mod output;
mod packed;
mod pages;
mod paging;
mod quotes;
mod readme;
mod sandbox;
mod search;
mod settings;
mod shell;
mod snapshot;
mod source;
mod streams;
mod supply;
mod tidy;
mod upgrade;
mod verify;
mod watch;
