//! What a lesson on the desk can lead to.

use virtlab_course::exercise::BUILT_IN;
use virtlab_course::lesson::{Known, builtin};

use crate::store::given::{EXERCISES, LESSONS};

/// The listings' names. Their texts are in a chunk of their own, which the desk does not need.
const LISTINGS: &[&str] = &[
    "connect",
    "read-only",
    "node-info",
    "capabilities",
    "errors",
    "look-up",
    "inactive-names",
    "list-all",
    "life-cycle",
    "transient",
    "memory-vcpus",
    "save-restore",
    "snapshots",
    "events",
    "statistics",
    "networks",
    "python-connect",
    "python-node-info",
    "python-errors",
    "python-look-up",
    "python-list-all",
    "python-life-cycle",
    "python-transient",
    "python-save-restore",
    "python-snapshots",
    "python-events",
    "python-statistics",
    "printed-id",
    "printed-name",
    "printed-uuid",
    "printed-active",
    "printed-inactive",
    "printed-transient",
    "printed-persistent",
    "mended-id",
    "mended-name",
    "mended-uuid",
    "mended-active",
    "mended-inactive",
    "mended-transient",
    "mended-persistent",
];

/// The set's own, and what is kept in this browser.
pub fn known() -> Known {
    let lessons = builtin().iter().map(|lesson| lesson.name.clone());
    let exercises = BUILT_IN.iter().map(|(name, _)| (*name).to_owned());
    Known {
        lessons: lessons.chain(LESSONS.names()).collect(),
        exercises: exercises.chain(EXERCISES.names()).collect(),
        listings: LISTINGS.iter().map(|name| (*name).to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::LISTINGS;
    use crate::view::listing_names;

    #[test]
    fn every_listing_is_known() {
        assert_eq!(listing_names().collect::<Vec<_>>(), LISTINGS);
    }
}
