//! Integration tests: the program as a user runs it, the library as a program uses it, and the rules
//! that the source itself must keep.

mod bad_input;
mod gold;
mod incremental;
mod kill;
mod output;
mod readme;
mod sandbox;
mod search;
mod tidy;
