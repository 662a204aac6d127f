//! Ctrl-C while a command waits: the wait ends, and the shell goes on.

use std::process::exit;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

/// What a process ends with that Ctrl-C ends, as shells tell it.
const ENDED: i32 = 130;

/// Listens for interruptions, from the first wait on.
#[derive(Default)]
pub(super) struct Interrupts {
    /// None before the first wait, and where the system does not let one listen: there Ctrl-C ends the shell.
    heard: Option<Arc<Heard>>,
}

/// What the thread that listens and the one that waits share.
#[derive(Default)]
struct Heard {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// No command waits: an interruption ends the shell, as it did before anybody listened.
    #[default]
    Idle,
    Waiting,
    Interrupted,
}

impl Heard {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An interruption has come.
    fn interrupt(&self) {
        let mut state = self.state();
        // Who says it twice means it: whatever is in the way of the wait's end does not answer.
        if *state != State::Waiting {
            exit(ENDED);
        }
        *state = State::Interrupted;
        self.changed.notify_all();
    }
}

impl Interrupts {
    /// A command begins to wait, or has ended it.
    pub fn waiting(&mut self, begins: bool) {
        if begins && self.heard.is_none() {
            self.heard = listen();
        }
        if let Some(heard) = &self.heard {
            *heard.state() = if begins { State::Waiting } else { State::Idle };
        }
    }

    /// Waits so long. False, and at once, if an interruption comes.
    pub fn wait(&self, time: Duration) -> bool {
        let Some(heard) = &self.heard else {
            thread::sleep(time);
            return true;
        };
        let waits = |state: &mut State| *state == State::Waiting;
        let waited = heard.changed.wait_timeout_while(heard.state(), time, waits);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *state == State::Waiting
    }
}

/// Begins to listen, in a thread of its own.
fn listen() -> Option<Arc<Heard>> {
    let runtime = Builder::new_current_thread().enable_io().build().ok()?;
    let mut signals = {
        let _inside = runtime.enter();
        signal(SignalKind::interrupt()).ok()?
    };
    let heard = Arc::new(Heard::default());
    let told = heard.clone();
    let listens = move || {
        runtime.block_on(async {
            while signals.recv().await.is_some() {
                told.interrupt();
            }
        });
    };
    thread::Builder::new().spawn(listens).ok()?;
    Some(heard)
}
