//! A lesson by its name: one of the set, or one that somebody made and gave to the reader.

use std::rc::Rc;

use virtlab_course::Fault;
use virtlab_course::lesson::{Folder, Lesson};

use crate::store::given::LESSONS;

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
