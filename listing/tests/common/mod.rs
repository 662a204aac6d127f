//! What tests of C and of Python listings share.

#![allow(dead_code, clippy::unwrap_used)] // Each test takes what it needs.

use virtlab_core::world::{ClientId, World};
use virtlab_listing::{Dialect, Ended, Run, run};

/// Numbers that are the same in every run.
pub struct Lots(pub u64);

impl Lots {
    /// One below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// A listing in which a few words, as they stand between the ends of words, were taken out, doubled, replaced or swapped.
fn spoil(source: &str, ends: &[char], pieces: &[&str], lots: &mut Lots) -> String {
    let mut words: Vec<&str> = source.split_inclusive(ends).collect();
    for _ in 0..=lots.below(4) {
        let at = lots.below(words.len());
        match lots.below(5) {
            0 => drop(words.remove(at)),
            1 => words.insert(at, pieces[lots.below(pieces.len())]),
            2 => words[at] = pieces[lots.below(pieces.len())],
            3 => words.insert(at, words[lots.below(words.len())]),
            _ => {
                let other = lots.below(words.len());
                words.swap(at, other);
            }
        }
        if words.is_empty() {
            return String::new();
        }
    }
    words.concat()
}

/// Spoilt listings end, and what is not run is told. Gives how many ran.
pub fn spoilt_end(sources: &[String], dialect: Dialect, ends: &[char], pieces: &[&str]) -> usize {
    let (world, mut lots, mut ran) = (World::builtin(1), Lots(5), 0);
    for round in 0..800 {
        let source = spoil(&sources[round % sources.len()], ends, pieces, &mut lots);
        let run = run(&source, dialect, &world, ClientId(0));
        ran += usize::from(run.ended != Ended::NotRun);
        assert!(run.ended != Ended::NotRun || !run.diagnostics.is_empty(), "nothing is told of\n{source}");
        for step in [0, run.steps.len() / 2, run.steps.len().saturating_sub(1)] {
            run.variables(step);
        }
    }
    ran
}

/// The world of every step is the one that its calls come to, also when steps are looked at backwards.
pub fn worlds_are_exact(run: &Run) {
    let mut world = World::builtin(1);
    let mut hashes = Vec::new();
    for step in 0..run.steps.len() {
        for made in run.calls_of(step) {
            assert_eq!(world.perform(ClientId(0), &made.call), *made.outcome);
        }
        hashes.push(world.state_hash());
    }
    for step in (0..run.steps.len()).rev() {
        assert_eq!(run.world(step).unwrap().state_hash(), hashes[step], "{step}");
    }
}
