//! Limits on memory, as the system states them, and what is done with less.
//!
//! A program in Rust ends when an allocation fails, so that the limit is looked at before.

use std::ffi::OsString;

use anyhow::bail;

/// Variable by which glibc is told how many heaps it may keep.
#[cfg(target_os = "linux")]
const HEAPS: &str = "MALLOC_ARENA_MAX";
/// Address space with which an index can be written, in bytes: threads and their stacks, the least
/// memory of a writer, the tables of annotation.
const LEAST: u64 = 50_000_000;
/// Address space below which a writer makes do with one thread and the least memory, in bytes.
const LITTLE: u64 = 250_000_000;

/// Runs the program anew with one heap for all threads where its address space is limited: glibc
/// gives each thread one of its own, and each reserves 64 MB that are never used. Returns where
/// there is no limit, or it has been done.
#[cfg(target_os = "linux")]
pub fn keep_to_one_heap(arguments: &[OsString]) {
    use std::os::unix::process::CommandExt;
    if left().is_none() || std::env::var_os(HEAPS).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut command = std::process::Command::new(program);
    if let Some((name, rest)) = arguments.split_first() {
        command.arg0(name).args(rest);
    }
    let error = command.env(HEAPS, "1").exec();
    log::debug!("not run anew: {error}");
}

/// Does nothing: other systems keep one heap.
#[cfg(not(target_os = "linux"))]
pub fn keep_to_one_heap(_: &[OsString]) {}

/// Threads and memory of a writer for which these were asked, as far as the address space lets.
///
/// # Errors
/// It lets none be opened.
pub fn for_writer(threads: usize, memory: usize) -> anyhow::Result<(usize, usize)> {
    match left() {
        Some(left) if left < LEAST => bail!(
            "the system gives no more memory: {} MB are left to this process, and to write an \
             index takes {} MB; raise the limit (`ulimit -v`), and run the same command again",
            left / 1_000_000,
            LEAST / 1_000_000
        ),
        Some(left) if left < LITTLE + memory as u64 => Ok((1, memory.min(16_000_000))),
        _ => Ok((threads, memory)),
    }
}

/// Address space that the process may still take, in bytes; `None` where it is not limited, or the
/// system does not say.
fn left() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let limit: u64 = first_number(&limits, "Max address space")?;
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let taken = first_number(&status, "VmSize:")?.saturating_mul(1024);
    Some(limit.saturating_sub(taken))
}

/// Number behind `name` at the start of a line.
fn first_number(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_the_system_states_them() {
        let limits = "Limit                     Soft Limit    Hard Limit    Units\n\
                      Max stack size            8388608       unlimited     bytes\n\
                      Max address space         104857600     unlimited     bytes\n";
        assert_eq!(first_number(limits, "Max address space"), Some(104_857_600));
        assert_eq!(first_number(limits, "Max stack size"), Some(8_388_608));
        assert_eq!(
            first_number("Max address space         unlimited  bytes", "Max address space"),
            None
        );
        assert_eq!(first_number("VmSize:\t    2212 kB", "VmSize:"), Some(2212));
    }
}
