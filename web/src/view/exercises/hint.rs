//! The last hint: the next call from where the learner stands, or from the last moment from which there is a way.

use virtlab_core::api::Call;
use virtlab_core::world::{History, Step, World};
use virtlab_course::exercise::{Exercise, Found, Search};

use crate::dom;

/// How long the page may be held up at once, in milliseconds.
const SLICE_MS: f64 = 16.0;
/// Worlds between two looks at the clock.
const WORLDS: usize = 4;
/// Worlds that a search may go on from where the learner stands, and from earlier moments.
const WORLDS_MAX: usize = 2_000;
const EARLIER_WORLDS_MAX: usize = 200;
/// Calls that a way may have beyond the fewest that the exercise takes.
const DETOUR: usize = 2;
/// Earlier moments that are looked at.
const MOMENTS_MAX: usize = 40;

/// The next call, and the step to go back to for it, if one has to.
#[derive(Clone, PartialEq, Debug)]
pub struct Next {
    /// How many steps of the session lie before the moment; none for the one that is looked at.
    pub back_to: Option<usize>,
    /// The call.
    pub call: Call,
}

/// Where a search begins: the world and the calls made since the exercise's beginning.
type Moment = (usize, World, Vec<Step>);

/// The moments to search from: the one that is looked at, and those before it, the beginning last.
pub fn moments(exercise: &Exercise, history: &History) -> Vec<Moment> {
    let start = exercise.start.len();
    let at = history.position();
    let mut earlier = history.clone();
    let from = at.saturating_sub(MOMENTS_MAX).max(start);
    let mut positions: Vec<usize> = (from..=at).rev().collect();
    if from > start {
        positions.push(start);
    }
    let moment = |position| {
        earlier.seek(position);
        (position, earlier.world().clone(), history.steps().get(start..position).unwrap_or_default().to_vec())
    };
    positions.into_iter().map(moment).collect()
}

/// Looks for the next call, a little at a time.
pub async fn next(exercise: &Exercise, moments: Vec<Moment>) -> Option<Next> {
    let here = moments.first()?.0;
    for (position, world, steps) in moments {
        let back_to = (position != here).then_some(position);
        if let Some(call) = of_author(exercise, &steps) {
            return Some(Next { back_to, call });
        }
        let most = if back_to.is_none() { WORLDS_MAX } else { EARLIER_WORLDS_MAX };
        let search = Search::new(exercise, world, &steps, exercise.par + DETOUR);
        if let Some(call) = way(search, most).await {
            return Some(Next { back_to, call });
        }
    }
    None
}

/// The author's next call, for a learner who has made just the author's so far.
fn of_author(exercise: &Exercise, steps: &[Step]) -> Option<Call> {
    let mut pairs = steps.iter().zip(&exercise.solution);
    let same = steps.len() < exercise.solution.len() && pairs.all(|(step, call)| step.entry.call.same(call));
    same.then(|| exercise.solution[steps.len()].clone())
}

async fn way(mut search: Search, most: usize) -> Option<Call> {
    let (mut left, mut begun) = (most, dom::now_ms());
    while left > 0 {
        left = left.saturating_sub(WORLDS);
        match search.advance(WORLDS) {
            Found::Way(calls) => return calls.first().cloned(),
            Found::Nothing => return None,
            Found::Searching => {}
        }
        if dom::now_ms() - begun > SLICE_MS {
            dom::breathe().await;
            begun = dom::now_ms();
        }
    }
    None
}
