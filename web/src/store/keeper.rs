//! Keeps this tab's session in the browser: a little after each change, and at the last moment when the page goes away;
//! and finds what was kept, by this tab or another.

use super::database::{self, Pieces, Write};
use super::record::{Head, Kept};
use super::{lastly, tab};
use crate::dom;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::{Rc, Weak};
use yew::Callback;

/// Changes that follow each other faster than this are kept as one, in milliseconds.
const SETTLES_MS: u32 = 250;
/// Texts of tabs that are gone that are kept; the oldest give way on the next visit.
const OTHERS_MAX: usize = 24;

/// Makes what is to be kept; it is asked which long pieces are known already. Called when it is written and not at each
/// change.
type Make = Rc<dyn Fn(&dyn Fn(&str) -> bool) -> Kept>;

/// Keeps one text. Cheap to clone; all clones keep the same.
#[derive(Clone)]
pub struct Keeper(Rc<Inner>);

impl PartialEq for Keeper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What a tab begins with.
pub struct Visit {
    /// What keeps the tab's text from now on.
    pub keeper: Keeper,
    /// The text that was kept, if there is one.
    pub text: Option<String>,
    /// Whether it is another tab's, which is open and goes on with it: this one has a copy.
    pub copied: bool,
}

/// A text that another tab kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// Its id.
    pub id: String,
    /// When it was kept last, in milliseconds since 1970.
    pub stamp: f64,
    /// As in [`Kept`].
    pub label: String,
    /// Whether its tab is open.
    pub open: bool,
}

