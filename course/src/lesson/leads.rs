//! Whether what a lesson leads to is there: its exercises and its listing, by their names, and the links of its words.

use serde::Deserialize;
use toml::Spanned;
use virtlab_core::api::{FunctionId, not_built};
use virtlab_core::walkthrough::walkthroughs;
use virtlab_scenario::{Fault, Source};

use super::folder::{FileFault, Folder, LESSON};
use super::markdown::{Block, Inline, Target, blocks};

/// What a lesson can lead to where it is written, by names: the set's own, and what a teacher keeps.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// Lessons.
    pub lessons: Vec<String>,
    /// Exercises.
    pub exercises: Vec<String>,
    /// C listings.
    pub listings: Vec<String>,
}

/// What `lesson.toml` says of other things. Whatever else is in it has been read by others.
#[derive(Deserialize)]
struct Names {
    listing: Option<Spanned<String>>,
    #[serde(default)]
    exercises: Vec<Spanned<String>>,
}

impl Folder {
    /// What the lesson leads to that is not there: of each file the first. A reader is only not offered it, so this is for
    /// whoever writes the lesson, and none of its [`Folder::faults`].
    pub fn astray(&self, known: &Known) -> Vec<FileFault> {
        let of_lesson = names(&self.lesson, known).err().map(|fault| (LESSON.to_owned(), fault));
        let of_words = self
            .words
            .iter()
            .filter_map(|(lang, text)| Some((format!("{lang}.md"), words(text, known).err()?)));
        of_lesson.into_iter().chain(of_words).map(|(file, fault)| FileFault { file, fault }).collect()
    }
}

/// The names in `lesson.toml`.
fn names(text: &str, known: &Known) -> Result<(), Fault> {
    let source = Source { text, ..Source::default() };
    // What cannot be read is told by who reads all of it.
    let Ok(names) = toml::from_str::<Names>(text) else { return Ok(()) };
    if let Some(listing) = &names.listing {
        is_one(&source, listing, "listing", &known.listings)?;
    }
    names.exercises.iter().try_for_each(|one| is_one(&source, one, "exercise", &known.exercises))
}

/// The links of a file of words.
fn words(text: &str, known: &Known) -> Result<(), Fault> {
    let source = Source { text, ..Source::default() };
    let mut targets = Vec::new();
    blocks(text).iter().for_each(|block| links(block, &mut targets));
    targets.iter().try_for_each(|target| {
        let named = |before: &str, name: &str| {
            let at = text.find(&format!("{before}{name}")).map_or(0, |at| at + before.len());
            Spanned::new(at..at + name.len(), name.to_owned())
        };
        match target {
            Target::Lesson(name) => is_one(&source, &named("lesson:", name), "lesson", &known.lessons),
            Target::Exercise(name) => {
                is_one(&source, &named("exercise:", name), "exercise", &known.exercises)
            }
            Target::Listing(name) => is_one(&source, &named("listing:", name), "listing", &known.listings),
            Target::Walkthrough(name) => {
                let all: Vec<&str> = walkthroughs().iter().map(|one| one.id).collect();
                source.one_of(&named("walkthrough:", name), "walkthrough", &all).map(drop)
            }
            Target::Function(name) => {
                let rows = FunctionId::ALL.iter().map(|id| id.c_name());
                let all: Vec<&str> = rows.chain(not_built().iter().copied()).collect();
                source.one_of(&named("[", name), "function", &all).map(drop)
            }
            Target::Nowhere(address) => {
                let at = named("](", address).span().start;
                let hint = "an address begins with https:, lesson:, exercise:, listing: or walkthrough:";
                let fault = source.fault(at, format!("this leads nowhere: {address}"));
                Err(Fault { hint: Some(hint.into()), ..fault })
            }
            Target::Web(_) => Ok(()),
        }
    })
}

fn is_one(source: &Source<'_>, name: &Spanned<String>, what: &str, all: &[String]) -> Result<(), Fault> {
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    source.one_of(name, what, &all).map(drop)
}

