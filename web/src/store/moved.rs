//! What a reader takes to another browser, as one text: the progress, and the exercises and lessons that were given to them.
//!
//! ```text
//! virtlab progress 1
//! exercise first-start calls=1 hints=0
//! given lights-out
//! ⇥title = "Lights out"
//! end
//! ```
//!
//! The lines of an exercise's file each come after a tab; a lesson begins with `given-lesson NAME`. The last line says that nothing was cut off.

use super::given::{EXERCISES, LESSONS, Shelf};
use super::progress::{Numbers, Progress};

/// The first line, but for the number of the format.
const FIRST: &str = "virtlab progress ";
/// The format that is written and read.
const FORMAT: &str = "1";
/// How the line of each kind of thing begins that was given.
const GIVEN: [(&str, Shelf); 2] = [("given ", EXERCISES), ("given-lesson ", LESSONS)];
const LAST: &str = "end";

/// Progress and exercises.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// How far the reader has come.
    pub progress: Progress,
    /// The exercises and lessons that were given: where each is kept, its name, and its text.
    pub given: Vec<(Shelf, String, String)>,
}

/// Why a text is not what a reader took along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoveError {
    /// It does not begin as one does.
    Other,
    /// A newer virtlab wrote it; the format that it names.
    Newer(String),
    /// A line, from 1, is none of such a text.
    Line(usize),
    /// Its end is missing.
    Cut,
}

impl Moved {
    /// What is kept in this browser.
    pub fn here() -> Self {
        let of = |(_, shelf): (&str, Shelf)| {
            shelf.names().into_iter().filter_map(move |name| Some((shelf, name.clone(), shelf.text(&name)?)))
        };
        Self { progress: Progress::read(), given: GIVEN.into_iter().flat_map(of).collect() }
    }

    /// The text that [`Moved::read`] reads.
    pub fn text(&self) -> String {
        let mut text = format!("{FIRST}{FORMAT}\n{}", self.progress.text());
        for (shelf, name, source) in &self.given {
            let begins = GIVEN.iter().find(|(_, one)| one == shelf).map_or("", |(begins, _)| begins);
            text.push_str(&format!("{begins}{name}\n"));
            for line in source.split('\n') {
                text.push_str(&format!("\t{line}\n"));
            }
        }
        text.push_str(LAST);
        text.push('\n');
        text
    }

    /// Reads a text as a whole, or says what is wrong with it. `can_be_named` says what can be an exercise's name.
    pub fn read(text: &str, can_be_named: impl Fn(&str) -> bool) -> Result<Self, MoveError> {
        let mut lines = text.split('\n').enumerate();
        let first = lines.next().and_then(|(_, line)| line.trim_end().strip_prefix(FIRST));
        match first.ok_or(MoveError::Other)? {
            FORMAT => {}
            format => return Err(MoveError::Newer(format.to_owned())),
        }
        let mut moved = Self::default();
        for (at, line) in lines {
            if let Some(line) = line.strip_prefix('\t') {
                let (_, _, source) = moved.given.last_mut().ok_or(MoveError::Line(at + 1))?;
                source.push_str(line);
                source.push('\n');
                continue;
            }
            let line = line.trim_end();
            if line == LAST {
                // Each line was given its end, and the last of a text has none.
                for (_, _, source) in &mut moved.given {
                    source.pop();
                }
                return Ok(moved);
            }
            let given = GIVEN.iter().find_map(|(begins, shelf)| Some((*shelf, line.strip_prefix(begins)?)));
            if let Some((shelf, name)) = given.filter(|(_, name)| can_be_named(name)) {
                moved.given.push((shelf, name.to_owned(), String::new()));
            } else {
                let read = Progress::entry(line).filter(|_| moved.given.is_empty());
                let (name, numbers): (String, Numbers) = match read {
                    Some(entry) => entry,
                    None if line.is_empty() => break,
                    None => return Err(MoveError::Line(at + 1)),
                };
                moved.progress.0.insert(name, numbers);
            }
        }
        Err(MoveError::Cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> bool {
        !name.is_empty() && !name.contains(' ')
    }

    fn some() -> Moved {
        let progress = Progress::of("exercise first-start calls=2 hints=0\nlesson errors of=7 steps=3\n");
        let given =
            [("lights-out", "title = \"x\"\r\n\n[[goal]]\n"), ("two", "no end of line"), ("none", "")];
        let mut given: Vec<_> =
            given.map(|(name, text)| (EXERCISES, name.to_owned(), text.to_owned())).to_vec();
        given.push((LESSONS, "two".to_owned(), "::: file lesson.toml\n\tminutes = 1\n".to_owned()));
        Moved { progress, given }
    }

    #[test]
    fn what_is_taken_along_arrives_as_it_was() {
        for moved in [some(), Moved::default()] {
            assert_eq!(Moved::read(&moved.text(), named), Ok(moved));
        }
    }

    #[test]
    fn a_text_that_is_cut_at_any_line_is_refused() {
        let whole = some().text();
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        for cut in 0..lines.len() {
            let read = Moved::read(&lines[..cut].concat(), named);
            assert_eq!(read, Err(if cut == 0 { MoveError::Other } else { MoveError::Cut }), "{cut} lines");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let wrong = |text: &str| Moved::read(text, named).unwrap_err();
        assert_eq!(wrong("{\"virtlab\": 1}"), MoveError::Other);
        assert_eq!(wrong("virtlab progress 2\nend\n"), MoveError::Newer("2".into()));
        assert_eq!(wrong("virtlab progress 1\nexercise x calls=many\nend\n"), MoveError::Line(2));
        assert_eq!(wrong("virtlab progress 1\n\ttitle\nend\n"), MoveError::Line(2));
        assert_eq!(wrong("virtlab progress 1\nlesson a steps=1\ngiven a b\nend\n"), MoveError::Line(3));
    }
}
