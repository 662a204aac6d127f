//! What the test driver remembers of a guest beside its configuration: `testDomainObjPrivate` of libvirt. It is as old as
//! the domain, and neither a start nor an end of the guest changes it.

use serde::{Deserialize, Serialize};

use super::Taint;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// The file systems that every guest has: `/` and `/boot`.
pub const MOUNT_POINTS: [&str; 2] = ["/", "/boot"];

/// What the guest's clock says until somebody sets it: 1989-11-17, in seconds since 1970.
const FIRST_SECONDS: i64 = 627_319_920;

/// What is remembered of a guest.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Guest {
    /// Which of [`MOUNT_POINTS`] are frozen.
    pub frozen: [bool; 2],
    /// What its clock was last set to, in seconds since 1970; it does not go on.
    pub seconds: i64,
    /// Nanoseconds beyond that.
    pub nanoseconds: u32,
    /// I/O threads that were added by calls, with how they poll.
    pub iothreads: Vec<Polling>,
    /// What makes the domain tainted.
    pub taint: Taint,
}

/// How an I/O thread polls: `testIOThreadInfo` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Polling {
    /// The thread's number.
    pub id: u32,
    /// The most that it polls at a time, in nanoseconds.
    pub max_ns: u64,
    /// By what that grows.
    pub grow: u32,
    /// By what that shrinks.
    pub shrink: u32,
    /// How much a longer wait counts.
    pub weight: u32,
}

impl Polling {
    /// How a new thread polls. `testDomainGenerateIOThreadInfos` and `testDomainAddIOThread` of libvirt.
    pub fn new(id: u32) -> Self {
        Self { id, max_ns: 32_768, grow: 0, shrink: 0, weight: 0 }
    }
}

impl Default for Guest {
    fn default() -> Self {
        Self {
            frozen: [false; 2],
            seconds: FIRST_SECONDS,
            nanoseconds: 0,
            iothreads: Vec::new(),
            taint: Taint::default(),
        }
    }
}

/// Which file system is meant.
///
/// # Errors
/// `VIR_ERR_OPERATION_INVALID` for one that guests do not have.
pub fn mount_point(path: &str) -> Result<usize> {
    MOUNT_POINTS.iter().position(|known| *known == path).ok_or_else(|| {
        let detail = format!("mount point not found: {path}");
        VirError::new(ErrorDomain::Test, ErrorCode::OperationInvalid, detail)
    })
}

impl Guest {
    /// Freezes or thaws file systems, all of them if none is named, and says how many were not so yet.
    ///
    /// # Errors
    /// Those of [`mount_point`]; nothing is changed then.
    pub fn freeze(&mut self, paths: &[&str], frozen: bool) -> Result<i32> {
        let named = paths.iter().map(|path| mount_point(path)).collect::<Result<Vec<_>>>()?;
        let all = 0..MOUNT_POINTS.len();
        let meant: Vec<usize> = if paths.is_empty() { all.collect() } else { named };
        let changed =
            meant.into_iter().filter(|&at| std::mem::replace(&mut self.frozen[at], frozen) != frozen);
        Ok(changed.map(|_| 1).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freezing_counts_what_it_changes() {
        let mut guest = Guest::default();
        assert_eq!(guest.freeze(&["/", "/"], true), Ok(1));
        assert_eq!(guest.freeze(&[], true), Ok(1));
        assert_eq!(guest.freeze(&["/boot"], false), Ok(1));
        assert!(guest.freeze(&["/", "/home"], false).is_err());
        assert_eq!(guest.frozen, [true, false]);
    }
}
