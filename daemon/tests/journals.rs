//! Journals, spoilt by a seeded die: reading one gives a world or says what is wrong with it. The fuzz targets `state` and
//! `journal` do the same without an end.

mod common;

use common::hostile::{Dice, spoil_text};
use common::journals::{kept, read_twice, restart_twice};
use virtlab_core::walkthrough::walkthroughs;

const ROUNDS: u64 = 400;

/// The walkthroughs' journals, as the page writes them.
fn sessions() -> Vec<String> {
    walkthroughs().iter().map(|walkthrough| walkthrough.journal().to_json()).collect()
}

/// The same calls as a daemon keeps them.
fn state() -> Vec<Vec<u8>> {
    walkthroughs().iter().map(|walkthrough| kept(&walkthrough.journal())).collect()
}

#[test]
fn a_state_directory_is_read_or_refused_whatever_it_holds() {
    let journals = state();
    assert!(journals.iter().all(|journal| restart_twice(journal)), "those that are whole are read");
    for seed in 0..ROUNDS {
        let mut dice = Dice::new(seed);
        let mut journal = journals[dice.roll(journals.len())].clone();
        for _ in 0..=dice.roll(3) {
            spoil_text(&mut dice, &mut journal);
        }
        restart_twice(&journal);
    }
}

#[test]
fn a_session_is_read_or_refused_whatever_it_holds() {
    let sessions = sessions();
    assert!(sessions.iter().all(|session| read_twice(session)), "those that are whole are read");
    for seed in 0..ROUNDS {
        let mut dice = Dice::new(seed);
        let mut session = sessions[dice.roll(sessions.len())].clone().into_bytes();
        for _ in 0..=dice.roll(3) {
            spoil_text(&mut dice, &mut session);
        }
        read_twice(&String::from_utf8_lossy(&session));
    }
}