struct Inner {
    id: String,
    database: Option<idb::Database>,
    /// What has changed since the last write began.
    waiting: RefCell<Option<Make>>,
    timer: RefCell<Option<Timeout>>,
    /// The names of the long pieces that the browser has, or has been handed. None until the first write.
    known: RefCell<Option<BTreeSet<String>>>,
    /// Pieces that the browser was handed and has not confirmed, and the head of the newest write, for the last words.
    unsaid: RefCell<Pieces>,
    newest: RefCell<Option<Head>>,
    /// Writes that the browser has not confirmed.
    unconfirmed: Cell<u32>,
    /// Texts to be taken away with the next write.
    forgotten: RefCell<Vec<String>>,
    failed: Cell<bool>,
    /// Whether it keeps nothing at all.
    forgets: bool,
    on_failure: RefCell<Option<Callback<()>>>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Keeper {
    /// Opens what was kept: this tab's text if it was reloaded, else the newest. That may be another tab's, which goes on
    /// with it; then this one has a copy.
    pub async fn open() -> Visit {
        let database = database::open().await;
        if let Err(error) = &database {
            dom::log_error("the browser's database cannot be opened", &error.to_string().into());
        }
        let database = database.ok();
        let mut heads = match &database {
            Some(database) => database::heads(database).await.unwrap_or_default(),
            None => Vec::new(),
        };
        lastly::join(&mut heads);
        heads.sort_by(|(_, one), (_, other)| other.stamp.total_cmp(&one.stamp));
        let own = tab::own();
        let has = |id: &String| heads.iter().any(|(other, _)| other == id);
        let (wanted, free) = match (own.clone().filter(has), heads.first()) {
            (Some(own), _) => (Some(own), Some(true)),
            (None, Some((newest, _))) => (Some(newest.clone()), tab::claimed(newest).await),
            (None, None) => (None, Some(true)),
        };
        let text = match heads.iter().find(|(id, _)| Some(id) == wanted.as_ref()) {
            Some((id, head)) => Some(text(database.as_ref(), id, head).await),
            None => None,
        };
        let id = wanted.filter(|_| free == Some(true)).or(own).unwrap_or_else(tab::fresh);
        let keeper = Keeper(Rc::new(Inner::new(id, database)));
        keeper.0.listen();
        keeper.0.clear_out(&heads).await;
        Visit { keeper, copied: free == Some(false) && text.is_some(), text }
    }

    /// Keeps nothing, and finds nothing: for a page that is another's.
    pub fn nothing() -> Visit {
        let inner = Inner { forgets: true, ..Inner::new(tab::fresh(), None) };
        Visit { keeper: Keeper(Rc::new(inner)), text: None, copied: false }
    }

    /// Keeps what `make` makes, soon. The last call wins.
    pub fn keep(&self, make: impl Fn(&dyn Fn(&str) -> bool) -> Kept + 'static) {
        if self.0.forgets {
            return;
        }
        *self.0.waiting.borrow_mut() = Some(Rc::new(make));
        let inner = Rc::downgrade(&self.0);
        // Setting a new timer drops, and so cancels, the one before.
        *self.0.timer.borrow_mut() = Some(Timeout::new(SETTLES_MS, move || flush(&inner)));
    }

    /// Keeps at once what is waiting to be kept.
    pub fn flush(&self) {
        flush(&Rc::downgrade(&self.0));
    }

    /// Tells `callback` once when the browser does not keep the text: private browsing, a full disk, storage forbidden.
    pub fn on_failure(&self, callback: Callback<()>) {
        if self.0.failed.get() {
            callback.emit(());
        } else {
            *self.0.on_failure.borrow_mut() = Some(callback);
        }
    }

    /// What other tabs have kept, the newest first.
    pub async fn others(&self) -> Vec<Other> {
        let Some(database) = &self.0.database else { return Vec::new() };
        let open = tab::open().await;
        let gone = self.0.forgotten.borrow().clone();
        let mut heads = database::heads(database).await.unwrap_or_default();
        heads.retain(|(id, _)| *id != self.0.id && !gone.contains(id));
        heads.sort_by(|(_, one), (_, other)| other.stamp.total_cmp(&one.stamp));
        let other = |(id, head): (String, Head)| Other {
            open: open.contains(&id),
            stamp: head.stamp,
            label: head.label,
            id,
        };
        heads.into_iter().map(other).collect()
    }

    /// The text of another tab.
    pub async fn read(&self, id: &str) -> Option<String> {
        let database = self.0.database.as_ref()?;
        let heads = database::heads(database).await.ok()?;
        let (_, head) = heads.iter().find(|(other, _)| other == id)?;
        Some(text(Some(database), id, head).await)
    }

    /// Takes the text of another tab away, in one with the next write of this tab's own.
    pub fn forget(&self, id: String) {
        self.0.forgotten.borrow_mut().push(id);
    }
}

/// The text of a head: its pieces are the database's or, the newest, the last words'.
async fn text(database: Option<&idb::Database>, id: &str, head: &Head) -> String {
    let mut pieces = match database {
        Some(database) => database::pieces(database, id, head).await.unwrap_or_default(),
        None => Pieces::new(),
    };
    pieces.extend(lastly::pieces(id));
    head.text(|name| pieces.get(name).map(String::as_str))
}

impl Inner {
    fn new(id: String, database: Option<idb::Database>) -> Self {
        Self {
            id,
            database,
            waiting: RefCell::default(),
            timer: RefCell::default(),
            known: RefCell::default(),
            unsaid: RefCell::default(),
            newest: RefCell::default(),
            unconfirmed: Cell::new(0),
            forgotten: RefCell::default(),
            failed: Cell::new(false),
            forgets: false,
            on_failure: RefCell::default(),
            listeners: RefCell::default(),
        }
    }

    fn listen(self: &Rc<Self>) {
        let (Some(window), Some(document)) = (dom::window(), dom::document()) else { return };
        let (hidden, gone) = (Rc::downgrade(self), Rc::downgrade(self));
        let mut listeners = self.listeners.borrow_mut();
        listeners.extend([
            // On a phone a page that is put away may never hear of its end.
            EventListener::new(&document, "visibilitychange", move |_| flush(&hidden)),
            EventListener::new(&window, "pagehide", move |_| {
                flush(&gone);
                if let Some(inner) = gone.upgrade() {
                    inner.say_last_words();
                }
            }),
        ]);
        listeners.extend(tab::hand_on(&self.id));
    }

