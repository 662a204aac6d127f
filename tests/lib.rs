//! Replays recordings of real libvirt against the core: the same calls, and every answer has to be the same.

pub mod compare;
#[cfg(test)]
mod host;
pub mod json;
mod known;
mod recording;
mod run;
pub mod scenarios;

pub use recording::{Session, names, read};
pub use run::{Report, replay};

/// Holds a file of the repository to what it should be; with `VIRTLAB_RECORD` set, writes it. `how` is the command for that.
///
/// # Panics
/// If the file is not what it should be.
#[track_caller]
pub fn holds(path: &str, now: &str, how: &str) {
    let path = format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("VIRTLAB_RECORD").is_some() {
        std::fs::write(&path, now).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == now, "{path} should be as below. {how} writes it.\n{now}");
}
