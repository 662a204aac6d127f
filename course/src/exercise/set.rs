//! The exercises that virtlab comes with, in the order in which to take them.

use virtlab_scenario::Fault;

use super::{Exercise, read};

macro_rules! set {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../exercises/", $name, "/exercise.toml")))),*]
    };
}

/// Names and files.
pub const BUILT_IN: &[(&str, &str)] = set! {
    "open-connection"
    "first-start"
    "pause"
    "wake"
    "ask-politely"
    "define"
    "no-id"
    "host-memory"
    "look-up"
    "autostart"
    "off-is-not-gone"
    "passing-guest"
    "keep-it"
    "sleep-on-disk"
    "undefine-saved"
    "by-uuid"
    "count-the-idle"
    "list-of-yesterday"
    "read-the-error"
    "only-looking"
    "which-driver"
    "next-boot-memory"
    "now-and-then"
    "more-vcpus"
    "grow"
    "two-gigabytes"
    "room-for-a-disk"
    "wrong-machine"
    "a-reboot-is-not-enough"
    "a-way-back"
    "go-back"
    "undefine-with-past"
    "to-a-file"
    "new-network"
    "leave-no-handle"
    "plug-in"
    "media-change"
    "take-it-out"
    "change-places"
    "hear-of-it"
    "listen-again"
    "carry-the-error"
    "name-is-taken"
    "the-secret-part"
    "no-second-thoughts"
    "after-the-fall"
    "what-a-close-takes"
    "clean-network"
};

/// The file of a name.
pub fn source_of(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(one, _)| *one == name).map(|(_, text)| *text)
}

/// An exercise of the set, in a variant; none of that name is none.
///
/// # Errors
/// What is wrong with the file; a test reads all of them.
pub fn built_in(name: &str, variant: u64) -> Option<Result<Exercise, Fault>> {
    source_of(name).map(|text| read(name, text, variant))
}
