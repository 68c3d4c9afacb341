//! Ctrl-C and SIGTERM: the first asks a run to commit what is done, the second ends the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Requests of the user or the system to end.
#[derive(Debug)]
pub struct Interrupt {
    /// True once there was one.
    pub raised: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Listens from now on. Where the system does not let it, signals end the process as ever.
    pub fn listen() -> Self {
        let (raised, signal) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
        for number in [SIGINT, SIGTERM] {
            // In this order: the first signal passes by the shutdown and sets the flag for it.
            let listening =
                flag::register_conditional_shutdown(number, 128 + number, raised.clone())
                    .and_then(|_| flag::register_usize(number, signal.clone(), number as usize))
                    .and_then(|_| flag::register(number, raised.clone()));
            if let Err(error) = listening {
                log::warn!("signal {number}: {error}");
            }
        }
        Self { raised, signal }
    }

    /// True once the run is to end.
    pub fn is_raised(&self) -> bool {
        self.raised.load(Ordering::Relaxed)
    }

    /// Exit code of a process that a signal ended, as shells have it.
    pub fn exit_code(&self) -> u8 {
        128 + self.signal.load(Ordering::Relaxed) as u8
    }
}
