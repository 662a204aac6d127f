//! Exercises and lessons that were given to the reader as files or links: their texts by name, kept in this browser until the
//! reader forgets them.

use super::local;

/// Things of a kind that are kept.
const GIVEN_MAX: usize = 200;

/// Where things of a kind are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shelf {
    /// How the keys of their texts begin.
    prefix: &'static str,
}

/// Exercises: the text of each is that of its `exercise.toml`.
pub const EXERCISES: Shelf = Shelf { prefix: "virtlab.exercise." };
/// Lessons: the text of each is that of all its files.
pub const LESSONS: Shelf = Shelf { prefix: "virtlab.lesson." };

impl Shelf {
    fn key(self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// Keeps the text of a name; says whether it could.
    pub fn keep(self, name: &str, text: &str) -> bool {
        let known = self.text(name).is_some();
        (known || self.names().len() < GIVEN_MAX) && local::set(&self.key(name), text)
    }

    /// The text of a name.
    pub fn text(self, name: &str) -> Option<String> {
        local::get(&self.key(name))
    }

    /// Forgets a text.
    pub fn forget(self, name: &str) {
        local::remove(&self.key(name));
    }

    /// The names of all of them, in the order of the alphabet.
    pub fn names(self) -> Vec<String> {
        local::keys(self.prefix)
    }
}
