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
    "first-start"
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
