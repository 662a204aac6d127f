//! Every walkthrough does what it says.

use super::{Expect, Walkthrough, walkthroughs};
use crate::api::{Notice, Outcome};
use crate::world::World;
use std::collections::BTreeSet;

fn outcomes(walkthrough: &Walkthrough) -> Vec<Outcome> {
    walkthrough.journal().replay().map(|(_, outcomes)| outcomes).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn every_call_is_written_as_the_page_writes_it() {
    for walkthrough in walkthroughs() {
        for (step, entry) in walkthrough.steps.iter().zip(walkthrough.journal().entries) {
            assert_eq!(entry.call.to_string(), step.call, "{}", walkthrough.id);
        }
    }
}

#[test]
fn every_step_leads_to_what_it_says() {
    for walkthrough in walkthroughs() {
        for (i, (step, outcome)) in walkthrough.steps.iter().zip(outcomes(walkthrough)).enumerate() {
            let expected = match step.expect {
                Expect::Ok => None,
                Expect::Error(code) => Some(code),
            };
            let (found, message) = match &outcome.error {
                None => (None, ""),
                Some(error) => (Some(error.code), &*error.message),
            };
            assert_eq!(found, expected, "{} step {}: {}: {message}", walkthrough.id, i + 1, step.call);
        }
    }
}

#[test]
fn ids_and_notes_are_named_once_and_alike() {
    let mut seen = BTreeSet::new();
    for walkthrough in walkthroughs() {
        assert!(seen.insert(walkthrough.id), "{}", walkthrough.id);
        assert!(
            (8..=16).contains(&walkthrough.steps.len()),
            "{}: {}",
            walkthrough.id,
            walkthrough.steps.len()
        );
        for step in walkthrough.steps {
            assert!(seen.insert(step.note), "{}", step.note);
            assert!(step.note.starts_with(&format!("walk-{}-", walkthrough.id)), "{}", step.note);
        }
    }
}

#[test]
fn every_walkthrough_ends_with_nothing_held() {
    for walkthrough in walkthroughs() {
        let (world, outcomes) = walkthrough.journal().replay().unwrap();
        for step in walkthrough.steps {
            let client = world.client(step.client).unwrap();
            let held = client.live().count();
            assert_eq!(held, 0, "{}", walkthrough.id);
        }
        let misused = |notice: &Notice| {
            matches!(
                notice,
                Notice::UseAfterFree(_)
                    | Notice::UnknownHandle(_)
                    | Notice::WrongHandleKind(_)
                    | Notice::WouldBlock
            )
        };
        assert!(!outcomes.iter().flat_map(|outcome| &outcome.notices).any(misused), "{}", walkthrough.id);
    }
}

#[test]
fn a_world_kept_as_an_image_halfway_has_the_same_future() {
    for walkthrough in walkthroughs() {
        let journal = walkthrough.journal();
        for half in [1, journal.entries.len() / 2, journal.entries.len() - 2] {
            let mut world = journal.start().unwrap();
            for entry in &journal.entries[..half] {
                world.perform(entry.client, &entry.call);
            }
            let mut again = World::from_image(&world.to_image().unwrap()).unwrap();
            assert_eq!(again, world, "{}", walkthrough.id);
            for entry in &journal.entries[half..] {
                assert_eq!(
                    again.perform(entry.client, &entry.call),
                    world.perform(entry.client, &entry.call)
                );
            }
            assert_eq!(again, world, "{}", walkthrough.id);
        }
    }
}
