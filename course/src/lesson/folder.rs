//! A lesson's folder: `lesson.toml`, and its words in one language or several. As one text, for a link or for what a browser
//! keeps, each file comes after a line `::: file NAME`, in the notation of the words' own asides.

use std::collections::BTreeMap;

use virtlab_core::world::Subject;
use virtlab_scenario::Fault;

use super::{Lesson, Text, languages, read};

/// The file that all languages share.
pub const LESSON: &str = "lesson.toml";
/// What a file begins with in the one text.
const MARK: &str = "::: file ";
/// Bytes of the longest file of words.
const WORDS_BYTES_MAX: usize = 128 * 1024;
/// What a lesson begins as that somebody wants to write: one that works, to be changed.
const MODEL: [(&str, &str); 3] = [
    (LESSON, include_str!("../../model/lesson.toml")),
    ("en.md", include_str!("../../model/en.md")),
    ("zh-Hans.md", include_str!("../../model/zh-Hans.md")),
];

/// The files of a lesson, as they are written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Folder {
    /// The text of `lesson.toml`.
    pub lesson: String,
    /// The texts of the words' files, by their languages' tags.
    pub words: BTreeMap<String, String>,
}

/// Something that is wrong with a file of a lesson.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFault {
    /// The file's name.
    pub file: String,
    /// What is wrong with it, and where.
    pub fault: Fault,
}

impl Folder {
    /// A lesson to begin with.
    pub fn model() -> Self {
        Self::of(MODEL)
    }

    /// The folder that has these files; others than a lesson's are left out.
    pub fn of<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let mut folder = Self::default();
        for (name, text) in files {
            match name.strip_suffix(".md") {
                Some(lang) if languages().contains(&lang) => {
                    folder.words.insert(lang.to_owned(), text.to_owned());
                }
                _ if name == LESSON => folder.lesson = text.to_owned(),
                _ => {}
            }
        }
        folder
    }

    /// The files: their names and texts.
    pub fn files(&self) -> Vec<(String, &str)> {
        let words = self.words.iter().map(|(lang, text)| (format!("{lang}.md"), text.as_str()));
        std::iter::once((LESSON.to_owned(), self.lesson.as_str())).chain(words).collect()
    }

    /// The text of a file.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files().into_iter().find(|(one, _)| one == name).map(|(_, text)| text)
    }

    /// All files as one text.
    pub fn to_text(&self) -> String {
        let file = |(name, text): (String, &str)| {
            let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            format!("{MARK}{name}\n{text}{end}")
        };
        self.files().into_iter().map(file).collect()
    }

    /// The folder whose text this is. What stands before the first file's line is none's.
    pub fn from_text(text: &str) -> Self {
        let mut files: Vec<(&str, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix(MARK) {
                Some(name) => files.push((name.trim_end(), String::new())),
                None => {
                    if let Some((_, text)) = files.last_mut() {
                        text.push_str(line);
                    }
                }
            }
        }
        Self::of(files.iter().map(|(name, text)| (*name, text.as_str())))
    }

    /// The lesson, but for its words.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with its place.
    pub fn lesson(&self, name: &str) -> Result<Lesson, Fault> {
        let lesson = read(name, &self.lesson)?;
        match Subject::can_be_named(name) {
            true => Ok(lesson),
            false => Err(whole(format!("{name:?} is no name for a lesson: small letters, digits and -"))),
        }
    }

    /// The words in a language, or else in whichever there are.
    ///
    /// # Errors
    /// The first thing that is wrong with them, with its place.
    pub fn words(&self, lang: &str) -> Result<Text, Fault> {
        let text = self.words.get(lang).or_else(|| self.words.values().next());
        Text::read(text.ok_or_else(|| whole("the lesson has no words: a file such as en.md".into()))?)
    }

    /// What is wrong with the lesson of this name: of each file the first fault, and where words and steps do not fit.
    pub fn faults(&self, name: &str) -> Vec<FileFault> {
        let lesson = self.lesson(name);
        let of_lesson =
            lesson.as_ref().err().map(|fault| FileFault { file: LESSON.into(), fault: fault.clone() });
        let of_words = |(lang, text): (&String, &String)| {
            let read = match text.len() {
                0..=WORDS_BYTES_MAX => Text::read(text),
                _ => Err(whole(format!("the file has more than {WORDS_BYTES_MAX} bytes"))),
            };
            let fits = |words: &Text| lesson.as_ref().map_or(Ok(()), |lesson| words.fits(text, lesson));
            let fault = read.and_then(|words| fits(&words)).err()?;
            Some(FileFault { file: format!("{lang}.md"), fault })
        };
        let wordless = self.words.is_empty().then(|| self.words("en").err()).flatten();
        let wordless = wordless.map(|fault| FileFault { file: "en.md".into(), fault });
        of_lesson.into_iter().chain(self.words.iter().filter_map(of_words)).chain(wordless).collect()
    }
}