    /// Takes away the oldest texts of tabs that are gone, where there are too many.
    async fn clear_out(&self, heads: &[(String, Head)]) {
        let Some(database) = self.database.as_ref().filter(|_| heads.len() > OTHERS_MAX) else { return };
        let open = tab::open().await;
        let old = heads.iter().map(|(id, _)| id).filter(|id| **id != self.id && !open.contains(*id));
        let old: Vec<String> = old.skip(OTHERS_MAX).cloned().collect();
        database::forget(database, &old).await.ok();
    }

    /// A write to the database may be lost when the page goes before it is confirmed. Local storage answers at once,
    /// though it has room for a few megabytes only. Says whether there is nothing to fear.
    fn say_last_words(&self) -> bool {
        if self.unconfirmed.get() == 0 && self.database.is_some() {
            return true;
        }
        self.newest.borrow().as_ref().is_none_or(|head| lastly::say(&self.id, head, &self.unsaid.borrow()))
    }

    /// What is to be written now.
    fn next(&self, kept: Kept) -> Write {
        let (head, pieces) = Head::of(js_sys::Date::now(), kept);
        let names: BTreeSet<String> = head.names().map(str::to_owned).collect();
        // Without a database nothing is ever confirmed, and all of it has to be said each time.
        let before = self.known.replace(self.database.is_some().then(|| names.clone()));
        let mut write = Write {
            id: self.id.clone(),
            head: head.write(),
            pieces: pieces.into_iter().collect(),
            whole: before.is_none(),
            gone: before.unwrap_or_default().difference(&names).cloned().collect(),
            forgotten: self.forgotten.take(),
        };
        write.forgotten.retain(|id| *id != self.id);
        let mut unsaid = self.unsaid.borrow_mut();
        unsaid.extend(write.pieces.clone());
        unsaid.retain(|name, _| names.contains(name));
        *self.newest.borrow_mut() = Some(head);
        write
    }

    fn confirmed(&self, stamp: f64, write: &Write) {
        self.unconfirmed.set(self.unconfirmed.get().saturating_sub(1));
        if self.unconfirmed.get() == 0 {
            self.unsaid.borrow_mut().clear();
        }
        lastly::forget(&self.id, stamp);
        write.forgotten.iter().for_each(|id| lastly::forget(id, f64::INFINITY));
    }

    /// The browser did not take a write: the next one gives it everything, and local storage is the second chance.
    fn refused(&self, write: Write) {
        self.known.take();
        self.forgotten.borrow_mut().extend(write.forgotten);
        if !self.say_last_words()
            && !self.failed.replace(true)
            && let Some(callback) = self.on_failure.take()
        {
            callback.emit(());
        }
    }
}

fn flush(inner: &Weak<Inner>) {
    let Some(inner) = inner.upgrade() else { return };
    inner.timer.borrow_mut().take();
    let Some(make) = inner.waiting.borrow_mut().take() else { return };
    let kept = {
        let known = inner.known.borrow();
        make(&|name| known.as_ref().is_some_and(|known| known.contains(name)))
    };
    let write = inner.next(kept);
    let stamp = inner.newest.borrow().as_ref().map_or(0.0, |head| head.stamp);
    let asked = inner.database.as_ref().map(|database| database::write(database, &write));
    inner.unconfirmed.set(inner.unconfirmed.get() + 1);
    wasm_bindgen_futures::spawn_local(async move {
        let done = match asked {
            Some(Ok(asked)) => asked.await.is_ok(),
            Some(Err(_)) | None => false,
        };
        if done { inner.confirmed(stamp, &write) } else { inner.refused(write) }
    });
}
