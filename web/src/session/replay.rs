//! Replaying a session's text a little at a time, so that the page answers meanwhile and shows how far it has come.

use virtlab_core::world::{History, JournalError, Loading};

use crate::dom;

/// How long the page may be held up at once, in milliseconds.
const SLICE_MS: f64 = 24.0;
/// Calls between two looks at the clock.
const CALLS: usize = 16;

/// How far a session has been replayed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Calls that have been made.
    pub done: usize,
    /// Calls of the session.
    pub total: usize,
}

/// Replays a session; `told` hears how far it has come whenever the browser gets a turn.
///
/// # Errors
/// As [`History::from_json`].
pub async fn replay(text: &str, told: impl Fn(Progress)) -> Result<History, JournalError> {
    let mut loading = Loading::new(text)?;
    let mut begun = dom::now_ms();
    while loading.advance(CALLS)? {
        if dom::now_ms() - begun > SLICE_MS {
            told(Progress { done: loading.done(), total: loading.total() });
            dom::breathe().await;
            begun = dom::now_ms();
        }
    }
    Ok(loading.finish())
}
