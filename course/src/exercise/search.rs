//! The search for a way to an exercise's goal: breadth first over worlds, which are cheap values, so that the first way that is
//! found is a shortest one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use virtlab_core::api::Call;
use virtlab_core::ground::hash::stable_hash;
use virtlab_core::world::{ClientId, Entry, Step, World};

use super::Exercise;
use super::moves::Moves;
use crate::goal::{About, Condition, Trail, holds};

/// What a search has come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// Nothing yet: there is more to look at.
    Searching,
    /// A shortest way; empty where the goal is reached already.
    Way(Vec<Call>),
    /// There is no way with the calls that are tried, or none that is short enough.
    Nothing,
}

/// A world that was reached.
struct Node {
    world: World,
    /// From which one, and by what; none for where the search began.
    from: Option<(usize, Step)>,
    depth: usize,
}

/// A search that is under way. It goes on as long as its owner has time for it.
pub struct Search {
    moves: Moves,
    goal: Vec<Condition>,
    answers: BTreeMap<String, String>,
    /// The calls that led to the world at hand; the first of them were made before the search began.
    trail: Vec<Step>,
    /// How many.
    before: usize,
    nodes: Vec<Node>,
    waiting: VecDeque<usize>,
    seen: BTreeSet<u128>,
    deepest: usize,
    found: Found,
}

impl Search {
    /// A search from a world, after these calls of the learner's own, for a way of at most so many calls. Questions count as
    /// answered rightly.
    pub fn new(exercise: &Exercise, world: World, before: &[Step], deepest: usize) -> Self {
        let mut search = Self {
            moves: Moves::of(exercise),
            goal: exercise.goal.clone(),
            answers: exercise.answers(),
            trail: before.to_vec(),
            before: before.len(),
            nodes: Vec::new(),
            waiting: VecDeque::new(),
            seen: BTreeSet::new(),
            deepest,
            found: Found::Searching,
        };
        search.reach(Node { world, from: None, depth: 0 });
        search
    }

    /// A search from an exercise's beginning; none if its lab cannot be.
    pub fn from_start(exercise: &Exercise, deepest: usize) -> Option<Self> {
        let (world, _) = exercise.journal().replay().ok()?;
        Some(Self::new(exercise, world, &[], deepest))
    }

    /// What it has come to.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// How many worlds it has reached.
    pub fn worlds(&self) -> usize {
        self.nodes.len()
    }

    /// Goes on from so many worlds at most.
    pub fn advance(&mut self, worlds: usize) -> &Found {
        for _ in 0..worlds {
            if self.found != Found::Searching {
                break;
            }
            let Some(at) = self.waiting.pop_front() else {
                self.found = Found::Nothing;
                break;
            };
            self.go_on(at);
        }
        &self.found
    }

    fn go_on(&mut self, at: usize) {
        let (world, depth) = (self.nodes[at].world.clone(), self.nodes[at].depth + 1);
        self.walk_to(at);
        for call in self.moves.from(&world) {
            let mut world = world.clone();
            let entry = Entry { client: ClientId::default(), call };
            let outcome = Arc::new(world.perform(entry.client, &entry.call));
            let step = Step { entry, outcome };
            self.trail.push(step.clone());
            self.reach(Node { world, from: Some((at, step)), depth });
            self.trail.pop();
            if self.found != Found::Searching {
                return;
            }
        }
    }

    /// Takes up a world, to which the trail leads, unless there was one like it.
    fn reach(&mut self, node: Node) {
        let trail = Trail { world: &node.world, steps: &self.trail, answers: &self.answers };
        if holds(&self.goal, trail) {
            let own = self.trail[self.before..].iter();
            self.found = Found::Way(own.map(|step| step.entry.call.clone()).collect());
            return;
        }
        // What calls have told counts as far as the goal asks about it.
        let told =
            self.goal.iter().filter(|condition| matches!(condition.about, About::Call(..) | About::Session));
        let told: Vec<_> = told.map(|condition| format!("{:?}", condition.look(trail).found)).collect();
        if self.seen.insert(stable_hash(&(node.world.scene_hash(), told))) {
            if node.depth < self.deepest {
                self.waiting.push_back(self.nodes.len());
            }
            self.nodes.push(node);
        }
    }

    /// Makes the trail that of a world that was reached.
    fn walk_to(&mut self, node: usize) {
        self.trail.truncate(self.before);
        let mut at = self.nodes[node].from.as_ref();
        while let Some((from, step)) = at {
            self.trail.push(step.clone());
            at = self.nodes[*from].from.as_ref();
        }
        self.trail[self.before..].reverse();
    }
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search")
            .field("worlds", &self.nodes.len())
            .field("found", &self.found)
            .finish_non_exhaustive()
    }
}
