//! The fewest calls that still show a difference.

use virtlab_core::api::Call;

use super::{Differs, Sides};

/// Sessions that are tried at most.
const TRIES_MAX: usize = 400;

/// Leaves calls out as long as the last one differs in the same.
pub(super) fn shrink(sides: &Sides, mut calls: Vec<Call>, differs: &Differs) -> Vec<Call> {
    let shows = |calls: &[Call]| {
        sides.play(calls).is_some_and(|(index, found)| index + 1 == calls.len() && found.what == differs.what)
    };
    let mut tries = 0;
    let mut chunk = calls.len() / 2;
    while chunk > 0 && tries < TRIES_MAX {
        let mut at = calls.len().saturating_sub(1);
        while at > 0 && tries < TRIES_MAX {
            let from = at.saturating_sub(chunk);
            let mut fewer = calls.clone();
            fewer.drain(from..at);
            tries += 1;
            if shows(&fewer) {
                calls = fewer;
            }
            at = from;
        }
        chunk /= 2;
    }
    calls
}
