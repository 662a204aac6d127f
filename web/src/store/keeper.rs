//! Keeps the session's text in the browser: a little after each change, and at the last moment when the page goes away.

use super::database::{self, Kept};
use crate::dom;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use yew::Callback;

/// Changes that follow each other faster than this are kept as one, in milliseconds.
const SETTLES_MS: u32 = 250;
/// Where the text is put when the page goes away before the database has answered; the next visit takes the newer.
const LAST_WORDS_KEY: &str = "virtlab.last-words";

/// The browser did not keep the text: private browsing, a full disk, storage forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepError;

/// Makes the text that is to be kept. Called when it is written and not at each change, since a long session's text
/// takes a while to make.
type Make = Rc<dyn Fn() -> String>;

/// Keeps one text. Cheap to clone; all clones keep the same.
#[derive(Clone)]
pub struct Keeper(Rc<Inner>);

impl PartialEq for Keeper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    database: Option<idb::Database>,
    /// What has changed since the last write began.
    waiting: RefCell<Option<Make>>,
    timer: RefCell<Option<Timeout>>,
    /// Writes that the browser has not confirmed.
    unconfirmed: Cell<u32>,
    /// The newest text handed to the browser, for the last words.
    newest: RefCell<Option<Kept>>,
    on_failure: Callback<KeepError>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Keeper {
    /// Opens what was kept: the keeper, and the text of the last visit if there is one. `on_failure` is told each time
    /// that the browser does not keep a text; the page goes on without.
    pub async fn open(on_failure: Callback<KeepError>) -> (Keeper, Option<String>) {
        let database = match database::open().await {
            Ok(database) => Some(database),
            Err(error) => {
                dom::log_error("the browser's database cannot be opened", &error.to_string().into());
                None
            }
        };
        let kept = match &database {
            Some(database) => database::read(database).await.ok().flatten(),
            None => None,
        };
        let text = newer(kept, last_words()).map(|kept| kept.text);
        let keeper = Keeper(Rc::new(Inner {
            database,
            waiting: RefCell::default(),
            timer: RefCell::default(),
            unconfirmed: Cell::new(0),
            newest: RefCell::default(),
            on_failure,
            listeners: RefCell::default(),
        }));
        keeper.0.listen();
        (keeper, text)
    }

    /// Keeps the text that `make` makes, soon. The last call wins.
    pub fn keep(&self, make: impl Fn() -> String + 'static) {
        *self.0.waiting.borrow_mut() = Some(Rc::new(make));
        let inner = Rc::downgrade(&self.0);
        // Setting a new timer drops, and so cancels, the one before.
        *self.0.timer.borrow_mut() = Some(Timeout::new(SETTLES_MS, move || flush(&inner)));
    }

    /// Keeps at once what is waiting to be kept.
    pub fn flush(&self) {
        flush(&Rc::downgrade(&self.0));
    }
}

impl Inner {
    fn listen(self: &Rc<Self>) {
        let (Some(window), Some(document)) = (dom::window(), dom::document()) else { return };
        let (hidden, gone) = (Rc::downgrade(self), Rc::downgrade(self));
        self.listeners.borrow_mut().extend([
            // On a phone a page that is put away may never hear of its end.
            EventListener::new(&document, "visibilitychange", move |_| flush(&hidden)),
            EventListener::new(&window, "pagehide", move |_| {
                flush(&gone);
                if let Some(inner) = gone.upgrade() {
                    inner.say_last_words();
                }
            }),
        ]);
    }

    /// A write to the database may be lost when the page goes before it is confirmed. Local storage answers at once,
    /// though it has room for a few megabytes only.
    fn say_last_words(&self) {
        if self.unconfirmed.get() == 0 && self.database.is_some() {
            return;
        }
        if let (Some(storage), Some(kept)) = (dom::local_storage(), &*self.newest.borrow()) {
            storage.set_item(LAST_WORDS_KEY, &format!("{} {}", kept.stamp, kept.text)).ok();
        }
    }
}

fn flush(inner: &Weak<Inner>) {
    let Some(inner) = inner.upgrade() else { return };
    inner.timer.borrow_mut().take();
    let Some(make) = inner.waiting.borrow_mut().take() else { return };
    let stamp = js_sys::Date::now();
    let kept = Kept { stamp, text: make() };
    let write = inner.database.as_ref().map(|database| database::write(database, &kept));
    *inner.newest.borrow_mut() = Some(kept);
    inner.unconfirmed.set(inner.unconfirmed.get() + 1);
    wasm_bindgen_futures::spawn_local(async move {
        let done = match write {
            Some(Ok(write)) => write.await.is_ok(),
            Some(Err(_)) | None => false,
        };
        if done {
            inner.unconfirmed.set(inner.unconfirmed.get().saturating_sub(1));
            forget_last_words(stamp);
        } else {
            // Still unconfirmed: local storage is the second chance.
            inner.say_last_words();
            inner.on_failure.emit(KeepError);
        }
    });
}

fn last_words() -> Option<Kept> {
    let words = dom::local_storage()?.get_item(LAST_WORDS_KEY).ok().flatten()?;
    let (stamp, text) = words.split_once(' ')?;
    Some(Kept { stamp: stamp.parse().ok()?, text: text.to_owned() })
}

/// Takes away last words that are no newer than what is in the database now. Newer ones are another tab's.
fn forget_last_words(stamp: f64) {
    if last_words().is_some_and(|words| words.stamp <= stamp)
        && let Some(storage) = dom::local_storage()
    {
        storage.remove_item(LAST_WORDS_KEY).ok();
    }
}

fn newer(one: Option<Kept>, other: Option<Kept>) -> Option<Kept> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.stamp > one.stamp { other } else { one }),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newer_text_is_taken() {
        let kept = |stamp, text: &str| Some(Kept { stamp, text: text.to_owned() });
        let text = |kept: Option<Kept>| kept.map(|kept| kept.text);
        assert_eq!(
            text(newer(kept(1.0, "database"), kept(2.0, "last words"))).as_deref(),
            Some("last words")
        );
        assert_eq!(text(newer(kept(2.0, "database"), kept(1.0, "last words"))).as_deref(), Some("database"));
        assert_eq!(text(newer(None, kept(1.0, "last words"))).as_deref(), Some("last words"));
        assert_eq!(text(newer(None, None)), None);
    }
}
