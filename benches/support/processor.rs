//! How much of the processor has this thread taken? To the microsecond: what the system counts for each thread when it
//! takes it off the processor says nothing of what takes less than that.

use std::time::Duration;

/// What this thread has taken since it began; nothing where the system does not tell.
#[cfg(unix)]
pub fn used() -> Option<Duration> {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Some(Duration::new(u64::try_from(used.tv_sec).ok()?, u32::try_from(used.tv_nsec).ok()?))
}

/// What this thread has taken since it began; nothing where the system does not tell.
#[cfg(not(unix))]
pub fn used() -> Option<Duration> {
    None
}