/// A fault of a whole file.
fn whole(message: String) -> Fault {
    Fault { line: 1, column: 1, message, hint: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::follow;
    use virtlab_core::world::History;

    #[test]
    fn the_model_is_sound_and_its_steps_are_done_by_its_calls() {
        let folder = Folder::model();
        assert_eq!(folder.faults("model"), []);
        let lesson = folder.lesson("model").unwrap();
        let mut history = History::new(lesson.journal()).unwrap();
        history.seek(usize::MAX);
        for (i, step) in lesson.steps.iter().enumerate() {
            assert_eq!(follow(&lesson, history.steps()).unwrap().done(), i);
            step.calls
                .iter()
                .for_each(|entry| drop(history.perform(entry.client, entry.call.clone()).clone()));
        }
        assert_eq!(follow(&lesson, history.steps()).unwrap().done(), lesson.steps.len());
    }

    #[test]
    fn a_folder_is_one_text_and_back() {
        let folder = Folder::model();
        assert_eq!(Folder::from_text(&folder.to_text()), folder);
        let odd = Folder { lesson: "no end".into(), words: [("en".to_owned(), String::new())].into() };
        let again = Folder::from_text(&odd.to_text());
        assert_eq!((again.file(LESSON), again.file("en.md")), (Some("no end\n"), Some("")));
        assert_eq!(Folder::from_text("no file at all\n"), Folder::default());
        assert_eq!(Folder::of([("../x.md", "a"), ("fr.md", "b")]), Folder::default(), "none of a lesson's");
    }

    #[test]
    fn each_file_tells_its_own_fault() {
        let mut folder = Folder::model();
        folder.lesson = folder.lesson.replace("virDomainCreate", "virDomainCraete");
        folder.words.insert("en".into(), folder.words["en"].replace("{#stop}", "{#stopp}"));
        folder.words.insert("zh-Hans".into(), folder.words["zh-Hans"].replace("---\ntitle", "--\ntitle"));
        let told: Vec<_> =
            folder.faults("mine").into_iter().map(|one| (one.file, one.fault.to_string())).collect();
        assert_eq!(told.len(), 2, "with no lesson nothing can fit it: {told:#?}");
        assert!(told[0].0 == LESSON && told[0].1.contains("virDomainCreate?"), "{told:#?}");
        assert!(told[1].0 == "zh-Hans.md" && told[1].1.contains("no front matter"), "{told:#?}");
        let model = Folder::model().lesson;
        folder.lesson =
            format!("walkthrough = \"life-cylce\"\n{model}").replacen("\nwalkthrough =", "\n# ", 1);
        let told = folder.faults("mine")[0].fault.to_string();
        assert!(told.contains("no walkthrough life-cylce"), "{told}");
        folder.lesson = model;
        let told = folder.faults("mine")[0].fault.to_string();
        assert_eq!(told, "8:20: there is no step stopp\n  hint: stop?");
        assert!(Folder::model().faults("My own")[0].fault.message.contains("no name for a lesson"));
        assert_eq!(Folder::default().faults("mine").len(), 2, "neither steps nor words");
    }

    #[test]
    fn what_the_words_lack_is_told_at_its_section() {
        let model = Folder::model();
        let told = |from: &str, to: &str| {
            let words = model.words["en"].replacen(from, to, 1);
            assert_ne!(words, model.words["en"], "{from}");
            let folder = Folder { words: [("en".to_owned(), words)].into(), ..model.clone() };
            folder.faults("mine")[0].fault.to_string()
        };
        for (from, to, fault) in [
            (
                "## Start it {#start}",
                "### Start it",
                "32:1: step start has no section\n  hint: its section begins with",
            ),
            (
                "{#start}",
                "{#stop}",
                "20:15: stop is not in its place\n  hint: the steps are, in their order, stop, start",
            ),
            (
                "mistake paused",
                "mistake pause",
                "8:20: there is no mistake pause\n  hint: step stop has paused",
            ),
            (
                "::: mistake paused",
                "",
                "8:20: nothing is said of mistake paused\n  hint: it begins with a line ::: mistake paused",
            ),
            (
                "::: done",
                "",
                "8:20: stop: nothing is said when it is done\n  hint: it begins with a line ::: done",
            ),
            ("{#end}", "{#start2}", "28:14: there is no step start2\n  hint: start?"),
            ("summary:", "summary: \ntitle:", "1:1: there is no summary\n  hint: it stands between"),
        ] {
            let told = told(from, to);
            assert!(told.starts_with(fault), "{from}: {told}");
        }
    }

    #[test]
    fn words_in_another_language_are_better_than_none() {
        let mut folder = Folder::model();
        folder.words.remove("en");
        assert_eq!(folder.words("en"), folder.words("zh-Hans"));
        assert_eq!(folder.faults("mine"), []);
    }
}
