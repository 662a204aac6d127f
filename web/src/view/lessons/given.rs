//! A lesson by its name: one of the set, or one that somebody made and gave to the reader.

use std::rc::Rc;

use virtlab_core::world::Subject;
use virtlab_course::Fault;
use virtlab_course::lesson::{Folder, Lesson};

use crate::i18n::I18n;
use crate::store::given::LESSONS;
use crate::t;
use yew::AttrValue;

/// What a lesson is called whose own name cannot be one.
const NAMELESS: &str = "lesson";

/// A lesson, and where its words are.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The lesson.
    pub lesson: Rc<Lesson>,
    /// Its folder, if it was given to the reader; the words of the set's own lie beside the page.
    pub folder: Option<Rc<Folder>>,
}

impl Found {
    /// A lesson of the set.
    pub fn built_in(lesson: &Lesson) -> Self {
        Self { lesson: Rc::new(lesson.clone()), folder: None }
    }
}

/// The lesson of a name.
///
/// # Errors
/// What is wrong with its files; none if there is no such lesson.
pub fn find(name: &str) -> Result<Found, Option<Fault>> {
    if let Some(lesson) = Lesson::by_name(name) {
        return Ok(Found::built_in(lesson));
    }
    let folder = Folder::from_text(&LESSONS.text(name).ok_or(None)?);
    if let Some(first) = folder.faults(name).into_iter().next() {
        return Err(Some(first.fault));
    }
    let lesson = folder.lesson(name).map_err(Some)?;
    Ok(Found { lesson: Rc::new(lesson), folder: Some(Rc::new(folder)) })
}

/// Keeps a lesson under its name or, where another has that already, one like it; gives the name.
pub fn bring(name: &str, text: &str) -> String {
    let name = if Subject::can_be_named(name) { name } else { NAMELESS };
    let free =
        |name: &String| Lesson::by_name(name).is_none() && LESSONS.text(name).is_none_or(|own| own == text);
    let like = (2..).map(|n| format!("{name}-{n}"));
    // The numbers never end, and the names that are kept do.
    let name = std::iter::once(name.to_owned()).chain(like).find(free).unwrap_or_default();
    LESSONS.keep(&name, text);
    name
}

/// Takes up a lesson whose files a learner has opened, and gives its name; else what is wrong, in words.
pub fn take_up(i18n: &I18n, name: &str, folder: &Folder) -> Result<String, AttrValue> {
    let checked = if Subject::can_be_named(name) { name } else { NAMELESS };
    match folder.faults(checked).first() {
        None => Ok(bring(name, &folder.to_text())),
        Some(one) => {
            let (file, fault) = (one.file.as_str(), one.fault.to_string());
            Err(t!(i18n, "given-wrong", file = file, fault = fault))
        }
    }
}
