//! Integration tests: the program as a user runs it, the library as a program uses it, and the
//! rules that the source itself must keep.

// A test that cannot go on has failed; nobody reads its error but us.
// Skips are said on standard output, where the test runner keeps them.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod access;
mod answers;
mod bad_input;
mod broken;
mod by_hand;
mod bytes;
mod check;
mod choice;
mod copies;
mod format_damage;
mod formats;
mod gold;
mod incremental;
mod interrupt;
mod issues;
mod kill;
mod language;
mod leftovers;
mod modes;
mod odd;
mod opening;
mod output;
mod packed;
mod page_dates;
mod pages;
mod paging;
mod people;
mod power;
mod quotes;
mod ranking;
mod raw_fields;
mod reach;
mod readme;
mod roots;
mod sandbox;
mod scarce;
mod schema;
mod search;
mod settings;
mod sheets;
mod shell;
mod snapshot;
mod source;
mod spelling;
mod streams;
mod supply;
mod swapped;
mod tidy;
mod upgrade;
mod verify;
mod watch;
