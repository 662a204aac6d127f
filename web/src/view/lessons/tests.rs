//! Lessons beside the prompt do what they say, and what they lead to is there.

use std::collections::BTreeMap;

use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::{ClientId, History};
use virtlab_course::lesson::{Lesson, builtin, follow};
use virtlab_virsh::{Face, Shell};

use crate::session::documents::FIRST_XML;
use crate::view::listing_names;

/// A session behind a prompt, with the file that lessons use.
struct Session(History);

impl Face for Session {
    fn perform(&mut self, call: &Call) -> Outcome {
        (*self.0.perform(ClientId(0), call.clone()).outcome).clone()
    }

    fn read_file(&mut self, path: &str) -> Result<String, String> {
        if path == "demo.xml" { Ok(FIRST_XML.to_owned()) } else { Err("no such file".to_owned()) }
    }

    fn write_file(&mut self, _: &str, _: &[u8]) -> Result<(), String> {
        Ok(())
    }
}

#[test]
fn each_step_beside_the_prompt_waits_for_its_lines() {
    let with_lines = |lesson: &&Lesson| lesson.steps.iter().any(|step| !step.lines.is_empty());
    let mut seen = BTreeMap::new();
    for lesson in builtin().iter().filter(with_lines) {
        let mut session = Session(History::new(lesson.journal()).expect("the built-in lab"));
        session.0.seek(lesson.start.len());
        let mut shell = Shell::new(Some("test:///default"), false);
        shell.set_connection(Some("conn1".parse().expect("a handle")));
        for (i, step) in lesson.steps.iter().enumerate() {
            let here = format!("{}, step {}", lesson.name, step.name);
            for line in &step.lines {
                let before = follow(lesson, session.0.steps()).expect("its own session").done();
                assert_eq!(before, i, "{here}: done before {line}");
                let _ = shell.line(&mut session, line);
            }
            let standing = follow(lesson, session.0.steps()).expect("its own session");
            assert_eq!(standing.done(), i + 1, "{here}: {standing:#?}");
        }
        seen.insert(&lesson.name, lesson.steps.len());
    }
    assert!(!seen.is_empty());
}

#[test]
fn the_listings_of_lessons_are_there() {
    for lesson in builtin() {
        let listing = lesson.listing.as_deref();
        assert!(
            listing.is_none_or(|name| listing_names().any(|one| one == name)),
            "{}: {listing:?}",
            lesson.name
        );
    }
}