/// Where the links of a block lead.
fn links(block: &Block, to: &mut Vec<Target>) {
    fn of_inline(inline: &Inline, to: &mut Vec<Target>) {
        match inline {
            Inline::Strong(inside) | Inline::Emphasis(inside) => {
                inside.iter().for_each(|it| of_inline(it, to));
            }
            Inline::Link(target, _) => to.push(target.clone()),
            _ => {}
        }
    }
    match block {
        Block::Paragraph(inside) | Block::Heading(inside) => inside.iter().for_each(|it| of_inline(it, to)),
        Block::List(_, items) => items.iter().flatten().for_each(|block| links(block, to)),
        Block::Quote(inside) => inside.iter().for_each(|block| links(block, to)),
        Block::Code(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::BUILT_IN;
    use crate::lesson::builtin;
    use crate::lesson::list::FILES;

    fn known() -> Known {
        Known {
            lessons: builtin().iter().map(|lesson| lesson.name.clone()).collect(),
            exercises: BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect(),
            listings: vec!["life-cycle".into(), "errors".into()],
        }
    }

    /// The place and what is told of the model with a text in the place of another.
    #[track_caller]
    fn told(file: &str, from: &str, to: &str) -> Vec<(String, String)> {
        let model = Folder::model();
        let files = model.files();
        let text = |(name, text): &(String, &str)| match name == file {
            true => text.replacen(from, to, 1),
            false => (*text).to_owned(),
        };
        assert!(files.iter().any(|one| text(one) != one.1), "{from} stands in {file}");
        let files: Vec<(String, String)> = files.iter().map(|one| (one.0.clone(), text(one))).collect();
        let folder = Folder::of(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        assert_eq!(folder.faults("mine"), [], "a reader reads it");
        folder.astray(&known()).into_iter().map(|one| (one.file, one.fault.to_string())).collect()
    }

    #[test]
    fn a_misspelt_name_is_told_at_its_place_with_the_near_one() {
        let of = |file: &str, fault: &str| vec![(file.to_owned(), fault.to_owned())];
        let wrong = told(LESSON, "[\"pause\"]", "[\"pause\", \"first-strat\"]");
        assert_eq!(wrong, of(LESSON, "8:23: there is no exercise first-strat\n  hint: first-start?"));
        let wrong = told(LESSON, "minutes = 3", "listing = 'life-cylce'\nminutes = 3");
        assert_eq!(wrong, of(LESSON, "2:11: there is no listing life-cylce\n  hint: life-cycle?"));
        assert_eq!(told(LESSON, "minutes = 3", "listing = 'life-cycle'\nminutes = 3"), []);
    }

    #[test]
    fn links_of_the_words_are_told_likewise() {
        for (link, fault) in [
            ("[x](lesson:erors)", "there is no lesson erors\n  hint: errors?"),
            ("**[x](exercise:pauze)**", "there is no exercise pauze\n  hint: pause?"),
            ("[x](listing:erors)", "there is no listing erors\n  hint: errors?"),
            ("[x](walkthrough:persistant)", "there is no walkthrough persistant\n  hint: persistent?"),
            ("[virDomainCraete]", "there is no function virDomainCraete\n  hint: virDomainCreate?"),
            ("[x](http://a.example)", "this leads nowhere: http://a.example\n  hint: an address begins"),
        ] {
            let wrong = told("en.md", "\n## ", &format!("\n- {link}\n\n## "));
            assert!(wrong.len() == 1 && wrong[0].1.contains(fault), "{link}: {wrong:?}");
        }
        let right = "[x](lesson:errors) [y](exercise:pause) [virDomainCreate] [z](https://libvirt.org)";
        assert_eq!(told("en.md", "\n## ", &format!("\n{right}\n\n## ")), []);
    }

    #[test]
    fn the_sets_own_lessons_lead_to_what_is_there() {
        let mut known = known();
        // The page knows the listings' names, and holds the lessons to them.
        known.listings.extend(builtin().iter().filter_map(|lesson| lesson.listing.clone()));
        let folders = FILES.iter().map(|files| {
            Folder::of([(LESSON, files.lesson), ("en.md", files.texts[0]), ("zh-Hans.md", files.texts[1])])
        });
        for (folder, files) in folders.zip(FILES).chain([(Folder::model(), &FILES[0])]) {
            assert_eq!(folder.astray(&known), [], "{}", files.name);
        }
    }
}
