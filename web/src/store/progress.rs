//! How far the reader has come with exercises and lessons: numbers by name, kept in this browser, one line for each thing.
//!
//! `exercise first-start calls=1 hints=0` says that it was done with one call; what the numbers are is up to who writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::local;

const KEY: &str = "virtlab.progress";
/// Things that are kept.
const ENTRIES_MAX: usize = 2_000;

/// Numbers by their names.
pub type Numbers = BTreeMap<String, u64>;

/// The progress: what a thing is called (`exercise first-start`), and its numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress(pub BTreeMap<String, Numbers>);

impl Progress {
    /// What is kept in this browser.
    pub fn read() -> Self {
        Self::of(&local::get(KEY).unwrap_or_default())
    }

    /// Keeps it. A browser that forbids storage forgets it on reload.
    pub fn keep(&self) {
        local::set(KEY, &self.text());
    }

    /// The numbers of a thing.
    pub fn get(&self, name: &str) -> Option<&Numbers> {
        self.0.get(name)
    }

    /// Reads a text. Lines that are none of its are left out.
    pub fn of(text: &str) -> Self {
        Self(text.lines().filter_map(Self::entry).take(ENTRIES_MAX).collect())
    }

    /// Reads the line of one thing.
    pub fn entry(line: &str) -> Option<(String, Numbers)> {
        let mut words: Vec<&str> = line.split(' ').collect();
        let first = words.iter().position(|word| word.contains('='))?;
        let numbers = words.split_off(first);
        let number = |word: &str| {
            let (name, number) = word.split_once('=')?;
            Some((name.to_owned(), number.parse().ok()?))
        };
        let numbers: Option<Numbers> = numbers.into_iter().map(number).collect();
        (!words.is_empty()).then_some((words.join(" "), numbers?))
    }

    /// The text that [`Progress::of`] reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (name, numbers) in &self.0 {
            text.push_str(name);
            for (number, value) in numbers {
                write!(text, " {number}={value}").ok();
            }
            text.push('\n');
        }
        text
    }

    /// Takes up another's: of a thing that both have, the [`better`] numbers stay.
    pub fn bring(&mut self, other: Self) {
        for (name, numbers) in other.0 {
            let own = self.0.get(&name);
            if own.is_none_or(|own| better(&numbers, own)) && (own.is_some() || self.0.len() < ENTRIES_MAX) {
                self.0.insert(name, numbers);
            }
        }
    }
}

/// Whether numbers are better than those that are kept: fewer calls of an exercise, more steps of a lesson.
pub fn better(new: &Numbers, old: &Numbers) -> bool {
    match (new.get("calls"), old.get("calls")) {
        (Some(new), Some(old)) => new < old,
        (None, None) => new.get("steps") > old.get("steps"),
        (calls, _) => calls.is_some(),
    }
}

/// Keeps numbers of a thing, if they are [`better`] than those that are kept.
pub fn note(name: &str, numbers: &[(&str, u64)]) {
    let numbers = numbers.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    let mut progress = Progress::read();
    let before = progress.clone();
    progress.bring(Progress([(name.to_owned(), numbers)].into()));
    if progress != before {
        progress.keep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_the_better_stays() {
        let text = "exercise first-start calls=3 hints=1\nlesson errors steps=2\n";
        let mut progress = Progress::of(text);
        assert_eq!(progress.text(), text);
        assert_eq!(Progress::of("nonsense\n=1\nexercise x calls=many\n"), Progress::default());
        progress.bring(Progress::of("exercise first-start calls=2\nexercise other calls=9"));
        progress.bring(Progress::of("exercise first-start calls=5\nlesson errors steps=1"));
        progress.bring(Progress::of("lesson errors steps=3\n"));
        progress.bring(Progress::of("lesson errors steps=2\n"));
        assert_eq!(
            progress.text(),
            "exercise first-start calls=2\nexercise other calls=9\nlesson errors steps=3\n"
        );
    }
}
