//! The built-in lessons, in the order in which to read them.

use std::sync::OnceLock;

use super::{Lesson, read, sound};

macro_rules! lessons {
    ($($name:literal)*) => {
        &[$(Files {
            name: $name,
            lesson: include_str!(concat!("../../../lessons/", $name, "/lesson.toml")),
            #[cfg(test)]
            texts: [
                include_str!(concat!("../../../lessons/", $name, "/en.md")),
                include_str!(concat!("../../../lessons/", $name, "/zh-Hans.md")),
            ],
        }),*]
    };
}

/// What a lesson is made of. The words are fetched by the page, so that a reader has those of one language.
pub(super) struct Files {
    pub name: &'static str,
    pub lesson: &'static str,
    #[cfg(test)]
    pub texts: [&'static str; 2],
}

pub(super) const FILES: &[Files] = lessons! {
    "libvirt"
    "connecting"
    "capabilities"
    "host"
    "errors"
    "identifiers"
    "listing"
    "life-cycle"
    "virsh"
    "transient"
    "xml"
    "next-start"
    "memory-vcpus"
    "saving"
    "snapshots"
    "events"
    "reading-errors"
    "networks"
    "storage"
    "notes"
};

/// The languages in which every lesson is there, by the names of its files.
pub fn languages() -> [&'static str; 2] {
    ["en", "zh-Hans"]
}

/// The built-in lessons.
pub fn builtin() -> &'static [Lesson] {
    static LESSONS: OnceLock<Vec<Lesson>> = OnceLock::new();
    LESSONS
        .get_or_init(|| FILES.iter().map(|files| sound(files.name, read(files.name, files.lesson))).collect())
}
