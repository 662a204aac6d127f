//! What teachers give to students: exercises and lessons of their own, as folders in an archive, and as one text for a link.

use virtlab_core::world::{Subject, SubjectKind};

use crate::lesson::Folder;

/// Characters of a name that is made from a file's.
const NAME_MAX: usize = 48;
/// The file of an exercise, and the file that a lesson has at least.
const EXERCISE: &str = "exercise.toml";
const LESSON: &str = "lesson.toml";
/// What the first line of a lesson's text begins with; an exercise's is its name alone.
const LESSON_MARK: &str = "lesson ";

/// An exercise or a lesson.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Thing {
    /// The text of an exercise's file.
    Exercise(String),
    /// The files of a lesson.
    Lesson(Folder),
}

/// An exercise or a lesson with its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// What it is called: something that [`Subject::can_be_named`], if it comes from here.
    pub name: String,
    /// What it is.
    pub thing: Thing,
}

/// The name of something by the name of its file, without what no name can have.
pub fn name_of(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_ascii_lowercase();
    let name: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(NAME_MAX).collect();
    name.trim_matches('-').to_owned()
}

impl Given {
    /// What a session of it says that it is of.
    pub fn subject(&self) -> Subject {
        let kind = match self.thing {
            Thing::Exercise(_) => SubjectKind::Exercise,
            Thing::Lesson(_) => SubjectKind::Lesson,
        };
        Subject { kind, name: self.name.as_str().into(), variant: 0 }
    }

    /// The files of its folder, with their paths in an archive: `NAME/exercise.toml`.
    pub fn files(&self) -> Vec<(String, &str)> {
        let files = match &self.thing {
            Thing::Exercise(text) => vec![(EXERCISE.to_owned(), text.as_str())],
            Thing::Lesson(folder) => folder.files(),
        };
        files.into_iter().map(|(file, text)| (format!("{}/{file}", self.name), text)).collect()
    }

    /// All exercises and lessons in an archive's files. What lies in no folder is called as the archive is.
    pub fn in_archive(archive: &str, files: &[(String, String)]) -> Vec<Self> {
        let apart = |path: &str| {
            path.rsplit_once('/').map_or((String::new(), path.to_owned()), |(folder, file)| {
                (folder.to_owned(), file.to_owned())
            })
        };
        let files: Vec<(String, String, &str)> = files
            .iter()
            .map(|(path, text)| {
                let (folder, file) = apart(path);
                (folder, file, text.as_str())
            })
            .collect();
        let given = |(folder, file, text): &(String, String, &str)| {
            let thing = match file.as_str() {
                EXERCISE => Thing::Exercise((*text).to_owned()),
                LESSON => {
                    let beside = files.iter().filter(|(other, ..)| other == folder);
                    Thing::Lesson(Folder::of(beside.map(|(_, file, text)| (file.as_str(), *text))))
                }
                _ => return None,
            };
            let own = folder.rsplit('/').next().unwrap_or_default();
            let name = if own.is_empty() { name_of(archive) } else { name_of(&format!("{own}.")) };
            Some(Self { name, thing })
        };
        files.iter().filter_map(given).collect()
    }

    /// As one text, for a link.
    pub fn to_text(&self) -> String {
        match &self.thing {
            Thing::Exercise(text) => format!("{}\n{text}", self.name),
            Thing::Lesson(folder) => format!("{LESSON_MARK}{}\n{}", self.name, folder.to_text()),
        }
    }

    /// Reads a link's text; none if it is nothing of the kind.
    pub fn from_text(text: &str) -> Option<Self> {
        let (first, rest) = text.split_once('\n')?;
        Some(match first.strip_prefix(LESSON_MARK) {
            Some(name) => Self { name: name.to_owned(), thing: Thing::Lesson(Folder::from_text(rest)) },
            None => Self { name: first.to_owned(), thing: Thing::Exercise(rest.to_owned()) },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> [Given; 2] {
        let exercise = Thing::Exercise("title = \"x\"\n".into());
        [
            Given { name: "lights-out".into(), thing: exercise },
            Given { name: "off-and-on".into(), thing: Thing::Lesson(Folder::model()) },
        ]
    }

    #[test]
    fn a_file_gives_its_exercise_a_name() {
        assert_eq!(name_of("My first.toml"), "my-first");
        assert_eq!(name_of("exercise.toml"), "exercise");
        assert_eq!(name_of("(1) a.b.zip"), "1--a-b");
        for none in [".toml", "", "练习.zip"] {
            assert!(!Subject::can_be_named(&name_of(none)), "{none}");
        }
    }

    #[test]
    fn what_is_given_as_a_link_or_as_folders_arrives_as_it_was() {
        for one in given() {
            assert_eq!(Given::from_text(&one.to_text()).as_ref(), Some(&one));
        }
        let files: Vec<(String, String)> = given()
            .iter()
            .flat_map(|one| {
                one.files().into_iter().map(|(path, text)| (path, text.to_owned())).collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(files[0].0, "lights-out/exercise.toml");
        assert_eq!(Given::in_archive("class.zip", &files), given());
        let subjects = given().map(|one| one.subject().to_string());
        assert_eq!(subjects, ["exercise lights-out", "lesson off-and-on"]);
    }

    #[test]
    fn what_lies_in_no_folder_is_called_as_the_archive_and_other_files_are_nothing() {
        let file = |path: &str| (path.to_owned(), "x".to_owned());
        let found = Given::in_archive(
            "Week 3.zip",
            &[file("lesson.toml"), file("en.md"), file("notes.txt"), file("b/en.md")],
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].name, "week-3");
        assert_eq!(found[0].files().len(), 2, "{found:?}");
        let deep = Given::in_archive("x.zip", &[file("a/B c/exercise.toml")]);
        assert_eq!(deep[0].name, "b-c");
        assert_eq!(Given::in_archive("x.zip", &[file("readme.md")]), []);
        assert_eq!(Given::from_text("one line"), None);
    }
}
